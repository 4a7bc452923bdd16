import { BEFORE_ALL, balance, balanceBySource, emptyAccount, evolve, type Lot, type Movement } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { account, change, plan, term, topUp } from "../support/changes.ts";
import { expired, spent } from "../support/given.ts";

test("an account that nobody has written is empty, and its first entry is number 1", () => {
  expect(emptyAccount("ada")).toEqual({
    id: "ada",
    seq: 0,
    at: 0,
    signedUpAt: null,
    seenAt: null,
    clock: null,
    isPersonal: false,
    subscriptions: [],
    suspended: [],
    lots: [],
    debt: 0,
    terms: [],
    addOns: [],
    bookings: [],
    holds: [],
    turns: 0,
    freeTimes: 0,
    toldUntil: BEFORE_ALL,
    actedUntil: BEFORE_ALL,
    isReopened: false,
    members: [],
    blocked: null,
  });
});

describe("an entry changes the account", () => {
  test("it takes the entry's number and instant", () => {
    expect(evolve(account, change())).toEqual({ ...account, seq: 2, at: 20 });
  });

  test("a grant is a new lot, whole and free", () => {
    const lots = evolve(
      account,
      change({ type: "granted", lot: 2, source: "promotion", credits: 7, birth: 15, end: 99 }),
    ).lots;
    expect(lots).toEqual([
      plan,
      topUp,
      { number: 2, source: "promotion", birth: 15, end: 99, granted: 7, left: 7, held: 0, frozen: 0 },
    ]);
  });

  test("what is spent or expires leaves the lot of that number and source, and no other", () => {
    expect(evolve(account, change(spent(20, "top-up", 1))).lots).toEqual([plan, { ...topUp, left: 30 }]);
    expect(evolve(account, change(spent(20, "plan", 1), expired(480, "plan", 1))).lots).toEqual([topUp]);
  });

  test("an empty lot leaves the account, one that holds or freezes something does not", () => {
    const held = { ...plan, held: 5 };
    const frozen = { ...topUp, frozen: 6 };
    const after = evolve({ ...account, lots: [held, frozen] }, change(spent(500, "plan", 1), spent(50, "top-up", 1)));
    expect(after.lots).toEqual([
      { ...held, left: 0 },
      { ...frozen, left: 0 },
    ]);
  });

  test("a paid time replaces the one of its subscription item, and no other", () => {
    const before = { ...account, terms: [term("sub_1", 1), term("sub_2", 5)] };
    expect(evolve(before, change()).terms).toEqual(before.terms);
    expect(evolve(before, { ...change(), term: term("sub_1", 2) }).terms).toEqual([term("sub_1", 2), term("sub_2", 5)]);
    expect(evolve(before, { ...change(), term: term("sub_3", 1) }).terms).toHaveLength(3);
  });

  test("the account before is left as it was", () => {
    const before = structuredClone(account);
    evolve(account, { ...change(spent(500, "plan", 1)), term: term("sub_1", 1) });
    expect(account).toEqual(before);
  });

  test.each([
    ["an unknown number", spent(1, "plan", 9)],
    ["a known number of another source", spent(1, "rollover", 1)],
  ])("to move credits of a lot that is not there is a defect: %s", (_, movement) => {
    const { lot, source } = movement;
    expect(() => evolve(account, change(movement))).toThrow(
      new RangeError(`lot ${lot} (${source}) has nothing to move`),
    );
  });
});

describe("what happens to a lot", () => {
  const lot: Lot = { ...plan, left: 300, held: 100, frozen: 50 };
  const after = (...movements: unknown[]) => evolve({ ...account, lots: [lot, topUp] }, change(...movements)).lots[0];
  const of = (type: Movement["type"]) => ({ type, lot: 1, source: "plan", credits: 20 });

  test.each<[Movement["type"], Partial<Lot>]>([
    ["spent", { left: 280 }],
    ["expired", { left: 280 }],
    ["rolled-over", { left: 280 }],
    ["forfeited", { left: 280 }],
    ["withdrawn", { left: 280 }],
    ["clawed-back", { left: 280 }],
    ["frozen", { left: 280, frozen: 70 }],
    ["thawed", { left: 320, frozen: 30 }],
    ["held", { left: 280, held: 120 }],
    ["captured", { held: 80 }],
    ["released", { left: 320, held: 80 }],
  ])("20 credits of it are %s", (type, changed) => {
    expect(after(of(type))).toEqual({ ...lot, ...changed });
  });

  const terms = { lot: 1, source: "plan", birth: 0, end: 1_000 };

  test("a second grant adds to it; what comes back was granted before", () => {
    expect(after({ type: "granted", ...terms, credits: 20 })).toEqual({ ...lot, granted: 520, left: 320 });
    expect(after({ type: "restored", ...terms, granted: 500, credits: 20 })).toEqual({ ...lot, left: 320 });
    expect(after({ type: "restored", ...terms, granted: 600, credits: 20 })).toMatchObject({ granted: 600, left: 320 });
  });

  test("one that has left comes back as it was, with what it comes from and when it is over", () => {
    const lineage = { origin: 7, ages: { subscription: "sub_1", cycle: 3 } };
    const gone = { type: "restored", lot: 2, source: "rollover", birth: 5, end: null, granted: 90, credits: 20 };
    expect(evolve(account, change({ ...gone, ...lineage })).lots[2]).toEqual({
      number: 2,
      source: "rollover",
      birth: 5,
      end: null,
      ...lineage,
      granted: 90,
      left: 20,
      held: 0,
      frozen: 0,
    });
    expect(evolve(account, change(gone)).lots[2]).not.toHaveProperty("ages");
  });
});

describe("the balance", () => {
  test("[N4] is split by source; what is 0 is left out; held and frozen credits are not in it", () => {
    const lots = [
      plan,
      { ...plan, number: 2, left: 1, held: 9, frozen: 9 },
      topUp,
      { ...topUp, source: "add-on" as const, left: 0, held: 50 },
    ];
    expect(balanceBySource({ ...account, lots })).toEqual({ plan: 501, "top-up": 50 });
    expect(balance({ ...account, lots })).toBe(551);
    expect([balance(emptyAccount("bob")), balanceBySource(emptyAccount("bob"))]).toEqual([0, {}]);
  });
});
