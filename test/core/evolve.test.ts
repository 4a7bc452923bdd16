import {
  type Account,
  BEFORE_ALL,
  balance,
  balanceBySource,
  type Change,
  emptyAccount,
  evolve,
  type Hold,
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

describe("an entry says what is known from then on", () => {
  const known: Account = {
    ...account,
    signedUpAt: 3,
    seenAt: 5,
    clock: "real",
    suspended: ["top-up"],
    debt: 7,
    blocked: { reason: "fraud" },
    turns: 4,
    freeTimes: 2,
    toldUntil: 15,
    actedUntil: 15,
  };
  const after = (said: Partial<Change>, before = known) => evolve(before, { ...change(), ...said });

  test("what it does not say stays", () => {
    expect(after({})).toEqual({ ...known, seq: 2, at: 20 });
  });

  test("what it says counts", () => {
    const said = { signedUpAt: 9, isPersonal: true, clock: "clock_1", suspended: [], debt: 0, blocked: null } as const;
    expect(after(said)).toEqual({ ...known, ...said, seq: 2, at: 20 });
    expect(after({ members: [{ id: "ada", budget: 3 }] }).members).toEqual([{ id: "ada", budget: 3 }]);
  });

  test("[M7] it was there since the first that anybody knows", () => {
    expect([4, 6].map((seenAt) => after({ seenAt }).seenAt)).toEqual([4, 5]);
    expect(after({ seenAt: 6 }, account).seenAt).toBe(6);
  });

  test("[O1] cycles and free times are counted, and never less than before", () => {
    expect(after({ term: { ...term("sub_1", 3), origin: -9 } })).toMatchObject({ turns: 4, freeTimes: 2 });
    expect(after({ term: { ...term("free", 5), origin: -3 } })).toMatchObject({ turns: 5, freeTimes: 3 });
    expect(after({ term: { ...term("free", 5), origin: -1 } })).toMatchObject({ freeTimes: 2 });
  });

  test("[X2] up to where something was told, and up to where time has acted", () => {
    const due = { kind: "due", id: "20/2" } as const;
    const told = { type: "MarkPersonal", now: 20, by: "ada" } as const;
    const seen = { type: "SeeCustomer", now: 20, customer: "cus_1", createdAt: 20, clock: null } as const;
    expect(after({ fact: told })).toMatchObject({ toldUntil: 20, actedUntil: 15 });
    expect(after({ fact: told, occurredAt: 9 })).toMatchObject({ toldUntil: 15 });
    expect(after({ fact: seen })).toMatchObject({ toldUntil: 15 });
    expect(after({ key: due })).toMatchObject({ toldUntil: 15, actedUntil: 20 });
    expect(after({ key: due, occurredAt: 9 })).toMatchObject({ actedUntil: 15 });
    const reopened = { ...known, isReopened: true };
    expect([{ fact: told }, { key: due }, {}].map((said) => after(said, reopened).isReopened)).toEqual([
      true,
      true,
      false,
    ]);
    expect(after({ fact: told }).isReopened).toBe(false);
  });

  test("[X2] a correction says all of it, and of lots when they begin and end", () => {
    const corrected = {
      terms: [term("sub_9", 2)],
      subscriptions: [],
      suspended: [],
      isPersonal: true,
      freeTimes: 1,
      turns: 1,
      isReopened: true,
    };
    expect(after({ corrected })).toEqual({ ...known, seq: 2, at: 20, ...corrected });
    const lotTerms = [{ lot: 1, source: "plan", birth: 2, end: 500, origin: 3 }] as const;
    const renewed = after({ corrected: { ...corrected, lotTerms } });
    expect(renewed.lots).toEqual([{ ...plan, birth: 2, end: 500, origin: 3 }, topUp]);
    expect(renewed).not.toHaveProperty("lotTerms");
  });
});

describe("paid times and subscriptions", () => {
  const subscription = (id: string, endedAt: number | null = null) =>
    ({ id, status: "active", startedAt: 0, cancelAt: null, endedAt, lapsedAt: null, toldAt: 1 }) as const;

  test("[O14] subscriptions stand in the order of their names, each once", () => {
    const before = { ...account, subscriptions: [subscription("sub_2"), subscription("sub_3")] };
    const after = (id: string) => evolve(before, { ...change(), subscription: subscription(id, 9) }).subscriptions;
    expect(after("sub_1").map(({ id }) => id)).toEqual(["sub_1", "sub_2", "sub_3"]);
    expect(after("sub_4").map(({ id }) => id)).toEqual(["sub_2", "sub_3", "sub_4"]);
    expect(after("sub_2")).toEqual([subscription("sub_2", 9), subscription("sub_3")]);
  });

  test("[O14] so do paid times; the end of a subscription drops its own, and nothing else does", () => {
    const before = { ...account, terms: [term("sub_2", 1), term("sub_3", 1)] };
    const names = ({ terms }: Account) => terms.map(({ subscription: name }) => name);
    expect(names(evolve(before, { ...change(), term: term("sub_1", 1) }))).toEqual(["sub_1", "sub_2", "sub_3"]);
    expect(names(evolve(before, { ...change(), term: term("sub_4", 1) }))).toEqual(["sub_2", "sub_3", "sub_4"]);
    expect(names(evolve(before, { ...change(), subscription: subscription("sub_2", 9) }))).toEqual(["sub_3"]);
    expect(names(evolve(before, { ...change(), subscription: subscription("sub_2") }))).toEqual(["sub_2", "sub_3"]);
  });

  test("[O1] [X7] a paid time ends the free one and the one that it replaces; a payment that begins none may replace too", () => {
    const before = { ...account, terms: [term("free", 1), term("sub_2", 1)] };
    const names = (said: Partial<Change>) => evolve(before, { ...change(), ...said }).terms.map(({ item }) => item);
    expect(names({ term: term("sub_3", 1) })).toEqual(["sub_2_item", "sub_3_item"]);
    expect(names({ term: term("sub_3", 1), replacedItem: "sub_2_item" })).toEqual(["sub_3_item"]);
    expect(names({ replacedItem: "free_item" })).toEqual(["sub_2_item"]);
    expect(names({})).toEqual(["free_item", "sub_2_item"]);
  });
});

describe("bookings and holds", () => {
  test("[M5] a booking is there until its start, or until it is cancelled", () => {
    const before = { ...account, bookings: [20, 21, 30].map((startsAt, entry) => ({ startsAt, entry })) };
    const entries = (said: Partial<Change>) =>
      evolve(before, { ...change(), ...said }).bookings.map(({ entry }) => entry);
    expect(entries({})).toEqual([1, 2]);
    expect(entries({ booking: { cancelled: 1 } })).toEqual([2]);
    expect(entries({ booking: { startsAt: 40 } })).toEqual([1, 2, 2]);
    expect(evolve(account, { ...change(), booking: { startsAt: 40 } }).bookings).toEqual([{ startsAt: 40, entry: 2 }]);
  });

  test("[X9] a hold is what was held for it, until it has ended", () => {
    const held = { type: "held", lot: 1, source: "plan", credits: 20 } as const;
    const placing = { ...change(held, spent(5, "top-up", 1)), hold: { expiresAt: 90 } };
    const hold: Hold = { entry: 2, expiresAt: 90, parts: [{ lot: 1, source: "plan", credits: 20 }] };
    const { holds } = evolve(account, placing);
    expect(holds).toEqual([hold]);
    expect(evolve(account, { ...placing, member: { id: "ada" } }).holds).toEqual([{ ...hold, member: { id: "ada" } }]);
    const both = { ...account, holds: [...holds, { ...hold, entry: 1 }] };
    expect(evolve(both, { ...change(), hold: { ended: 1 } }).holds).toEqual([hold]);
    expect(evolve(both, change()).holds).toHaveLength(2);
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
