import type { Account, Term } from "./account.ts";
import { boundary, type Instant } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import { allowance } from "./grant-allowance.ts";
import type { Policy } from "./policy.ts";

/** The next allowance: when, how large, of which plan. */
export interface Renewal {
  readonly at: Instant;
  readonly credits: Credits;
  readonly plan: string;
}

/**
 * The next allowance that the account can expect: inside a paid year at the next anchor, after it with the payment that is
 * due at its end. `null` where none runs, or where the grace has passed without a payment.
 */
export function nextRenewal(policy: Policy, account: Account, now: Instant): Renewal | null {
  const renewals = account.terms
    .filter(({ lotEnd }) => now < lotEnd)
    .map((term) => ({ at: nextAnchor(policy, term), credits: allowance(policy, term), plan: term.plan }));
  return renewals.toSorted((a, b) => a.at - b.at)[0] ?? null;
}

/** When the cycle after the running one begins; after the last one, when the next payment is due. */
export function nextAnchor(policy: Policy, { from, until, cycles, given }: Term): Instant {
  return given < cycles ? Math.min(boundary(from, policy.cycle, given), until) : until;
}
