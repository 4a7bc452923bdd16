import type { Account, Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { changeInside, nextPlan } from "./coming-plan.ts";
import { type Credits, sum } from "./credits.ts";
import type { Policy } from "./policy.ts";
import { cycleEnd, isSubscribed, type Subscription } from "./subscription.ts";
import { allowance, nextCycleAt, sharesAt } from "./term.ts";
import { policyAt } from "./versions.ts";

/** The next allowance: when, how large, of which plan. */
export interface Renewal {
  /** In the past while a payment is awaited: since then it is due. */
  readonly at: Instant;
  readonly credits: Credits;
  readonly plan: string;
}

/**
 * The next allowance that the account can expect: inside a paid year at the next anchor, after it with the payment that is
 * due at its end. `null` where none runs, where the grace has passed without a payment, or where none is asked for: while it
 * is paused, or tried no more (X8).
 * @param policies the policy with all its versions: the one in force at that instant says how large it is.
 */
export function nextRenewal(policies: Policy, account: Account, now: Instant): Renewal | null {
  const renewals = account.terms
    .filter((term) => now < cycleEnd(account, term))
    .map((term) => {
      const subscription = account.subscriptions.find(({ id }) => id === term.subscription);
      const next = nextOf(policies, term, subscription, now);
      const isAsked = next.at < term.until || subscription === undefined || isSubscribed(subscription);
      return { ...next, isAsked, endsAt: subscription?.cancelAt ?? Number.POSITIVE_INFINITY };
    })
    .filter(({ at, isAsked, endsAt }) => isAsked && at < endsAt)
    .map(({ at, credits, plan }) => ({ at, credits, plan }));
  return renewals.toSorted((a, b) => a.at - b.at)[0] ?? null;
}

/**
 * Inside a paid year what of the next allowance was not refunded (X5), and what a larger plan adds that begins with it or is
 * awaited (O8); after it all that the plan gives which is paid for then.
 */
function nextOf(policies: Policy, term: Term, subscription: Subscription | undefined, now: Instant): Renewal {
  // The cycles of what was paid for stay as long as they were then.
  const at = nextCycleAt(policyAt(policies, term.paidAt), term, term.given);
  if (at === undefined) {
    const next = nextPlan(subscription, term);
    const policy = policyAt(policies, Math.max(term.until, now));
    return { at: term.until, credits: allowance(policy, next), plan: next.plan };
  }
  const policy = policyAt(policies, at);
  const given = sum(sharesAt(policy, term, term.given + 1), ({ credits }) => credits);
  const change = changeInside(policy, subscription, term, now);
  if (!change || change.at > at) return { at, credits: given, plan: term.plan };
  return { at, credits: given + allowance(policy, change) - allowance(policy, term), plan: change.plan };
}
