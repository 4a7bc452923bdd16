import type { BillingInterval, Term } from "./account.ts";
import { boundary, type Instant } from "./calendar.ts";
import { type Credits, sum } from "./credits.ts";
import { named, type Plan, type Policy } from "./policy.ts";

/** How many allowances one payment stands for: twelve a year, whatever the length of a cycle (O2, O11). */
export const ALLOWANCES: Readonly<Record<BillingInterval, number>> = { month: 1, year: 12 };

/** In how many cycles a payment's allowances are given: one by one, or, where the policy says so, all at once. */
export function cyclesOf({ yearly }: Policy, interval: BillingInterval): number {
  return yearly === "upfront" ? 1 : ALLOWANCES[interval];
}

/** What a subscription gives each cycle. */
export function allowance(policy: Policy, { plan, quantity, interval }: Subscribed): Credits {
  return planNamed(policy, plan).allowance * quantity * (ALLOWANCES[interval] / cyclesOf(policy, interval));
}

/** The same by the cycle, however it is paid: what makes a plan larger or smaller (O8). */
export function perCycle(policy: Policy, { plan, quantity }: Pick<Term, "plan" | "quantity">): Credits {
  return planNamed(policy, plan).allowance * quantity;
}

/** What one payment gives of an allowance. */
export interface Share {
  /** The `seq` of the payment's entry. */
  readonly origin: number;
  readonly credits: Credits;
}

/**
 * What each payment gives of a paid time's k-th allowance, the first one's own before those of upgrades inside of it. Less what
 * of each was refunded: the last allowances go first (X5).
 */
export function sharesAt(policy: Policy, term: Term, k: number): Share[] {
  const { origin, withheld = 0, upgrades = [], cycles } = term;
  let left = allowance(policy, term);
  const own = Math.max(0, left - sum(upgrades, ({ credits }) => credits));
  return [{ origin, credits: own, withheld }, ...upgrades].map((payment) => {
    // A version of the policy since then may give less than was added.
    const full = Math.min(payment.credits, left);
    left -= full;
    const refunded = Math.max(0, (payment.withheld ?? 0) - (cycles - k) * full);
    return { origin: payment.origin, credits: full - Math.min(full, refunded) };
  });
}

/** The paid time with so much more of a payment's later allowances refunded. */
export function withholding(term: Term, origin: number, credits: Credits): Term {
  const more = <T extends { readonly withheld?: Credits }>(of: T) => ({
    ...of,
    withheld: (of.withheld ?? 0) + credits,
  });
  if (term.origin === origin) return more(term);
  return {
    ...term,
    upgrades: (term.upgrades ?? []).map((upgrade) => (upgrade.origin === origin ? more(upgrade) : upgrade)),
  };
}

/** Whether a payment gives of a paid time's allowances. */
export function givesTo({ origin, upgrades = [] }: Term, payment: number): boolean {
  return origin === payment || upgrades.some((upgrade) => upgrade.origin === payment);
}

/** What of a subscription decides how much it gives. */
export type Subscribed = Pick<Term, "plan" | "quantity" | "interval">;

/** @throws {RangeError} the policy has no such plan: the catalogue and the policy were deployed apart. */
export function planNamed(policy: Policy, name: string): Plan {
  return named(policy, "plan", policy.plans, name);
}

/** What of a paid time decides when its cycles begin. */
type Span = Pick<Term, "from" | "until" | "cycles">;

/** When the cycle after the first `given` begins; `undefined`: the paid time has no more. */
export function nextCycleAt(policy: Policy, { from, until, cycles }: Span, given: number): Instant | undefined {
  const next = boundary(from, policy.cycle, given);
  return given < cycles && next < until ? next : undefined;
}

/** How many cycles have begun at an instant; never less than the one that the payment opens. */
export function begunAt(policy: Policy, span: Span, at: Instant): number {
  let begun = 1;
  for (let next = nextCycleAt(policy, span, begun); next !== undefined && next <= at; ) {
    begun += 1;
    next = nextCycleAt(policy, span, begun);
  }
  return begun;
}

/** When the lots of the cycle end that is the last of `given`: at the next anchor, after the last one with the grace (X1). */
export function lotEnd(policy: Policy, span: Span, given: number): Instant {
  return nextCycleAt(policy, span, given) ?? span.until + policy.grace;
}
