import type { Account } from "./account.ts";
import { boundary, type Instant } from "./calendar.ts";
import { termInForce } from "./plan-in-force.ts";
import type { Policy } from "./policy.ts";
import { cycleEnd } from "./subscription.ts";

/**
 * The cycle that budgets count in at an instant, named by when it began: with the running allowance of the plan in force, so
 * that new credits bring new budgets, also where they were paid late. Where no plan runs, with the end of the last one: that
 * cycle is open until there is a plan again.
 * @throws {RangeError} the policy has no such plan.
 */
export function budgetCycle(policy: Policy, account: Account, now: Instant): Instant {
  const term = termInForce(policy, account, now);
  return term ? Math.max(term.paidAt, boundary(term.from, policy.cycle, term.given - 1)) : lastEnd(account, now);
}

/** When the last plan ended; 0: there has never been one. */
function lastEnd(account: Account, now: Instant): Instant {
  const ends = [
    ...account.terms.map((term) => cycleEnd(account, term)),
    ...account.subscriptions.map(({ endedAt, lapsedAt }) => endedAt ?? lapsedAt ?? 0),
  ];
  return Math.max(0, ...ends.filter((end) => end <= now));
}
