import { listed } from "./explain-words.ts";
import type { Policy } from "./policy.ts";

/** Who shares credits, and what a budget is. */
export function explainPools({ pools = [] }: Policy): string[] {
  if (pools.length === 0) return [];
  return [
    `With the plan ${listed(pools, "or")} a team can share one pool of credits: once it has members, only they spend from it.`,
    "A member may have a budget: no more than so many credits in a cycle. What comes back in the same cycle can be spent again.",
    "When the plan changes or ends the members stay, and spend what the pool has left.",
  ];
}
