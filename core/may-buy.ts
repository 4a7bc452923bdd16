import type { Account } from "./account.ts";
import { isFor } from "./cohort.ts";
import { packNamed } from "./grant-pack.ts";
import type { Policy } from "./policy.ts";
import { isSubscriber } from "./subscription.ts";

/** How many of a pack one purchase may be. */
export const MAX_PACKS = 1_000;

/** Whether something is sold to an account, or why not. */
export type MayBuy = { readonly may: "yes" } | { readonly may: "no"; readonly why: { readonly code: "not_for_you" } };

/**
 * Whether a pack is sold to the account now (M7, N3). It is asked before the sale; money that has arrived all the same is
 * always granted (X4).
 * @param policy the version in force now.
 * @throws {RangeError} the policy has no such pack.
 */
export function mayBuy(policy: Policy, account: Account, pack: string): MayBuy {
  const { for: audience = "everyone", needs } = packNamed(policy, pack);
  const lacksSubscription = needs === "subscription" && !isSubscriber(account);
  if (lacksSubscription || !isFor(policy, audience, account)) return { may: "no", why: { code: "not_for_you" } };
  return { may: "yes" };
}
