import { type Account, balance, type LotPart, spendable } from "./account.ts";
import { bookingLimit } from "./booking.ts";
import { burnDown } from "./burn-down.ts";
import type { Instant } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import { spendingBlocked } from "./may-spend.ts";
import { planMissing } from "./plan-in-force.ts";
import { type Policy, policyAt, policyVersion } from "./policy.ts";
import { type Breakdown, itemize, type ServiceRequest } from "./price.ts";
import { quoteEnd } from "./quoted.ts";
import { type Rejection, startProblemsOf } from "./spend.ts";

/** What something would cost, before anybody pays (O13). */
export interface Quote {
  readonly credits: Credits;
  readonly breakdown: Breakdown;
  /** The balance covers it now. A member's budget, which is a matter of who pays, is not asked. */
  readonly isAffordable: boolean;
  /** What would pay, in burn-down order; empty where the balance does not cover it. */
  readonly lots: readonly LotPart[];
  /** Name and version of the policy that prices it. */
  readonly policy: string;
  readonly expiresAt: Instant;
}

/** Or why it could not be sold to the account now, whoever asks and whatever the balance. */
export type QuoteDecision =
  | { readonly decision: "quoted"; readonly quote: Quote }
  | { readonly decision: "rejected"; readonly rejection: Rejection };

/**
 * What a request would cost the account at an instant to which it is settled, as a spend would; nothing is written.
 * @param policies the policy with the versions before it: the one in force then prices it.
 */
export function quote(policies: Policy, account: Account, wanted: ServiceRequest, now: Instant): QuoteDecision {
  const policy = policyAt(policies, now);
  const priced = itemize(policy, account, wanted);
  const problems = [...("problems" in priced ? priced.problems : []), ...startProblemsOf(policy, wanted, now)];
  if ("problems" in priced || problems.length > 0) return rejected({ code: "invalid_request", problems });
  const refused =
    planMissing(policy, account, wanted.service, now) ??
    spendingBlocked(policy, account) ??
    (wanted.startsAt === undefined ? undefined : bookingLimit(policy, account, now));
  if (refused) return rejected(refused);
  const { credits, breakdown } = priced;
  const isAffordable = credits <= balance(account);
  const paying = isAffordable ? burnDown(policy.burnDown, spendable(account), credits) : [];
  const lots = paying.map(({ lot, source, credits: paid }) => ({ lot, source, credits: paid }));
  const expiresAt = quoteEnd(policy, now);
  return {
    decision: "quoted",
    quote: { credits, breakdown, isAffordable, lots, policy: policyVersion(policy), expiresAt },
  };
}

function rejected(rejection: Rejection): QuoteDecision {
  return { decision: "rejected", rejection };
}
