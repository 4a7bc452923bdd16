import type { Policy } from "@passbook/core";
import { end, inBurnDownOrder, present, takeFrom, tellParts } from "./piles.ts";
import type { Because, Cover, World } from "./world.ts";

type Line = Pick<Cover, "plan" | "interval" | "quantity">;

/** What a payment gives each cycle; a year that gives everything at once is one cycle. */
function allowance(policy: Policy, line: Line): number {
  const times = policy.yearly === "upfront" && line.interval === "year" ? 12 : 1;
  return size(policy, line) * times;
}

/** What makes a plan larger or smaller: the same whether its year is given at once or month by month. */
function size({ plans }: Policy, { plan, quantity }: Line): number {
  return (plans[plan]?.allowance ?? 0) * quantity;
}

function price({ plans }: Policy, { plan, quantity, interval }: Line): number {
  return (plans[plan]?.price[interval] ?? 0) * quantity;
}

/** [O8] A month after a year; otherwise the smaller allowance, and where they are equal the lower price, but for a year after a month. */
function isSmaller(policy: Policy, old: Line, next: Line): boolean {
  if (old.interval === "year" && next.interval === "month") return true;
  if (size(policy, old) !== size(policy, next)) return size(policy, next) < size(policy, old);
  return old.interval === next.interval && price(policy, next) < price(policy, old);
}

/** What the first payment of a smaller plan takes, before anything is turned over. */
export function downgrade(world: World, old: Cover, next: Line): void {
  const { downgrading } = world.policy;
  if (!downgrading || !isSmaller(world.policy, old, next)) return;
  for (const pile of world.piles) {
    if (!downgrading.loses?.includes(pile.source)) continue;
    // What was spent of it or is held of it is lost with the rest, when it comes back.
    if (pile.gone) pile.gone = "lost";
    else end(world, "payment", "forfeited", pile);
  }
  if (downgrading.keepsAtMost !== undefined)
    cutTo(world, "payment", downgrading.keepsAtMost * allowance(world.policy, next));
}

/** [M11] What is stored, held credits counted, is cut: what would pay first goes first. */
export function cutTo(world: World, because: Because, most: number): void {
  const stored = world.piles.reduce((total, { left, held }) => total + left + held, 0);
  const cut = takeFrom(inBurnDownOrder(world, present(world)), Math.max(0, stored - most));
  tellParts(world, because, "forfeited", cut);
}
