import {
  type Account,
  BEFORE_ALL,
  balance,
  balanceBySource,
  type Change,
  emptyAccount,
  evolve,
  type Lot,
  type Movement,
  type Term,
} from "@passbook/core";
import { describe, expect, test } from "vitest";
import { expired, spent } from "../support/given.ts";

const plan: Lot = { number: 1, source: "plan", birth: 0, end: 1_000, granted: 500, left: 500, held: 0, frozen: 0 };
const topUp: Lot = { number: 1, source: "top-up", birth: 0, end: null, granted: 50, left: 50, held: 0, frozen: 0 };
const account: Account = { ...emptyAccount("ada"), seq: 1, at: 10, lots: [plan, topUp] };

function change(...movements: unknown[]): Change {
  return { key: { kind: "req", id: "r" }, seq: 2, at: 20, occurredAt: 20, movements: movements as Movement[] };
}

function term(subscription: string, given: number): Term {
  const paid = {
    item: `${subscription}_item`,
    plan: "creator",
    interval: "month" as const,
    boughtAt: 0,
    quantity: 1,
    from: 0,
    until: 9_000,
    cycles: 12,
    paidAt: 0,
    origin: 1,
    turn: given,
    lotEnd: 100 * given,
    lots: [given],
  };
  return { subscription, given, ...paid };
}

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
    expect(() => evolve(account, change(movement))).toThrow(RangeError);
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
