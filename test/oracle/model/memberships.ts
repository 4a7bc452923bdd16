import type { ChangeSubscription } from "@passbook/core";
import { cutTo } from "./downgrades.ts";
import { carryOver, endCycle } from "./leftovers.ts";
import { end, present } from "./piles.ts";
import { beginFree, planOf } from "./plan-times.ts";
import { type Pile, tell, type World } from "./world.ts";

/** Stripe tells how the subscription stands. */
export function changeSubscription(world: World, told: ChangeSubscription): void {
  const { subscription: id, status, cancelAt, endedAt, startedAt } = told;
  if (world.ended.has(id)) return;
  if (!world.boughtAt.has(id)) world.boughtAt.set(id, startedAt);
  world.subscription = { id, status, cancelAt, hasEnded: false };
  if (endedAt !== null) endMembership(world);
  else if (status === "unpaid") giveUp(world);
}

/** [X1] The grace ends for good when Stripe gives the subscription up. */
function giveUp(world: World): void {
  const { cover, now } = world;
  if (cover?.isRunning && !cover.isFree && cover.until <= now) endCycle(world, "given up", cover);
}

/** [M12] [N3] [O9] The account's subscription is over, as of now: its plan's credits, and what the policy names. */
export function endMembership(world: World): void {
  const { policy, cover, subscription } = world;
  if (!subscription) return;
  subscription.hasEnded = true;
  world.ended.add(subscription.id);
  const { loses, keepsAtMost, fallback } = policy.cancelling;
  for (const pile of world.piles) {
    const isPlan = pile.source === "plan";
    if (!(isPlan ? !isRunningFree(pile) : loses.includes(pile.source))) continue;
    // What was spent of it or is held of it is lost with the rest, when it comes back.
    if (pile.gone) pile.gone = "lost";
    else if (loses.includes(pile.source) || keepsAtMost === undefined)
      end(world, "membership ended", "forfeited", pile);
  }
  if (keepsAtMost !== undefined)
    cutTo(world, "membership ended", keepsAtMost * (fallback === undefined ? 0 : planOf(policy, fallback).allowance));
  if (cover && !cover.isFree) {
    keepPlan(world);
    endCycle(world, "membership ended", cover);
    world.cover = undefined;
  }
  beginFree(world, "membership ended");
}

function isRunningFree({ cycleOf }: Pile): boolean {
  return cycleOf?.isFree === true && cycleOf.isRunning;
}

/** What is left of the plan after the cut stays, as what was carried over. */
function keepPlan(world: World): void {
  let kept = 0;
  for (const pile of present(world)) {
    if (pile.source !== "plan" || pile.cycleOf?.isFree) continue;
    tell(world, "membership ended", "rolled-over", "plan", pile.left);
    kept += pile.left;
    pile.left = 0;
    pile.gone = "lost";
  }
  carryOver(world, "membership ended", kept);
}
