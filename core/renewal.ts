import type { Account, Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type Credits, sum } from "./credits.ts";
import type { Policy } from "./policy.ts";
import { cycleEnd, isSubscribed, type PlannedChange } from "./subscription.ts";
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
      const next = nextOf(policies, term, subscription?.planned, now);
      const isAsked = next.at < term.until || subscription === undefined || isSubscribed(subscription);
      return { ...next, isAsked, endsAt: subscription?.cancelAt ?? Number.POSITIVE_INFINITY };
    })
    .filter(({ at, isAsked, endsAt }) => isAsked && at < endsAt)
    .map(({ at, credits, plan }) => ({ at, credits, plan }));
  return renewals.toSorted((a, b) => a.at - b.at)[0] ?? null;
}

/** Inside a paid year what of the next allowance was not refunded (X5); after it all that the plan gives which is set for then. */
function nextOf(policies: Policy, term: Term, planned: PlannedChange | undefined, now: Instant): Renewal {
  // The cycles of what was paid for stay as long as they were then.
  const at = nextCycleAt(policyAt(policies, term.paidAt), term, term.given);
  if (at === undefined) {
    const next = planned && planned.at <= term.until ? planned : term;
    const policy = policyAt(policies, Math.max(term.until, now));
    return { at: term.until, credits: allowance(policy, next), plan: next.plan };
  }
  const policy = policyAt(policies, at);
  return { at, credits: sum(sharesAt(policy, term, term.given + 1), ({ credits }) => credits), plan: term.plan };
}
