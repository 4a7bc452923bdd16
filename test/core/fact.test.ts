import {
  BEFORE_ALL,
  byInstant,
  emptyAccount,
  type Fact,
  type GiveUpInvoice,
  isFact,
  isLate,
  type SeeCustomer,
} from "@passbook/core";
import { describe, expect, test } from "vitest";
import { at } from "../support/instants.ts";
import { addOn, bought, calls, month, stands, takes } from "../support/omnia-story.ts";
import { changesPlan, disputes, refunds } from "../support/reversal-story.ts";

const day = "2026-02-01";
const paid = month(day, "2026-03-01");
const seen: SeeCustomer = { type: "SeeCustomer", now: 0, customer: "cus_1", createdAt: at(day), clock: null };
const givenUp: GiveUpInvoice = {
  type: "GiveUpInvoice",
  now: 0,
  subscription: "sub_1",
  invoice: "in_1",
  happenedAt: at(day),
};

/** What can happen in one instant, in the order in which it takes effect. */
const inOrder: Fact[] = [
  seen,
  stands(day),
  givenUp,
  paid,
  changesPlan(paid, "pro", day),
  addOn("more", day, "2026-03-01"),
  bought("pack_1000", day),
  refunds(paid, day),
  disputes(paid, day),
  calls(day),
];
const sorted = (facts: readonly Fact[]) => facts.toSorted(byInstant);

describe("facts have one order, whatever the order of their telling", () => {
  test("[X2] by what they are, where they take effect in one instant: state before money, what was taken back last", () => {
    expect(sorted(inOrder.toReversed())).toEqual(inOrder);
    expect(sorted(inOrder)).toEqual(inOrder);
  });

  test("[X2] by their own instant before that, never by when they were told", () => {
    // But for what somebody does himself.
    const later = inOrder.slice(0, -1).map((fact, index) => ({ ...fact, now: at(day) - index - 1 }));
    expect(sorted(later)).toEqual(later);
    const before = calls("2026-01-31T23:59:59.999Z");
    expect(sorted([...inOrder, before])[0]).toBe(before);
  });

  test("[X1] [X2] of two payments of one instant the one for a period that is over comes after, and else by their names", () => {
    const overdue = month("2025-12-01", "2026-01-01", { paidAt: day });
    const justOver = month("2026-01-01", day, { paidAt: day });
    expect(sorted([overdue, paid])).toEqual([paid, overdue]);
    expect(sorted([paid, justOver])).toEqual([paid, justOver]);
    const [first, second] = ["sub_1", "sub_2"].map((subscription) => month(day, "2026-03-01", { subscription }));
    expect(sorted([second, first] as Fact[])).toEqual([first, second]);
    expect(sorted([first, second] as Fact[])).toEqual([first, second]);
  });

  test("[X7] [X8] of two payments for one plan's time the larger comes after: it takes the place of the smaller, or of a trial", () => {
    const [trial, basic, pro] = [0, 9_00, 79_00].map((amount, i) => ({
      ...month(day, "2026-03-01", { amount }),
      price: `price_${9 - i}`,
    })) as [Fact, Fact, Fact];
    expect(sorted([pro, basic, trial])).toEqual([trial, basic, pro]);
    expect(sorted([basic, trial, pro])).toEqual([trial, basic, pro]);
    const earlier = month("2026-01-20", "2026-02-20", { paidAt: day, amount: 100_00 });
    expect(sorted([basic, earlier])).toEqual([earlier, basic]);
  });

  test("[X1] an add-on has no cycle that it could be too late for: two of one instant go by their names", () => {
    const [overdue, more] = [addOn("more", "2025-12-01", "2026-01-01"), addOn("more", day, "2026-03-01")];
    const both = [overdue, more].map((fact) => ({ ...fact, paidAt: at(day) }));
    expect(sorted(both.toReversed())).toEqual(both);
  });

  test("what somebody asks for is none", () => {
    expect(inOrder.every(isFact)).toBe(true);
    expect(isFact(takes(1, day))).toBe(false);
  });
});

describe("a fact is late", () => {
  const account = { ...emptyAccount("ada"), at: at("2026-03-01") };

  test("[X2] where something was told of that instant or a later one", () => {
    expect(isLate({ ...account, toldUntil: at(day) - 1 }, paid)).toBe(false);
    expect(isLate({ ...account, toldUntil: at(day) }, paid)).toBe(true);
  });

  test("[X2] where time has done something later", () => {
    expect(isLate({ ...account, actedUntil: at(day) }, paid)).toBe(false);
    expect(isLate({ ...account, actedUntil: at(day) + 1 }, paid)).toBe(true);
  });

  test("[X2] after one that was, until somebody does something; an account that knows nothing is never late", () => {
    expect(isLate({ ...account, isReopened: true }, paid)).toBe(true);
    expect(isLate(emptyAccount("ada"), { ...paid, paidAt: BEFORE_ALL + 1 })).toBe(false);
  });

  test("[M7] a customer is not, whenever it was made", () => {
    expect(isLate({ ...account, isReopened: true, toldUntil: at("2026-03-01") }, seen)).toBe(false);
  });
});
