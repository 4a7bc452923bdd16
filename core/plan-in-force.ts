import type { Account, Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import type { Policy } from "./policy.ts";
import { cycleEnd } from "./subscription.ts";
import { planNamed } from "./term.ts";

/** What is asked for is not part of the account's plan, or the account has none (N6). */
export interface PlanRequired {
  readonly code: "plan_required";
  /** The plans that would do, in the policy's order. */
  readonly plans: readonly string[];
}

/**
 * The plan whose rules the account has at an instant: of the paid times whose cycle runs, grace included, the one of the
 * largest plan (O14), whatever its quantity. `undefined`: none runs.
 * @throws {RangeError} the policy has no such plan.
 */
export function planInForce(policy: Policy, account: Account, now: Instant): string | undefined {
  return termInForce(policy, account, now)?.plan;
}

/**
 * The paid time of the plan in force.
 * @throws {RangeError} the policy has no such plan.
 */
export function termInForce(policy: Policy, account: Account, now: Instant): Term | undefined {
  const running = account.terms
    .filter((term) => now < cycleEnd(account, term))
    .map((term) => ({ term, ...planNamed(policy, term.plan) }));
  return running.toSorted((a, b) => b.allowance - a.allowance)[0]?.term;
}

/** Why the account's plan may not use a service; `undefined`: it may, or there is no such service. */
export function planMissing(policy: Policy, account: Account, service: string, now: Instant): PlanRequired | undefined {
  const plans = policy.services[service]?.plans;
  if (!plans) return undefined;
  const plan = planInForce(policy, account, now);
  return plan !== undefined && plans.includes(plan) ? undefined : { code: "plan_required", plans };
}
