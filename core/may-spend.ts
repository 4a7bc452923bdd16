import type { Account } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { memberAsking } from "./member.ts";
import { type PlanRequired, planMissing } from "./plan-in-force.ts";
import type { Policy } from "./policy.ts";
import type { ServiceRequest } from "./price.ts";

/** The account has members, and who asks is none of them (O15). */
export interface NotAMember {
  readonly code: "not_a_member";
}

/** The account has no such hold, or it is another member's (O15). */
export interface HoldNotFound {
  readonly code: "hold_not_found";
}

/** Nothing goes out of the account: an operator has stopped it and said why, or something has to be paid first (X5). */
export interface AccountBlocked {
  readonly code: "account_blocked";
  readonly reason: string;
}

interface Asked {
  readonly now: Instant;
  readonly by: string;
  readonly member?: string;
  readonly for: ServiceRequest | object;
}

/**
 * Why nothing can be paid or set aside here for who asks, whatever it costs; in order of precedence. An account without
 * members is nobody's pool: whoever may act on it spends from it.
 */
export function spendingRefused(
  policy: Policy,
  account: Account,
  asked: Asked,
): PlanRequired | NotAMember | AccountBlocked | undefined {
  const missing = "service" in asked.for && planMissing(policy, account, asked.for.service, asked.now);
  if (missing) return missing;
  if (account.members.length > 0 && !memberAsking(account, asked)) return { code: "not_a_member" };
  return spendingBlocked(policy, account);
}

/** Why nobody can spend from the account, whoever asks; `undefined`: nothing stops them. */
export function spendingBlocked(policy: Policy, account: Account): AccountBlocked | undefined {
  const reason = account.blocked?.reason ?? blockedByReversal(policy, account);
  return reason === undefined ? undefined : { code: "account_blocked", reason };
}

/** Where the policy says so, nothing can be spent while something is owed, or a payment is disputed (X5). */
function blockedByReversal({ shortfall }: Policy, { debt, lots }: Account): string | undefined {
  if (shortfall !== "block") return undefined;
  if (debt > 0) return "credits are owed";
  return lots.some(({ frozen }) => frozen > 0) ? "a payment is disputed" : undefined;
}
