import type { Account } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { isFor } from "./cohort.ts";
import { packNamed } from "./grant-pack.ts";
import { type PlanRequired, planInForce } from "./plan-in-force.ts";
import type { Policy } from "./policy.ts";

/** Whether something is sold to an account, or why not, in the order of precedence. */
export type MayBuy =
  | { readonly may: "yes" }
  | { readonly may: "no"; readonly why: PlanRequired | { readonly code: "not_for_you" } };

/**
 * Whether a pack is sold to the account now (M7, N3). It is asked before the sale; money that has arrived all the same is
 * always granted (X4).
 * @throws {RangeError} the policy has no such pack.
 */
export function mayBuy(policy: Policy, account: Account, pack: string, now: Instant): MayBuy {
  const { for: audience = "everyone", needs } = packNamed(policy, pack);
  if (needs === "subscription" && planInForce(policy, account, now) === undefined)
    return { may: "no", why: { code: "plan_required", plans: plansForSale(policy) } };
  if (!isFor(policy, audience, account)) return { may: "no", why: { code: "not_for_you" } };
  return { may: "yes" };
}

function plansForSale({ plans }: Policy): string[] {
  return Object.keys(plans).filter((plan) => Object.keys(plans[plan]?.price ?? {}).length > 0);
}
