import type { Policy } from "@passbook/core";
import { end, inBurnDownOrder, present, takeFrom, tellParts } from "./piles.ts";
import type { Because, Cover, World } from "./world.ts";

type Line = Pick<Cover, "plan" | "interval" | "quantity">;

/**
 * A smaller plan gives less each cycle, where a year that gives everything at once is one cycle. What O8 says of years and
 * prices is among the findings.
 */
function allowance({ plans, yearly }: Policy, { plan, quantity, interval }: Line): number {
  const times = yearly === "upfront" && interval === "year" ? 12 : 1;
  return (plans[plan]?.allowance ?? 0) * quantity * times;
}

/** What the first payment of a smaller plan takes, before anything is turned over. */
export function downgrade(world: World, old: Cover, next: Line): void {
  const { downgrading } = world.policy;
  if (!downgrading || allowance(world.policy, next) >= allowance(world.policy, old)) return;
  for (const pile of present(world))
    if (downgrading.loses?.includes(pile.source)) end(world, "payment", "forfeited", pile);
  if (downgrading.keepsAtMost !== undefined)
    cutTo(world, "payment", downgrading.keepsAtMost * allowance(world.policy, next));
}

/** What is stored is cut: what would pay first goes first. */
export function cutTo(world: World, because: Because, most: number): void {
  const stored = present(world);
  const left = stored.reduce((total, pile) => total + pile.left, 0);
  tellParts(world, because, "forfeited", takeFrom(inBurnDownOrder(world, stored), Math.max(0, left - most)));
}
