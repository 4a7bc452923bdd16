import { type Account, balance, type LotPart, spendable } from "./account.ts";
import { bookingLimit } from "./booking.ts";
import { overBudget } from "./budget.ts";
import { burnDown } from "./burn-down.ts";
import type { Instant } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import { spendingBlocked } from "./may-spend.ts";
import { memberAsking } from "./member.ts";
import type { MemberSpending } from "./member-spending.ts";
import { planMissing } from "./plan-in-force.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { type Breakdown, itemize, type ServiceRequest } from "./price.ts";
import { quoteEnd } from "./quoted.ts";
import { type Rejection, startProblemsOf } from "./spend.ts";
import { policyAt } from "./versions.ts";

/** What something would cost, before anybody pays (O13). */
export interface Quote {
  readonly credits: Credits;
  readonly breakdown: Breakdown;
  /** The balance covers it now, and who asks may pay with it: on an account with members one of them, within their budget (O15). */
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

/** Who would pay, on an account with members. */
export interface Payer {
  readonly by: string;
  /** What a member with a budget has spent; absent: nothing yet. */
  readonly spentBefore?: MemberSpending;
}

/**
 * What a request would cost the account at an instant to which it is settled, as a spend would; nothing is written.
 * @param policies the policy with the versions before it: the one in force then prices it.
 * @param payer who asks; absent: an operator, who may pay for anybody.
 */
export function quote(
  policies: Policy,
  account: Account,
  wanted: ServiceRequest,
  now: Instant,
  payer?: Payer,
): QuoteDecision {
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
  const isCovered = credits <= balance(account);
  const isAffordable = isCovered && (payer === undefined || mayPay(policy, account, { now, ...payer }, credits));
  const paying = isCovered ? burnDown(policy.burnDown, spendable(account), credits) : [];
  const lots = paying.map(({ lot, source, credits: paid }) => ({ lot, source, credits: paid }));
  const expiresAt = quoteEnd(policy, now);
  return {
    decision: "quoted",
    quote: { credits, breakdown, isAffordable, lots, policy: policyVersion(policy), expiresAt },
  };
}

/** An account without members is nobody's pool: whoever may act on it spends from it. */
function mayPay(policy: Policy, account: Account, payer: Payer & { readonly now: Instant }, credits: Credits): boolean {
  if (account.members.length === 0) return true;
  return memberAsking(account, payer) !== undefined && overBudget(policy, account, payer, credits) === undefined;
}

function rejected(rejection: Rejection): QuoteDecision {
  return { decision: "rejected", rejection };
}
