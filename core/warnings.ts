import { type Account, balance, type Source } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type Credits, sum } from "./credits.ts";
import type { Entry } from "./entry.ts";
import { spendingBlocked } from "./may-spend.ts";
import { type Expiring, expiringSoon } from "./outlook.ts";
import { termInForce } from "./plan-in-force.ts";
import { A_TENTH, type Policy } from "./policy.ts";
import { cycleEnd, isLive } from "./subscription.ts";
import { perCycle } from "./term.ts";
import { policyAt } from "./versions.ts";

/** What somebody should know before they spend or are surprised, the most pressing first. */
export type Warning =
  | { readonly code: "blocked"; readonly reason: string }
  | PaymentOverdue
  /** What comes next pays it first (X5). */
  | { readonly code: "debt"; readonly credits: Credits }
  | { readonly code: "suspended"; readonly sources: readonly Source[]; readonly credits: Credits }
  /** At this many or fewer (N5). */
  | { readonly code: "low_balance"; readonly low: Credits }
  | ({ readonly code: "expiring" } & Expiring)
  /** Two are paid; the larger plan's rules apply (O14). */
  | { readonly code: "two_subscriptions"; readonly subscriptions: readonly string[] };

interface PaymentOverdue {
  readonly code: "payment_overdue";
  readonly since: Instant;
  /** The old credits end then; `null`: none wait for that payment. */
  readonly until: Instant | null;
}

/** @param ahead what will happen if nothing is spent. */
export function warningsOf(policy: Policy, account: Account, now: Instant, ahead: readonly Entry[]): Warning[] {
  const { debt, suspended } = account;
  const blocked = spendingBlocked(policy, account);
  const waiting = sum(account.lots, ({ source, left }) => (suspended.includes(source) ? left : 0));
  const low = lowBalance(policy, account, now);
  const expiring = expiringSoon(account, ahead, now);
  const live = account.subscriptions.filter(isLive).map(({ id }) => id);
  const isLow = balance(account) <= low;
  return [
    ...(blocked ? [{ code: "blocked", reason: blocked.reason } as const] : []),
    ...overduePayments(account, now),
    ...(debt > 0 ? [{ code: "debt", credits: debt } as const] : []),
    ...(waiting > 0 ? [{ code: "suspended", sources: suspended, credits: waiting } as const] : []),
    ...(isLow ? [{ code: "low_balance", low } as const] : []),
    ...(expiring ? [{ code: "expiring", ...expiring } as const] : []),
    ...(live.length > 1 ? [{ code: "two_subscriptions", subscriptions: live } as const] : []),
  ];
}

/** Stripe has tried, and not got it. The hour in which every renewal is awaited is no reason to worry. */
function overduePayments(account: Account, now: Instant): PaymentOverdue[] {
  return account.subscriptions
    .filter((known) => isLive(known) && (known.status === "past_due" || known.status === "unpaid"))
    .map(({ id, toldAt }) => {
      const term = account.terms.find(({ subscription, until }) => subscription === id && until <= now);
      const until = term && cycleEnd(account, term);
      const isWaiting = until !== undefined && now < until;
      return { code: "payment_overdue", since: term?.until ?? toldAt, until: isWaiting ? until : null };
    });
}

/** The balance at which, or below which, it is time for more. Without a plan a share of one is nothing. */
export function lowBalance(policy: Policy, account: Account, now: Instant): Credits {
  const { low = { timesAllowance: A_TENTH } } = policy;
  if (typeof low === "number") return low;
  const term = termInForce(policy, account, now);
  return term ? Math.floor(low.timesAllowance * perCycle(policy, term)) : 0;
}

/** The mark to which an entry has brought the balance down; `undefined`: it was as low before, or is not now. */
export function lowMarkReached(policies: Policy, before: Account, after: Account, at: Instant): Credits | undefined {
  const policy = policyAt(policies, at);
  const low = lowBalance(policy, after, at);
  const wasLow = balance(before) <= lowBalance(policy, before, before.at);
  return balance(after) <= low && !wasLow ? low : undefined;
}
