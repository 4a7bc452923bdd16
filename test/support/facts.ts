import type {
  ChangePlan,
  ChangeSubscription,
  DisputePayment,
  Fact,
  GrantAllowance,
  GrantPack,
  Instant,
  Payment,
  RefundPayment,
} from "@passbook/core";
import { factKey, instantOf } from "@passbook/core";
import fc from "fast-check";
import { payment, purchase } from "./histories.ts";
import { at } from "./instants.ts";

// All that Stripe can tell, about the subscriptions and packs of `histories.ts`.

const START = at("2026-01-01");
const HOUR_MS = 3_600_000;
const YEARS_HOURS = 2 * 366 * 24;
export const instant: fc.Arbitrary<Instant> = fc
  .integer({ min: 0, max: YEARS_HOURS })
  .map((hours): Instant => START + hours * HOUR_MS);

/** How a subscription stands, or that it has ended. */
export const state: fc.Arbitrary<ChangeSubscription> = fc
  .record({
    subscription: fc.constantFrom("sub_month", "sub_year", "sub_three", "sub_years"),
    status: fc.constantFrom("trialing", "active", "active", "past_due", "unpaid", "paused"),
    toldAt: instant,
    late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(90 * 24)),
    end: fc.constantFrom("none", "none", "set", "over"),
    distance: fc.nat(60 * 24),
  })
  .map(({ subscription, status, toldAt, late, end, distance }) => ({
    type: "ChangeSubscription",
    now: toldAt + late * HOUR_MS,
    subscription,
    status: end === "over" ? "canceled" : status,
    startedAt: START,
    cancelAt: end === "set" ? toldAt + distance * HOUR_MS : null,
    endedAt: end === "over" ? Math.max(START, toldAt - distance * HOUR_MS) : null,
    toldAt,
  }));

/** A larger or smaller plan was paid for in the middle of a period. */
const change = (paid: GrantAllowance): fc.Arbitrary<ChangePlan> =>
  fc
    .tuple(fc.constantFrom("creator", "pro", "team"), fc.nat(1000), fc.constantFrom("month", "year"))
    .map(([plan, share, interval]) => {
      const from = paid.from + Math.floor(((paid.until - paid.from) * share) / 1001);
      const { type: _, amount: __, trial: ___, ...line } = { ...paid, trial: undefined };
      const told = Math.max(from, paid.paidAt);
      const invoice = `in_change_${paid.line}_${share}`;
      return {
        ...line,
        type: "ChangePlan",
        plan,
        interval: interval as "month",
        price: `price_${plan}_${interval}`,
        from,
        paidAt: told,
        now: told,
        invoice,
      };
    });

const PAID = 1_000;

const later = fc.nat(60 * 24).map((hours) => hours * HOUR_MS);

const refund = (of: Payment, paidAt: Instant): fc.Arbitrary<readonly RefundPayment[]> =>
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: PAID }), later, fc.nat(40 * 24), fc.boolean())
    .map(([n, amount, after, hours, fails]) => {
      const happenedAt = paidAt + after;
      const name = `re_${"invoice" in of ? of.invoice : of.session}_${n}`;
      const live = { type: "RefundPayment", refund: name, payment: of, amount, paid: PAID } as const;
      const failedAt = happenedAt + (hours + 1) * HOUR_MS;
      return [
        { ...live, outcome: "live", now: happenedAt, happenedAt },
        ...(fails ? [{ ...live, outcome: "failed", now: failedAt, happenedAt: failedAt } as const] : []),
      ];
    });

const dispute = (of: Payment, paidAt: Instant): fc.Arbitrary<readonly DisputePayment[]> =>
  fc
    .tuple(fc.integer({ min: 1, max: PAID }), later, fc.nat(40 * 24), fc.constantFrom("opened", "won", "lost"))
    .map(([amount, after, hours, outcome]) => {
      const happenedAt = paidAt + after;
      const name = `dp_${"invoice" in of ? of.invoice : of.session}`;
      const opened = { type: "DisputePayment", dispute: name, payment: of, amount, paid: PAID } as const;
      const closedAt = happenedAt + (hours + 1) * HOUR_MS;
      return [
        { ...opened, outcome: "opened", now: happenedAt, happenedAt },
        ...(outcome === "opened" ? [] : [{ ...opened, outcome, now: closedAt, happenedAt: closedAt } as const]),
      ];
    });

const nameOf = (paid: GrantAllowance | ChangePlan | GrantPack): Payment =>
  "invoice" in paid ? { invoice: paid.invoice } : { session: paid.session };

const nothing: fc.Arbitrary<readonly Fact[]> = fc.constant([]);

/** A payment, and perhaps what becomes of it. */
const invoiced: fc.Arbitrary<readonly Fact[]> = payment.chain((paid) =>
  fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: nothing }, refund(nameOf(paid), paid.paidAt)),
      fc.oneof({ weight: 6, arbitrary: nothing }, dispute(nameOf(paid), paid.paidAt)),
      fc.oneof(
        { weight: 4, arbitrary: nothing },
        change(paid).chain((one) =>
          fc
            .oneof({ weight: 2, arbitrary: nothing }, refund(nameOf(one), one.paidAt))
            .map((back): readonly Fact[] => [one, ...back]),
        ),
      ),
    )
    .map((rest) => [paid, ...rest.flat()]),
);

const sold: fc.Arbitrary<readonly Fact[]> = purchase.chain((paid) =>
  fc
    .tuple(
      fc.oneof({ weight: 2, arbitrary: nothing }, refund(nameOf(paid), paid.paidAt)),
      fc.oneof({ weight: 4, arbitrary: nothing }, dispute(nameOf(paid), paid.paidAt)),
    )
    .map((rest) => [paid, ...rest.flat()]),
);

const called: fc.Arbitrary<readonly Fact[]> = instant.map((now) => [{ type: "MarkPersonal", now, by: "ada" }]);

/** Each of them once: of two tellings of one thing the first counts. */
export const facts: fc.Arbitrary<Fact[]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: invoiced },
      { weight: 2, arbitrary: state.map((one): Fact[] => [one]) },
      { weight: 1, arbitrary: sold },
      { weight: 1, arbitrary: called },
    ),
    { maxLength: 7 },
  )
  .map((told) => {
    const byKey = new Map(told.flat().map((fact) => [JSON.stringify(factKey(fact)), fact]));
    return [...byKey.values()].toSorted((a, b) => instantOf(a) - instantOf(b));
  });
