import { type Entry, keep, type Policy, rollOver } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { holds } from "../support/booking-story.ts";
import { clawedBack, forfeited, given, givenPolicy, granted, restored, spent } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { type Happening, passes, play } from "../support/journal.ts";
import { bought, calls, month, omnia, signedUp, stands, takes, year } from "../support/omnia-story.ts";
import { disputes, refunds } from "../support/reversal-story.ts";

const january = month("2026-01-01", "2026-02-01");
const february = month("2026-02-01", "2026-03-01");

const last = (policy: Policy, ...story: Happening[]) => play(policy, story).entries.at(-1) as Entry;

describe("the entry of a fact that is told late", () => {
  const late = bought("pack_1000", "2025-12-20", { toldAt: "2026-01-20" });

  test("[X2] is the fact's own, under its key and at its instant, and says how the account stands then", () => {
    const { account } = play(omnia, [january, takes(100, "2026-01-15")]);
    const entry = last(omnia, january, takes(100, "2026-01-15"), late);
    expect(entry).toMatchObject({
      key: { kind: "buy", id: "cs_1" },
      type: "purchased",
      at: at("2026-01-20"),
      occurredAt: at("2025-12-20"),
      by: "stripe",
      policy: "omnia@2026-01-01",
      fact: late,
      movements: [granted(1_000, { source: "top-up" })],
    });
    const { terms, subscriptions, suspended, isPersonal, turns, freeTimes } = account;
    const state = { terms, subscriptions, suspended, isPersonal, turns, freeTimes };
    expect(entry.corrected).toEqual({ ...state, isReopened: true, lotTerms: [] });
    expect(entry).not.toHaveProperty("debt");
    expect(entry).not.toHaveProperty("seenAt");
  });

  test("[X2] that comes before what people were told has reopened the account", () => {
    expect(last(omnia, january, late)).toMatchObject({ corrected: { isReopened: false } });
    const story = [january, stands("2026-01-12"), takes(100, "2026-01-15"), late];
    expect(last(omnia, ...story)).toMatchObject({ corrected: { isReopened: true } });
    const next = stands("2026-01-21", { status: "past_due" });
    expect(last(omnia, ...story, next)).toMatchObject({ corrected: { isReopened: true } });
    expect(last(omnia, ...story, takes(1, "2026-01-20"), next).corrected).toBeUndefined();
  });

  test("[M7] [O1] of a first call says since when the account is there", () => {
    const entry = last(omnia, january, calls("2025-12-20"));
    expect(entry).toMatchObject({ seenAt: at("2025-12-20"), corrected: { isPersonal: true } });
  });

  test("[X2] that moves what was decided without it is a correction", () => {
    given(january, "2026-02-04T01:00Z")
      .when(stands("2026-01-20", { cancelAt: "2026-01-25", toldAt: "2026-02-05" }))
      .emits({
        type: "corrected",
        reason: "subscription active",
        movements: [{ ...restored(500), undoes: "expired" }, forfeited(500)],
        balance: 0,
      });
  });

  test("[X1] [X2] says of a lot that ends at another instant when that is", () => {
    const overdue = month("2025-12-01", "2026-01-01", { paidAt: "2026-01-10" });
    const entry = last(omnia, overdue, takes(100, "2026-01-15"), {
      ...january,
      now: at("2026-01-16"),
    });
    expect(entry.corrected?.lotTerms).toEqual([
      { lot: 1, source: "plan", birth: at("2026-01-10"), end: at("2026-02-04") },
    ]);
  });
});

describe("carried-over credits and a payment that is told late", () => {
  const policy: Policy = { ...omnia, leftovers: rollOver({ cycles: 2 }) };
  const march = month("2026-03-01", "2026-04-01");

  test("[M13] [X2] of a cycle before theirs they live as many cycles as if it had been told in time", () => {
    const late = { ...january, now: at("2026-03-06") };
    const story = [february, takes(100, "2026-02-15"), march, takes(10, "2026-03-05")];
    const { lotTerms } = last(policy, ...story, late).corrected ?? {};
    const lived = { source: "rollover", birth: at("2026-03-01"), end: null, ages: { subscription: "sub_1", cycle: 5 } };
    expect(lotTerms).toStrictEqual([{ lot: 1, ...lived }]);
    expect(play(policy, [january, ...story]).account.lots).toContainEqual(expect.objectContaining(lived));
  });
});

describe("carried-over credits of a year and a month that is told late", () => {
  test("[M13] [X2] [X5] they still go back to the year's payment", () => {
    const policy: Policy = { ...omnia, leftovers: rollOver({ cycles: 2 }) };
    const paid = year("2026-02-01", "2027-02-01");
    const story = [paid, passes("2026-04-01"), takes(10, "2026-04-05")];
    const { lotTerms } = last(policy, ...story, { ...january, now: at("2026-04-06") }).corrected ?? {};
    expect(lotTerms?.map(({ lot, source, origin }) => ({ lot, source, origin }))).toEqual([
      { lot: 1, source: "rollover", origin: undefined },
      { lot: 1.0001, source: "rollover", origin: 1 },
    ]);
  });

  test("[X9] [X2] held credits of the plan beside them are known from them", () => {
    const policy: Policy = { ...omnia, leftovers: keep };
    const story = [january, holds(10, "2026-01-05", "2026-06-01"), february, takes(1, "2026-02-05")];
    const pack = bought("pack_1000", "2025-12-20", { toldAt: "2026-02-06" });
    expect(last(policy, ...story, pack).corrected?.lotTerms).toEqual([]);
  });
});

describe("what was undone before it was told", () => {
  const refund = refunds(january, "2026-01-10");
  const failed = refunds(january, "2026-01-12", { outcome: "failed" });
  const lost = disputes(january, "2026-01-10", { outcome: "lost" });
  const won = disputes(january, "2026-01-12", { outcome: "won" });

  test.each([
    ["a refund that has failed", failed, refund],
    ["a dispute that was won", won, lost],
    ["a dispute that was won, when it was opened", won, disputes(january, "2026-01-05")],
  ])("[X5] [X2] is written down, and moves nothing: %s", (_, undoing, undone) => {
    given(january, takes(10, "2026-01-08"), undoing)
      .when({ ...undone, now: at("2026-01-13") })
      .emits({
        type: "noted",
        reason: "undone before it was told",
        by: "stripe",
        ref: {},
        movements: [],
        balance: 490,
      });
    expect(last(omnia, january, undoing, { ...undone, now: at("2026-01-13") }).ref).toEqual({});
  });

  test("[X5] [X2] another's failure does not undo it", () => {
    given(january, refunds(january, "2026-01-12", { outcome: "failed", refund: "re_2" }))
      .when({ ...refund, now: at("2026-01-13") })
      .emits({ type: "clawed-back", reason: "refund", movements: [clawedBack(500)] });
  });
});

describe("what is owed after a fact that was told late", () => {
  const half = { amount: 4_95 };
  const refund = refunds(january, "2026-01-10", half);

  test("[X5] [X2] is what it had been in order", () => {
    const pack = bought("pack_1000", "2026-01-08", { toldAt: "2026-01-12" });
    given(january, takes(400, "2026-01-05"), pack).when(refund).owes(150);
    given(january, takes(400, "2026-01-05"), refund)
      .when(bought("pack_1000", "2026-01-11", { toldAt: "2026-01-12" }))
      .emits({ movements: [granted(1_000, { source: "top-up" }), spent(150, "top-up")], debt: 0 });
  });

  test("[X5] [X2] a refund that is told late charges its payment, once", () => {
    const story = [january, takes(400, "2026-01-05"), stands("2026-01-11"), takes(1, "2026-01-12")];
    const told = { ...refund, now: at("2026-01-13") };
    expect(last(omnia, ...story, told)).toMatchObject({ debt: 151, ref: { refund: "re_1", charged: { 1: 151 } } });
    const failed = refunds(january, "2026-01-14", { ...half, outcome: "failed" });
    expect(last(omnia, ...story, told, failed)).toMatchObject({ debt: 0, ref: { charged: { 1: -151 } } });
    given(...story, told)
      .when(failed)
      .emits({ movements: [restored(99)], debt: 0, balance: 99 });
  });

  test("[X5] [X2] stays as it was where the fact has nothing to do with it", () => {
    const story = [january, takes(400, "2026-01-05"), refund, signedUp("2025-12-01", "2026-01-12")];
    const entry = last(omnia, ...story, stands("2026-01-06", { toldAt: "2026-01-13" }));
    expect(entry).not.toHaveProperty("debt");
    expect(entry.ref).not.toHaveProperty("charged");
    given(...story, stands("2026-01-06", { toldAt: "2026-01-13" }))
      .when(refunds(january, "2026-01-14", { ...half, outcome: "failed" }))
      .emits({ movements: [restored(100)], debt: 0, balance: 100 });
  });

  test("[X5] [X2] a refund that fails when people have done something since is undone all the same", () => {
    const story = [january, takes(400, "2026-01-05"), refund, signedUp("2025-12-01", "2026-01-12")];
    given(...story)
      .when(refunds(january, "2026-01-14", { ...half, outcome: "failed" }))
      .emits({ movements: [restored(100)], debt: 0, ref: { charged: { 1: -150 } }, balance: 100 });
  });

  test("[X5] [X2] is never less than nothing", () => {
    const story = [january, takes(400, "2026-01-05"), refund, february, takes(1, "2026-02-02")];
    given(...story)
      .when(refunds(january, "2026-02-03", { ...half, outcome: "failed" }))
      .owes(0);
  });

  test("[X5] where the policy forgives it nothing is charged", () => {
    const story = [january, takes(400, "2026-01-05"), stands("2026-01-11"), takes(1, "2026-01-12")];
    const [entry] = givenPolicy({ ...omnia, shortfall: "forgive" }, ...story)
      .when({ ...refund, now: at("2026-01-13") })
      .entries();
    expect(entry?.ref).not.toHaveProperty("charged");
  });
});

test("[X2] time is weighed up to where something was told, whoever has looked since", () => {
  const late = bought("pack_1000", "2026-01-10", { toldAt: "2026-03-15" });
  const story = [january, february, takes(100, "2026-02-15")];
  const looked = play(omnia, [...story, passes("2026-03-10"), late, passes("2026-03-20")]).account.lots;
  const unseen = play(omnia, [...story, late, passes("2026-03-20")]).account.lots;
  for (const lots of [looked, unseen]) expect(lots).toMatchObject([{ source: "top-up", left: 1_000 }]);
});
