import type { Account, Term } from "./account.ts";
import type { Audience, Policy, Purchase } from "./policy.ts";

/**
 * Whether a rule is for this account. Where nobody has said when it signed up, it did when it was first seen; one that was
 * never seen is new, in no cohort that an early sign-up makes (M7).
 */
export function isFor(policy: Policy, audience: Audience, { signedUpAt, seenAt }: Customer): boolean {
  if (audience === "everyone") return true;
  const { signedUpBefore = Number.NEGATIVE_INFINITY } = policy.cohorts[audience.cohort] ?? {};
  const since = signedUpAt ?? seenAt;
  return since !== null && since < signedUpBefore;
}

/** What of an account its cohorts depend on. */
export type Customer = Pick<Account, "signedUpAt" | "seenAt">;

/** Whether a subscription is one of those that a rule names by how and when they were bought. */
export function isPurchase(policy: Policy, purchase: Purchase, account: Account, term: Term): boolean {
  const isOfItsTime = term.interval === purchase.interval && term.boughtAt < purchase.boughtBefore;
  return isOfItsTime && isFor(policy, purchase.by, account);
}
