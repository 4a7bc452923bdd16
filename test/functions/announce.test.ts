import { marshall } from "@aws-sdk/util-dynamodb";
import type { Command } from "@passbook/core";
import type { DynamoDBRecord } from "aws-lambda";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { EVENTS } from "../../functions/events/event.ts";
import { holds } from "../support/booking-story.ts";
import { at } from "../support/instants.ts";
import { bought, month, stands, takes, uses, year } from "../support/omnia-story.ts";
import { disputes, refunds } from "../support/reversal-story.ts";
import { sweepStage } from "../support/sweep-stage.ts";

type Stage = Awaited<ReturnType<typeof sweepStage>>;

let stage: Stage;
const opened: Stage[] = [];
const open = async (settings?: Parameters<typeof sweepStage>[0]) => {
  const made = await sweepStage(settings);
  opened.push(made);
  return made;
};
beforeEach(async () => {
  stage = await open();
});
afterAll(() => Promise.all(opened.map(({ close }) => close())));

/** What is told of an account after these: each event by its name and what it says of credits. */
async function told(...commands: readonly Command[]) {
  await stage.given("ada", ...commands);
  await stage.announced();
  return stage.events().map((event) => {
    const type = event.type.replace("credits.", "");
    if ("debt" in event) return [type, event.debt];
    if ("low" in event) return [type, event.low];
    return [type, event.credits, event.sources];
  });
}

const january = month("2026-01-01", "2026-02-01");

describe("What a new entry tells", () => {
  it("[O2] a plan's first allowance, its renewal, and what ended with it", async () => {
    expect(await told(january, takes(120, "2026-01-10"), month("2026-02-01", "2026-03-01"))).toEqual([
      ["granted", 500, { plan: 500 }],
      ["spent", 120, { plan: 120 }],
      ["renewed", 500, { plan: 500 }],
      ["expired", 380, { plan: 380 }],
    ]);
  });

  it("[M3] a pack, and a spend that several sources paid", async () => {
    expect(await told(january, bought("pack_1000", "2026-01-02"), takes(600, "2026-01-03"))).toEqual([
      ["granted", 500, { plan: 500 }],
      ["granted", 1_000, { "top-up": 1_000 }],
      ["spent", 600, { plan: 500, "top-up": 100 }],
    ]);
  });

  it("[X9] what is held, captured and given back", async () => {
    await stage.given("ada", january, holds(100, "2026-01-02", "2026-01-03"));
    const hold = (await stage.table.readJournal("ada", 2)).at(-1);
    if (!hold) throw new Error("nothing is held");
    expect(await told({ type: "CaptureHold", now: at("2026-01-02"), by: "ada", hold, credits: 60 })).toEqual([
      ["granted", 500, { plan: 500 }],
      ["held", 100, { plan: 100 }],
      ["spent", 60, { plan: 60 }],
      ["released", 40, { plan: 40 }],
    ]);
  });

  it("[N5] that the balance has come down to the mark, once until it has been above it", async () => {
    expect(await told(january, takes(449, "2026-01-02"), takes(1, "2026-01-03"), takes(1, "2026-01-04"))).toEqual([
      ["granted", 500, { plan: 500 }],
      ["spent", 449, { plan: 449 }],
      ["spent", 1, { plan: 1 }],
      ["low_balance", 50],
      ["spent", 1, { plan: 1 }],
    ]);
    const again = await told(bought("pack_1000", "2026-01-05"), takes(1_010, "2026-01-06"));
    expect(again.slice(5)).toEqual([
      ["granted", 1_000, { "top-up": 1_000 }],
      ["spent", 1_010, { plan: 49, "top-up": 961 }],
      ["low_balance", 50],
    ]);
  });

  it("[X5] what goes back with its money, and what of it is owed until it is paid", async () => {
    const refund = refunds(january, "2026-01-20");
    const all = await told(january, takes(450, "2026-01-10"), refund, bought("pack_1000", "2026-01-21"));
    expect(all.slice(3)).toEqual([
      ["clawed_back", 50, { plan: 50 }],
      ["debt", 450],
      ["granted", 1_000, { "top-up": 1_000 }],
      ["debt", 0],
    ]);
  });

  it("[X5] what a dispute freezes", async () => {
    expect((await told(january, disputes(january, "2026-01-20"))).slice(1)).toContainEqual([
      "frozen",
      500,
      { plan: 500 },
    ]);
  });

  it("[O9] what is lost with a subscription", async () => {
    const ended = stands("2026-01-20", { status: "canceled", endedAt: "2026-01-20" });
    expect((await told(january, ended)).slice(1)).toEqual([
      ["forfeited", 500, { plan: 500 }],
      ["low_balance", 0],
    ]);
  });

  it("[O2] a year's next month, whether swept or written by whoever came first", async () => {
    await stage.given("ada", year("2026-01-31", "2027-01-31"));
    await stage.sweep("2026-02-28T00:01:00Z");
    await stage.announced();
    const ofEntries = stage.events().filter(({ type }) => type !== "credits.expiring");
    expect(ofEntries.map(({ type }) => type)).toEqual(["credits.granted", "credits.renewed", "credits.expired"]);
  });

  it("is what is documented, and names the line of the statement", async () => {
    await told(january, uses("image", "2026-01-02"));
    const [, spent] = stage.events();
    const [, entry] = await stage.table.readJournal("ada", 2);
    expect(spent).toEqual({
      type: "credits.spent",
      version: 1,
      id: `ada/${entry?.id}/credits.spent`,
      account: "ada",
      at: "2026-01-02T00:00:00.000Z",
      occurredAt: "2026-01-02T00:00:00.000Z",
      entry: { id: entry?.id, seq: 2, type: "spent", reason: entry?.reason },
      by: "ada",
      ref: { service: "image", quantity: 1, options: {} },
      balance: 490,
      bySource: { plan: 490 },
      credits: 10,
      sources: { plan: 10 },
    });
    for (const event of stage.events()) expect(EVENTS[event.type].schema.safeParse(event).error).toBeUndefined();
  });
});

/** The stream's record of an item. */
function record(
  sequence: number,
  item: Readonly<Record<string, unknown>>,
  eventName: "INSERT" | "MODIFY" = "INSERT",
): DynamoDBRecord {
  const NewImage = marshall(item, { removeUndefinedValues: true }) as never;
  const Keys = marshall({ pk: item["pk"] }) as never;
  return { eventName, dynamodb: { Keys, NewImage, SequenceNumber: `${sequence}` } };
}

const entryRecord = (sequence: number, change: Readonly<Record<string, unknown>> = {}) =>
  record(sequence, {
    pk: `E#ada#req#${"x".repeat(42)}${sequence % 10}`,
    account: "ada",
    key: `${sequence}`,
    seq: sequence + 1,
    at: 0,
    on: 0,
    type: "spent",
    moves: [["spent", 1, "plan", 10, 0, null, 500]],
    balance: 400,
    sources: { plan: 400 },
    reason: "image",
    ref: {},
    by: "ada",
    policy: "omnia/1",
    ...change,
  });

describe("The announcer", () => {
  it("tells of new entries and of nothing else in the table", async () => {
    const items = [{ pk: "A#ada" }, { pk: "K#evt_1", account: "#parked" }, { pk: "M#ada#bea" }];
    const others = items.map((item, index) => record(index, item));
    const changed = record(7, { pk: "E#ada#req#x" }, "MODIFY");
    expect(await stage.announce({ Records: [...others, changed] })).toEqual({ batchItemFailures: [] });
    expect(stage.requests).toEqual([]);
    expect(stage.log).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ["has no movements", { moves: undefined }],
    ["has a type that nobody knows", { type: "teleported" }],
    ["has an instant that is none", { at: "yesterday" }],
    ["has half a credit", { moves: [["spent", 1, "plan", 0.5]] }],
  ])("passes over an entry that %s, says which, and tells what comes after it", async (_, change) => {
    const batch = { Records: [entryRecord(1, change), entryRecord(2)] };
    expect(await stage.announce(batch)).toEqual({ batchItemFailures: [] });
    expect(stage.events().map((event) => "entry" in event && event.entry.seq)).toEqual([3]);
    expect(stage.log.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: "ERROR", message: "unreadable_entry", pk: `E#ada#req#${"x".repeat(42)}1` },
    ]);
  });

  it("asks for the batch again from the first record on that the bus did not take, and tells none twice that it need not", async () => {
    const Records = Array.from({ length: 25 }, (_, n) => entryRecord(n));
    const refuse = (_: string, detail: string) => (detail.includes('"seq":13,') ? "ThrottlingException" : undefined);
    stage.faults.refuse = refuse;
    expect(await stage.announce({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: "12" }] });
    // Those of its own request may be there; nothing of a later one is.
    const before = stage.events().length;
    expect(before).toBe(19);
    delete stage.faults.refuse;
    expect(await stage.announce({ Records: Records.slice(12) })).toEqual({ batchItemFailures: [] });
    const ids = stage.events().map(({ id }) => id);
    expect(ids).toHaveLength(before + 13);
    const seqs = new Set(stage.events().map((event) => "entry" in event && event.entry.seq));
    expect(seqs.size).toBe(25);
  });

  it("is not held up by an event that the bus will never take", async () => {
    stage.faults.refuse = (_, detail) => (detail.includes('"seq":3,') ? "MalformedDetail" : undefined);
    const Records = Array.from({ length: 5 }, (_, n) => entryRecord(n));
    expect(await stage.announce({ Records })).toEqual({ batchItemFailures: [] });
    expect(stage.events()).toHaveLength(4);
    expect(stage.log.join("")).toContain('"message":"refused_event"');
  });

  it("asks for all of it again where the bus does not answer; the same ids come then", async () => {
    await stage.given("ada", january, takes(1, "2026-01-02"));
    stage.faults.isDown = true;
    let taken = await stage.poll();
    while (stage.events().length === 0) taken = [...taken, ...(await stage.poll())];
    expect(taken.filter((pk) => pk.startsWith("E#"))).toEqual([]);
    const lost = stage.events().map(({ id }) => id);
    stage.faults.isDown = false;
    await stage.announced();
    const ids = stage.events().map(({ id }) => id);
    expect(lost.length).toBeGreaterThan(0);
    expect(new Set(ids)).toEqual(new Set(lost));
  });

  it("sends at most 10 events and 256 KB at once, and says of one that is larger that it can't be told", async () => {
    const Records = Array.from({ length: 12 }, (_, n) => entryRecord(n, { reason: "r".repeat(60_000) }));
    await stage.announce({ Records: [...Records, entryRecord(13, { reason: "r".repeat(270_000) })] });
    expect(stage.events()).toHaveLength(12);
    expect(stage.requests).toHaveLength(3);
    expect(stage.log.join("")).toContain("EventTooLarge");
  });
});
