import { type Account, type Change, evolve, type Hold } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { account, change, plan, term, topUp } from "../support/changes.ts";
import { spent } from "../support/given.ts";

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
