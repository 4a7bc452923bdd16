import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, it } from "vitest";
import { EVENTS_PAGE, EVENTS_SCHEMA, eventsPage, eventsSchema } from "../../docs/events.ts";
import { type CreditsEvent, EVENTS } from "../../functions/events/event.ts";
import { holds } from "../support/booking-story.ts";
import { at } from "../support/instants.ts";
import { month, stands, takes, uses, year } from "../support/omnia-story.ts";
import { disputes, refunds } from "../support/reversal-story.ts";
import { sweepStage } from "../support/sweep-stage.ts";

const stage = await sweepStage();
afterAll(stage.close);

const january = month("2026-01-01", "2026-02-01");
const february = month("2026-02-01", "2026-03-01");

/** What happens to three accounts; the first event of each kind. */
async function examples(): Promise<CreditsEvent[]> {
  await stage.given("ada", january, uses("image", "2026-01-02", { request: "image 1" }));
  await stage.given("ada", holds(100, "2026-01-03", "2026-01-04"));
  const hold = (await stage.table.readJournal("ada", 3)).at(-1);
  if (!hold) throw new Error("nothing is held");
  await stage.given("ada", { type: "CaptureHold", now: at("2026-01-03"), by: "ada", hold, credits: 60 });
  await stage.given("ada", takes(400, "2026-01-06"), february);
  await stage.given(
    "ada",
    refunds(february, "2026-02-05"),
    stands("2026-02-10", { status: "canceled", endedAt: "2026-02-10" }),
  );
  const won = { outcome: "won" } as const;
  await stage.given("bea", january, disputes(january, "2026-01-10"), disputes(january, "2026-01-20", won));
  await stage.given(
    "bea",
    takes(100, "2026-01-21"),
    stands("2026-01-22", { status: "canceled", endedAt: "2026-01-22" }),
  );
  await stage.given("cora", year("2026-01-31", "2027-01-31"));
  await stage.sweep("2026-02-27T00:00:30Z");
  await stage.sweep("2026-02-28T00:00:30Z");
  await stage.given("cora", stands("2026-02-15", { status: "canceled", endedAt: "2026-02-15", toldAt: "2026-03-02" }));
  await stage.given("dan", january, takes(500, "2026-01-02"), refunds(january, "2026-01-10"));
  // The grace ran out before anybody told that the renewal had been paid in time.
  await stage.given("eve", january);
  await stage.sweep("2026-02-04T00:00:30Z");
  await stage.given("eve", month("2026-02-01", "2026-03-01", { toldAt: "2026-02-20" }));
  await stage.announced();
  const all = stage.events();
  return Object.keys(EVENTS).flatMap((type) => all.find((event) => event.type === type) ?? []);
}

describe("the page of the events", () => {
  it("shows an example of every kind, as it was on the bus (`npm run events` takes new ones)", async () => {
    const seen = await examples();
    expect(seen.map(({ type }) => type)).toEqual(Object.keys(EVENTS));
    await expect(`${JSON.stringify(seen, null, 2)}\n`).toMatchFileSnapshot("../../docs/events-examples.json");
  });

  it("is as `npm run events` writes it, and so is the schema", () => {
    expect(readFileSync(EVENTS_PAGE, "utf8")).toBe(eventsPage());
    expect(readFileSync(EVENTS_SCHEMA, "utf8")).toBe(eventsSchema());
  });

  it("has a schema that those who know nothing of us check the examples with", () => {
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(EVENTS_SCHEMA, "utf8")));
    for (const event of stage.events())
      expect([event.id, validate(event), validate.errors]).toEqual([event.id, true, null]);
    expect(validate({ ...stage.events()[0], credits: 0.5 })).toBe(false);
  });
});
