import { type AddOnBeside, balanceBySource, type Entry, forecast, forecastEnd, type Policy } from "@passbook/core";
import { elevenlabs } from "@passbook/core/policies/elevenlabs";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { describe, expect, test } from "vitest";
import { at, iso } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { addOn, bought, calls, month, omnia, stands, takes, year } from "../support/omnia-story.ts";

/** What will be left by source, foretold at one instant for another. */
function foretold(policy: Policy, now: string, until: string, ...life: Happening[]) {
  const { account } = play(policy, life);
  return forecast(policy, account, at(now), at(until));
}
const leftAt = (...asked: Parameters<typeof foretold>) => balanceBySource(foretold(...asked).account);

const instants = (entries: readonly Entry[]) => entries.map((entry) => iso(entry.at));

const february = month("2026-02-01", "2026-03-01");

describe("what will be there", () => {
  test("[X3] n cycles ahead are n cycles, each with its own turnover", () => {
    const { entries, account } = foretold(omnia, "2026-02-10", "2026-06-15", february, takes(20, "2026-02-05"));
    expect(instants(entries)).toEqual(["2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"]);
    expect(entries.map(({ reason, balance }) => [reason, balance])).toEqual(
      instants(entries).map(() => ["renewal", 500]),
    );
    expect(account.at).toBe(at("2026-06-01"));
  });

  test("[O2] renewals keep their day, also where a month is too short for it", () => {
    const january = month("2026-01-31T09:00Z", "2026-02-28T09:00Z");
    const february31 = month("2026-02-28T09:00Z", "2026-03-31T09:00Z");
    const days = ["2026-03-31T09:00Z", "2026-04-30T09:00Z", "2026-05-31T09:00Z"];
    expect(instants(foretold(omnia, "2026-02-01", "2026-06-01", january).entries)).toEqual([
      "2026-02-28T09:00Z",
      ...days,
    ]);
    expect(instants(foretold(omnia, "2026-03-01", "2026-06-01", january, february31).entries)).toEqual(days);
  });

  test("[O11] [X3] a paid year goes on with its own months, and then with the next year", () => {
    const { entries } = foretold(omnia, "2026-12-10", "2027-02-15", year("2026-01-15", "2027-01-15"));
    expect(entries.slice(-2).map(({ reason, at: when }) => [reason, iso(when)])).toEqual([
      ["renewal", "2027-01-15"],
      ["next cycle", "2027-02-15"],
    ]);
  });

  test("[M13] what is stored and what rolls over fill up to the limit, and no further", () => {
    const studio = month("2026-02-01", "2026-03-01", { plan: "studio-5" });
    expect(leftAt(musiversal, "2026-02-01", "2026-07-02", studio)).toEqual({ plan: 5, rollover: 25 });
    expect(leftAt(musiversal, "2026-02-01", "2027-02-02", studio)).toEqual({ plan: 5, rollover: 30 });
  });

  test("what rolls over for some cycles only goes with them", () => {
    const starter = month("2026-02-01", "2026-03-01", { plan: "starter" });
    expect(leftAt(elevenlabs, "2026-02-01", "2027-02-02", starter)).toEqual({ plan: 30_000, rollover: 60_000 });
  });

  test("[M2] add-ons renew beside the plan; one that was not paid with its last renewal does not", () => {
    const studio = (n: number) => month(`2026-0${n}-01`, `2026-0${n + 1}-01`, { plan: "studio-2" });
    const extra = addOn("extra", "2026-02-01", "2026-03-01");
    expect(leftAt(musiversal, "2026-02-10", "2026-04-02", studio(2), extra)).toEqual({ plan: 2, "add-on": 15 });
    expect(leftAt(musiversal, "2026-03-10", "2026-05-02", studio(2), extra, studio(3))).toEqual({
      plan: 2,
      "add-on": 5,
    });
  });

  test("[M2] add-ons that were chosen since renew from the next payment on, and those that were removed do not", () => {
    const studio = month("2026-02-01", "2026-03-01", { plan: "studio-2" });
    const extra = addOn("extra", "2026-02-01", "2026-03-01");
    const beside = { item: extra.item, addOn: "extra", quantity: 1 };
    const says = (...addOns: AddOnBeside[]) => ({ ...stands("2026-02-05"), addOns });
    const at2 = (...life: Happening[]) => leftAt(musiversal, "2026-02-10", "2026-04-02", studio, ...life);
    expect(at2(says(beside))).toEqual({ plan: 2, "add-on": 10 });
    expect(at2(says({ ...beside, quantity: 3 }))).toEqual({ plan: 2, "add-on": 30 });
    expect(at2(extra, says(beside))).toEqual({ plan: 2, "add-on": 15 });
    expect(at2(extra, says())).toEqual({ plan: 2, "add-on": 5 });
    expect(at2(extra, says(), stands("2026-02-06"))).toEqual({ plan: 2, "add-on": 15 });
    // Nobody else's, and what is paid for longer is not paid again.
    const other = month("2026-02-01", "2026-03-01", { plan: "studio-2", subscription: "sub_2" });
    expect(at2(says(beside), other)).toEqual({ plan: 4, "add-on": 10 });
    const longer = addOn("extra", "2026-02-01", "2026-04-01");
    const { entries } = foretold(musiversal, "2026-02-10", "2026-04-01", studio, longer, says(beside));
    expect(entries.map(({ reason }) => reason)).toEqual(["renewal", "renewal", "add-on"]);
  });

  test("[M2] nothing is beside the yearly plan that comes", () => {
    const studio = month("2026-02-01", "2026-03-01", { plan: "studio-5" });
    const yearly = { plan: "studio-2", interval: "year", quantity: 1, at: at("2026-03-01") } as const;
    const addOns = [{ item: "sub_1_add_on", addOn: "extra", quantity: 1 }];
    const life = [studio, addOn("extra", "2026-02-01", "2026-03-01")];
    for (const state of [stands("2026-02-05"), { ...stands("2026-02-05"), addOns }]) {
      expect(leftAt(musiversal, "2026-02-10", "2026-03-02", ...life, { ...state, planned: yearly })).toEqual({
        plan: 2,
        "add-on": 5,
      });
    }
  });

  test("[M2] an add-on renews once, with the plan of its own subscription that was paid for the same time", () => {
    const studio = (subscription: string) => month("2026-02-01", "2026-03-01", { plan: "studio-2", subscription });
    const extra = addOn("extra", "2026-02-01", "2026-03-01");
    const { entries } = foretold(musiversal, "2026-02-10", "2026-03-01", studio("sub_1"), studio("sub_0"), extra);
    expect(entries.map(({ reason }) => reason)).toEqual(["renewal", "renewal", "add-on"]);
    const longer = addOn("extra", "2026-02-01", "2026-04-01");
    const later = foretold(musiversal, "2026-02-10", "2026-04-01", studio("sub_1"), longer).entries;
    expect(later.map(({ reason, at: when }) => [reason, iso(when)])).toEqual([
      ["renewal", "2026-03-01"],
      ["renewal", "2026-04-01"],
      ["add-on", "2026-04-01"],
    ]);
  });

  test("a plan that is not sold any more goes on for who has it", () => {
    const policy = { ...omnia, plans: { ...omnia.plans, creator: { allowance: 500, price: {} } } };
    expect(leftAt(policy, "2026-02-10", "2026-03-01", february)).toEqual({ plan: 500 });
    expect(instants(foretold(policy, "2026-02-10", "2026-03-01", february).entries)).toEqual(["2026-03-01"]);
  });

  test("[O1] Free goes on with its own allowances, and comes after what is set to end", () => {
    expect(leftAt(omnia, "2026-02-10", "2026-09-02", calls("2026-02-01"), takes(40, "2026-02-02"))).toEqual({
      plan: 50,
    });
    const ends = stands("2026-02-05", { cancelAt: "2026-03-01" });
    const life = [calls("2026-01-20"), february, bought("pack_1000", "2026-02-02"), ends];
    expect(leftAt(omnia, "2026-02-10", "2026-03-01", ...life)).toEqual({ plan: 50, "top-up": 1_000 });
  });

  test("[M12] what a membership loses with its end is lost in the forecast of that end, and not before", () => {
    const life = [month("2026-02-01", "2026-03-01", { plan: "studio-5" }), bought("pack_1", "2026-02-02")];
    const ends = stands("2026-02-05", { cancelAt: "2026-03-01" });
    expect(leftAt(musiversal, "2026-02-10", "2026-02-28", ...life, ends)).toEqual({ plan: 5, "top-up": 1 });
    expect(leftAt(musiversal, "2026-02-10", "2026-03-01", ...life, ends)).toEqual({});
  });

  test("[M12] one that is set to end later is paid until then", () => {
    const ends = stands("2026-02-05", { cancelAt: "2026-04-01" });
    const { entries } = foretold(omnia, "2026-02-10", "2026-06-01", february, ends);
    expect(entries.map(({ reason, at: when }) => [reason, iso(when)])).toEqual([
      ["renewal", "2026-03-01"],
      ["membership ended", "2026-04-01"],
    ]);
  });

  test("[O14] of two subscriptions each renews by itself", () => {
    const other = month("2026-02-10", "2026-03-10", { subscription: "sub_2", plan: "pro" });
    expect(instants(foretold(omnia, "2026-02-15", "2026-04-05", february, other).entries)).toEqual([
      "2026-03-01",
      "2026-03-10",
      "2026-04-01",
    ]);
    expect(leftAt(omnia, "2026-02-15", "2026-04-05", february, other)).toEqual({ plan: 2_500 });
  });

  test("[X8] as many of a plan as were bought are bought again, and a trial is followed by what is paid", () => {
    const three = month("2026-02-01", "2026-03-01", { quantity: 3 });
    expect(leftAt(omnia, "2026-02-10", "2026-03-01", three)).toEqual({ plan: 1_500 });
    const full: Policy = { ...omnia, trial: { credits: 7 } };
    const trial = month("2026-01-20", "2026-02-03", { amount: 0 });
    expect(leftAt(full, "2026-01-25", "2026-02-02", trial)).toEqual({ plan: 7 });
    expect(instants(foretold(full, "2026-01-25", "2026-03-15", trial).entries)).toEqual(["2026-02-03", "2026-03-03"]);
  });
});

describe("a payment that is awaited", () => {
  test("[X1] is expected at once, and the old credits with it, while the grace lasts", () => {
    expect(leftAt(omnia, "2026-03-02", "2026-03-02", february)).toEqual({ plan: 500 });
    const { entries } = foretold(omnia, "2026-03-02", "2026-03-02T00:00:01Z", february);
    expect(entries).toMatchObject([{ reason: "renewal", at: at("2026-03-02") }]);
    expect(instants(foretold(omnia, "2026-03-02", "2026-04-15", february).entries)).toEqual([
      "2026-03-02",
      "2026-04-01",
    ]);
  });

  test("[X1] is expected no more when the grace is over", () => {
    expect(leftAt(omnia, "2026-03-04", "2026-04-15", february)).toEqual({});
  });

  test.each(["unpaid", "paused"] as const)("[X8] [N3] is not expected of a subscription that is %s", (status) => {
    const life = [month("2026-02-01", "2026-03-01", { plan: "basic" }), bought("pack_50", "2026-02-02")];
    const { account } = foretold(neume, "2026-02-10", "2026-04-15", ...life, stands("2026-02-09", { status }));
    expect(account.lots).toMatchObject([{ source: "top-up", left: 50 }]);
  });

  test("of more periods than one is that of the period that runs", () => {
    const patient: Policy = { ...omnia, grace: 100 * 86_400_000 };
    const { entries } = foretold(patient, "2026-05-10", "2026-06-15", february);
    expect(entries).toMatchObject([
      { reason: "renewal", ref: { from: at("2026-05-01"), until: at("2026-06-01") } },
      { reason: "renewal", ref: { from: at("2026-06-01"), until: at("2026-07-01") } },
    ]);
    expect(foretold(patient, "2026-05-01", "2026-05-02", february).entries).toMatchObject([
      { reason: "renewal", ref: { from: at("2026-05-01"), until: at("2026-06-01") } },
    ]);
  });
});

describe("a change of plan that is set for later", () => {
  const planned = (plan: string, interval: "month" | "year", when: string) => ({
    ...stands("2026-02-05"),
    planned: { plan, interval, quantity: 1, at: at(when) },
  });

  test("[O8] begins with the renewal that it was set for", () => {
    const pro = planned("pro", "month", "2026-03-01");
    expect(leftAt(omnia, "2026-02-10", "2026-02-28", february, pro)).toEqual({ plan: 500 });
    expect(leftAt(omnia, "2026-02-10", "2026-03-01", february, pro)).toEqual({ plan: 2_000 });
    const { account } = foretold(omnia, "2026-02-10", "2026-03-15", february, planned("team", "year", "2026-03-01"));
    expect(account.terms).toMatchObject([{ plan: "team", interval: "year", until: at("2027-03-01") }]);
  });

  test("[O8] that is for a year begins with a renewal, whenever it was set for", () => {
    const yearly = planned("creator", "year", "2026-02-20");
    expect(foretold(omnia, "2026-02-10", "2026-02-25", february, yearly).account.terms).toMatchObject([
      { interval: "month" },
    ]);
    expect(foretold(omnia, "2026-02-10", "2026-03-01", february, yearly).account.terms).toMatchObject([
      { interval: "year" },
    ]);
  });

  test("[O8] a larger plan inside a paid year adds what it gives more, from its anchor on", () => {
    const life = [year("2026-01-15", "2027-01-15"), planned("pro", "year", "2026-04-15")];
    expect(leftAt(omnia, "2026-02-10", "2026-04-14", ...life)).toEqual({ plan: 500 });
    expect(leftAt(omnia, "2026-02-10", "2026-04-15", ...life)).toEqual({ plan: 2_000 });
    expect(leftAt(omnia, "2026-02-10", "2027-02-15", ...life)).toEqual({ plan: 2_000 });
  });

  test("[M9] [M11] a smaller plan keeps what is stored, and adds nothing until there is room", () => {
    const studio = month("2026-02-01", "2026-03-01", { plan: "studio-10" });
    const full = [
      month("2026-01-01", "2026-02-01", { plan: "studio-10" }),
      studio,
      bought("pack_1", "2026-02-02", { quantity: 40 }),
    ];
    expect(leftAt(musiversal, "2026-02-10", "2026-04-02", ...full, planned("studio-5", "month", "2026-03-01"))).toEqual(
      {
        plan: 5,
        rollover: 10,
        "top-up": 40,
      },
    );
  });

  test("is forgotten with the next state that does not tell of it", () => {
    const life = [february, planned("pro", "month", "2026-03-01"), stands("2026-02-06")];
    expect(leftAt(omnia, "2026-02-10", "2026-03-01", ...life)).toEqual({ plan: 500 });
  });
});

describe("how far ahead", () => {
  test("is ten years, and an error beyond", () => {
    const { account } = play(omnia, [february]);
    const now = at("2026-02-10");
    expect(iso(forecastEnd(now))).toBe("2036-02-10");
    expect(forecast(omnia, account, now, forecastEnd(now)).entries).toHaveLength(120);
    expect(() => forecast(omnia, account, now, forecastEnd(now) + 1)).toThrow(RangeError);
  });
});
