import type { Account } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { isFreeRunning } from "./free-plan.ts";
import { termInForce } from "./plan-in-force.ts";
import type { Policy } from "./policy.ts";
import { isLive, type Subscription } from "./subscription.ts";

/** How an account is subscribed: the status of the subscription whose plan is in force (O3). */
export const ACCOUNT_STATUSES = [
  "none", //     it never was, or it has the free plan
  "trialing",
  "active",
  "ending", //   paid, and set to end
  "past_due", // a payment has failed, and is tried again
  "unpaid", //   it is tried no more
  "paused",
  "ended", //    the last one is over, and there is no free plan after it
] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** @throws {RangeError} the policy does not know the account's plan. */
export function accountStatus(policy: Policy, account: Account, now: Instant): AccountStatus {
  const { status = "canceled", cancelAt = null } = subscriptionInForce(policy, account, now) ?? {};
  if (status === "canceled") return account.subscriptions.length > 0 && !isFreeRunning(account, now) ? "ended" : "none";
  // Money that is missing is told before an end that is still ahead.
  return cancelAt !== null && (status === "active" || status === "trialing") ? "ending" : status;
}

/** Of those that live the one of the plan in force, or else the youngest (O14). */
export function subscriptionInForce(policy: Policy, account: Account, now: Instant): Subscription | undefined {
  const live = account.subscriptions.filter(isLive).toSorted((a, b) => b.startedAt - a.startedAt);
  const term = termInForce(policy, account, now);
  return live.find(({ id }) => id === term?.subscription) ?? live[0];
}
