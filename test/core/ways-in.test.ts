import { explain, forMonths, full, giving, type Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { describe, expect, test } from "vitest";
import { expired, givenPolicy, granted } from "../support/given.ts";
import { addOn, bought, month, omnia, stands, takes } from "../support/omnia-story.ts";

const studio = (from: string, until: string) => month(from, until, { plan: "studio-5" });
const january = studio("2026-01-01", "2026-02-01");
const extra = addOn("extra", "2026-01-01", "2026-02-01");
const given = (...history: Parameters<typeof givenPolicy>[1][]) => givenPolicy(musiversal, ...history);

describe("credits come periodically through the plan, by add-on, or pay as you go", () => {
  test("[M2] an add-on's line grants for its own period, beside the plan's", () => {
    given(january)
      .when(extra)
      .emits({
        type: "granted",
        reason: "add-on",
        ref: {
          addOn: "extra",
          quantity: 1,
          from: "2026-01-01",
          until: "2026-02-01",
          subscription: "sub_1",
          invoice: "in_2026-01-01",
          line: "il_2026-01-01",
        },
        by: "stripe",
        movements: [granted(5, { source: "add-on", end: null })],
        bySource: { plan: 5, "add-on": 5 },
      });
  });

  test("[M2] [O14] another subscription's end is not its own; paid after its own it gives nothing", () => {
    const other = stands("2026-01-10", { subscription: "sub_0", endedAt: "2026-01-10" });
    const next = addOn("extra", "2026-02-01", "2026-03-01");
    given(january, stands("2026-01-01"), other)
      .when(next)
      .emits({ movements: [granted(5, { source: "add-on" })] });
    given(january, stands("2026-01-20", { endedAt: "2026-01-20" }))
      .when(next)
      .emits({ type: "noted", reason: "paid after the subscription's end", movements: [] });
  });

  test("[M2] [X2] a line grants once; the next month's is another", () => {
    given(january, extra, extra).when("2026-01-20").leaves({ plan: 5, "add-on": 5 });
    given(january, extra, addOn("extra", "2026-02-01", "2026-03-01", { quantity: 2 }))
      .when("2026-02-02")
      .leaves({ plan: 5, "add-on": 15 });
  });

  test("[M2] [M12] add-on credits stay from month to month, and end with the membership", () => {
    given(january, extra, studio("2026-02-01", "2026-03-01"))
      .when("2026-02-10")
      .leaves({ plan: 5, rollover: 5, "add-on": 5 });
    given(january, extra, stands("2026-01-20", { endedAt: "2026-01-20" }))
      .when("2026-01-21")
      .leaves({});
  });

  test("[M2] what an add-on gave stands against the rollover limit", () => {
    const many = addOn("extra", "2026-01-01", "2026-02-01", { quantity: 5 });
    given(january, many, takes(1, "2026-01-05"))
      .when(studio("2026-02-01", "2026-03-01"))
      .leaves({ plan: 5, rollover: 4, "add-on": 25 });
  });

  test("[M2] On Demand is a one-time purchase, with or without a plan", () => {
    given()
      .when(bought("pack_1", "2026-01-05"))
      .emits({ type: "purchased", bySource: { "top-up": 1 } });
  });

  test("[N7] the plan pays first, then what rolled over, then the add-on, then what was bought", () => {
    const history = [january, extra, bought("pack_1", "2026-01-05"), studio("2026-02-01", "2026-03-01")];
    given(...history, takes(11, "2026-02-05"))
      .when("2026-02-06")
      .leaves({ "add-on": 4, "top-up": 1 });
  });

  test("an add-on that the policy does not have is a fault of the deployment", () => {
    expect(() => given().when({ ...extra, addOn: "valueOf" })).toThrow("has no add-on valueOf");
  });
});

describe("other words of the same language", () => {
  const trialLine = month("2026-01-01", "2026-01-15", { amount: 0 });
  const trial = (word: Policy["trial"]) => givenPolicy({ ...omnia, trial: word });

  test("[X8] a trial gives nothing, what the plan gives, or so many credits", () => {
    givenPolicy(omnia).when(trialLine).emits({ type: "noted", reason: "trial", movements: [] });
    trial(full)
      .when(trialLine)
      .emits({ type: "granted", movements: [granted(500, { end: "2026-01-18" })] });
    trial(giving(40))
      .when(trialLine)
      .emits({ movements: [granted(40)] });
    givenPolicy({ ...omnia, trial: giving(40) }, trialLine)
      .when(month("2026-01-15", "2026-02-15"))
      .emits({ reason: "renewal", movements: [expired(40), granted(500)] });
  });

  test("[X8] [M2] and of an add-on nothing, or all of it", () => {
    const line = addOn("extra", "2026-01-01", "2026-01-15", { amount: 0 });
    given(line).when("2026-01-02").leaves({});
    given().when(line).emits({ type: "noted", reason: "trial", movements: [] });
    givenPolicy({ ...musiversal, trial: giving(2) })
      .when(line)
      .emits({ movements: [] });
    givenPolicy({ ...musiversal, trial: full })
      .when(line)
      .emits({ type: "granted", reason: "add-on", movements: [granted(5, { source: "add-on" })] });
  });

  test("[N3] bought credits can end so many months after they were bought, on the day or the month's last", () => {
    const ending: Policy = {
      ...omnia,
      packs: { pack_1000: { credits: 1_000, price: 19_00, lasts: forMonths(13) } },
    };
    givenPolicy(ending)
      .when(bought("pack_1000", "2026-01-31"))
      .emits({ movements: [granted(1_000, { source: "top-up", end: "2027-02-28" })] });
    givenPolicy(ending, bought("pack_1000", "2026-01-31"))
      .when("2027-03-01")
      .emits({ reason: "end of lifetime", at: "2027-02-28", movements: [expired(1_000, "top-up")] });
  });

  test("each of them has its sentence", () => {
    expect(explain(musiversal)).toContain("The add-on extra gives 5 more credits and costs USD 189.00 a month.");
    expect(explain({ ...omnia, trial: full })).toContain("A trial gives what its plan gives.");
    expect(explain({ ...omnia, trial: giving(40) })).toContain("A trial gives 40 credits.");
    const packs = { pack_50: { credits: 50, price: 5_00, lasts: forMonths(12) } };
    expect(explain({ ...omnia, packs })).toContain("50 more credits cost EUR 5.00 and end 12 months later.");
  });
});
