import { type Account, type Change, emptyAccount, type Lot, type Movement, type Term } from "@passbook/core";

// An account by hand, and what an entry may change of it.

export const plan: Lot = {
  number: 1,
  source: "plan",
  birth: 0,
  end: 1_000,
  granted: 500,
  left: 500,
  held: 0,
  frozen: 0,
};
export const topUp: Lot = {
  number: 1,
  source: "top-up",
  birth: 0,
  end: null,
  granted: 50,
  left: 50,
  held: 0,
  frozen: 0,
};
/** Of one entry, with two lots of the number 1. */
export const account: Account = { ...emptyAccount("ada"), seq: 1, at: 10, lots: [plan, topUp] };

/** Its second entry, that says nothing but what it moves. */
export function change(...movements: unknown[]): Change {
  return { key: { kind: "req", id: "r" }, seq: 2, at: 20, occurredAt: 20, movements: movements as Movement[] };
}

/** A paid time of a subscription, with so many of its allowances given. */
export function term(subscription: string, given: number): Term {
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
