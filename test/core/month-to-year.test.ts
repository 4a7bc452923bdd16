import type { ChangePlan, GrantAllowance, Policy, RefundPayment } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { musiversal } from "../../core/policies/musiversal.ts";
import { given, givenPolicy, granted } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { play } from "../support/journal.ts";
import { month, omnia, takes, year } from "../support/omnia-story.ts";

// A subscription moved from month to year, or back, with its anchor where it was: Stripe bills prorations and nothing else.

const january = month("2026-01-01", "2026-02-01");

/** What the rest of the new interval costs, paid when it was changed. */
function changesTo(interval: "month" | "year", on: string, until: string, plan = "creator"): ChangePlan {
  const { type: _, amount: __, ...line } = january;
  const told = { now: at(on), paidAt: at(on), from: at(on), until: at(until) };
  const names = { price: `price_${plan}_${interval}`, invoice: `in_${interval}_${on}`, line: `il_${interval}_${on}` };
  return { ...line, ...told, ...names, type: "ChangePlan", plan, interval };
}

const toYear = changesTo("year", "2026-01-10", "2027-01-01");

describe("A month that is made a year by prorations", () => {
  test("[O8] leaves the running cycle as it was given", () => {
    given(january, takes(100, "2026-01-05"))
      .when(toYear)
      .emits({ type: "noted", reason: "month to year", movements: [], balance: 400, term: { cycles: 12, given: 1 } });
  });

  test("[O2] [O11] gives the year's other allowances at the month's own anchors, twelve in all", () => {
    given(january, toYear)
      .when("2026-02-01")
      .emits({ reason: "next cycle", ref: { allowance: 2, of: 12 }, balance: 500 });
    given(january, toYear, "2026-11-30")
      .when("2026-12-01")
      .emits({ reason: "next cycle", ref: { allowance: 12, of: 12 }, balance: 500 });
    given(january, toYear, "2026-12-31").when("2027-01-03").emits();
  });

  test("[X1] is renewed by the next year's payment, which replaces what is left", () => {
    given(january, toYear, "2026-12-31")
      .when(year("2027-01-01", "2028-01-01"))
      .emits({ reason: "renewal", bySource: { plan: 500 } });
  });

  test("[X2] once, however often it is told, and whether before or after its first month", () => {
    given(january, toYear)
      .when({ ...toYear, now: at("2026-01-20") })
      .emits();
    given(toYear, january).when("2026-02-01").leaves({ plan: 500 });
    given(toYear, january, "2026-11-30").when("2026-12-01").leaves({ plan: 500 });
  });

  test("[X7] with a larger plan gives what the plan change gives, and the year's others in full", () => {
    const difference = { ...omnia, planChange: { up: "difference", down: "atCycleEnd" } } as const;
    const larger = changesTo("year", "2026-01-10", "2027-01-01", "pro");
    givenPolicy(difference, january)
      .when(larger)
      .emits({ type: "granted", movements: [granted(1_500)] });
    const lotsOf = (policy: Policy, change: ChangePlan) => play(policy, [january, change]).account.terms[0]?.lots;
    expect([lotsOf(difference, larger), lotsOf(difference, toYear), lotsOf(omnia, larger)]).toEqual([[1, 2], [1], [1]]);
    givenPolicy(difference, january, larger).when("2026-02-01").leaves({ plan: 2_000 });
    given(january).when(larger).emits({ movements: [], balance: 500 });
    given(january, larger).when("2026-02-01").leaves({ plan: 2_000 });
  });

  test("[X7] all at once where the policy gives a year so, less the month's", () => {
    givenPolicy({ ...omnia, yearly: "upfront" }, january)
      .when(toYear)
      .emits({ balance: 6_000 });
  });

  test("[X5] its refund takes from the allowances to come, from the end, and not from the month's", () => {
    const refund: RefundPayment = {
      type: "RefundPayment",
      now: at("2026-01-20"),
      refund: "re_1",
      payment: { invoice: toYear.invoice },
      amount: 10,
      paid: 10,
      outcome: "live",
      happenedAt: at("2026-01-20"),
    };
    given(january, toYear)
      .when(refund)
      .emits({ balance: 500, term: { withheld: 5_500 } });
    given(january, toYear, refund).when("2026-02-01").leaves({});
  });

  test("llmgateway#2479: to go back and forth gives nothing", () => {
    const back = changesTo("month", "2026-01-11", "2026-02-01");
    const again = changesTo("year", "2026-01-12", "2027-01-01");
    given(january, takes(500, "2026-01-05"), toYear, back, again).when("2026-01-13").leaves({});
    given(january, toYear, back).when("2026-03-01").leaves({});
  });
});

describe("A year that is made a month by prorations", () => {
  const paidYear: GrantAllowance = { ...year("2026-01-01", "2027-01-01"), item: january.item };
  const toMonth = changesTo("month", "2026-03-10", "2026-04-01");

  test("[O8] is less, whatever the plan: the cycle stays, and the year's other allowances do not come", () => {
    given(paidYear, "2026-03-01")
      .when(toMonth)
      .emits({
        type: "noted",
        reason: "year to month",
        movements: [],
        balance: 500,
        term: { interval: "month", origin: 1, cycles: 3, given: 3, until: "2026-04-01", lotEnd: "2026-04-04" },
      });
    given(paidYear, "2026-03-01", toMonth).when("2026-04-10").leaves({});
  });

  test("[X1] is renewed by its next month's payment", () => {
    given(paidYear, "2026-03-01", toMonth, month("2026-04-01", "2026-05-01")).when("2026-04-30").leaves({ plan: 500 });
  });
});

test("[M13] a month that is made a year carries its leftovers over at the next anchor, once", () => {
  const studio = { ...january, plan: "studio-10" };
  const change = { ...toYear, plan: "studio-10" };
  givenPolicy(musiversal, studio, change).when("2026-02-01").leaves({ plan: 10, rollover: 10 });
});
