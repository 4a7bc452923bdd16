import type { Account, Term } from "./account.ts";
import { END_OF_TIME, type Instant } from "./calendar.ts";
import { isOf } from "./carry-over.ts";
import { endLot, hasToLose } from "./lot-end.ts";
import type { Granted, Movement } from "./movement.ts";
import type { Policy } from "./policy.ts";
import { FREE } from "./subscription.ts";
import { allowance, lotEnd } from "./term.ts";

/** Movements, and the free plan's time that begins with them. */
export interface WithFree {
  readonly movements: readonly Movement[];
  readonly term?: Term;
}

/** The free plan's time from an instant on: an allowance each cycle, for as long as nobody subscribes (O1). */
export function freeTerm(
  policy: Policy,
  { freeTimes, turns }: Account,
  from: Instant,
): { readonly term: Term; readonly granted: Granted } | undefined {
  const { fallback: plan } = policy.cancelling;
  if (plan === undefined) return undefined;
  const span = { from, until: END_OF_TIME, cycles: Number.MAX_SAFE_INTEGER };
  const end = lotEnd(policy, span, 1);
  const origin = -(freeTimes + 1);
  const name = { subscription: FREE, item: FREE, plan, interval: "month", quantity: 1 } as const;
  const paid = { boughtAt: from, paidAt: from, origin };
  const term: Term = { ...name, ...span, ...paid, given: 1, turn: Math.max(1, turns), lotEnd: end, lots: [origin] };
  const credits = allowance(policy, term);
  return { term, granted: { type: "granted", lot: origin, source: "plan", credits, birth: from, end } };
}

/** A free cycle runs: no payment has replaced it, so it goes on when a subscription ends that has given nothing (O1). */
export function isFreeRunning({ terms }: Account, at: Instant): boolean {
  return terms.some(({ subscription, lotEnd: end }) => subscription === FREE && at < end);
}

/** What is left of the free plan's credits when a paid plan's come: the two never overlap (O1). */
export function endFree({ lots, terms }: Account): Movement[] {
  const free = terms.find(({ subscription }) => subscription === FREE);
  if (!free) return [];
  return lots
    .filter(isOf(free))
    .filter(hasToLose)
    .flatMap((lot) => endLot(lot, "expired"));
}
