import type { Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import type { PlanChosen } from "./plan-direction.ts";
import type { Policy } from "./policy.ts";
import type { PlannedChange, Subscription } from "./subscription.ts";
import { perCycle } from "./term.ts";

/**
 * What the payment after a paid time is for: what is set for then, or what Stripe has last said that the items sell, which is
 * from the first moment after the paid time on what is charged, however long the money is awaited (X1).
 */
export function nextPlan(subscription: Subscription | undefined, term: Term): PlanChosen {
  const { planned, sells, toldAt = 0 } = subscription ?? {};
  // What had come when Stripe said so is what the items sell.
  const isAhead = planned && planned.at <= term.until && (planned.at > toldAt || !sells);
  return isAhead ? planned : (sells ?? term);
}

/**
 * The larger plan that begins at an anchor inside of a paid year, or has begun there and is not paid yet (O8). Of money that has
 * not come within the grace nobody can say that it will (X1); `undefined`: none.
 */
export function changeInside(
  policy: Policy,
  subscription: Subscription | undefined,
  term: Term,
  now: Instant,
): PlannedChange | undefined {
  const planned = subscription?.planned;
  if (!planned || planned.interval !== term.interval || planned.at >= term.until || term.cycles === 1) return undefined;
  const isLarger = planned.plan !== term.plan && perCycle(policy, planned) > perCycle(policy, term);
  return isLarger && now < planned.at + policy.grace ? planned : undefined;
}
