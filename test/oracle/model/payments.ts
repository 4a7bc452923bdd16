import type { GrantAllowance, Money, Policy } from "@passbook/core";
import { beginnings, cyclesAfter } from "./cycles.ts";
import { downgrade } from "./downgrades.ts";
import { cyclePiles, turnOver } from "./leftovers.ts";
import { end, grant, paidFor } from "./piles.ts";
import { begin, planOf } from "./plan-times.ts";
import type { Cover, World } from "./world.ts";

/** [X8] What one cycle of the line gives: a line of 0 is a trial. */
function worth(policy: Policy, { plan, quantity, amount, interval }: GrantAllowance): number {
  const ordinary = planOf(policy, plan).allowance * quantity;
  const { trial } = policy;
  if (amount === 0 && "credits" in trial) return trial.credits;
  if (amount === 0) return "trial" in trial && trial.trial === "full" ? ordinary : 0;
  return policy.yearly === "upfront" && interval === "year" ? 12 * ordinary : ordinary;
}

function cyclesIn({ yearly }: Policy, { interval, amount }: { interval: string; amount: Money }): number {
  return interval === "year" && yearly !== "upfront" && amount !== 0 ? 12 : 1;
}

/** A line of a paid invoice for a plan. */
export function payPlan(world: World, paid: GrantAllowance): void {
  const { policy, now, cover: old } = world;
  const { subscription, plan, interval, quantity, from, until } = paid;
  const perCycle = worth(policy, paid);
  // [X4] What is paid for a subscription that has ended grants nothing.
  if (world.ended.has(subscription)) return;
  paidFor(world, subscription);
  // [M13] Bought is when the subscription began, be it with a trial that gives nothing.
  const boughtAt = world.boughtAt.get(subscription) ?? now;
  world.boughtAt.set(subscription, boughtAt);
  if (perCycle === 0) return;
  const cycles = cyclesIn(policy, paid);
  if (until <= now) {
    payLate(world, perCycle * cycles);
    return;
  }
  const line = { subscription, plan, interval, quantity, until };
  const next: Omit<Cover, "cycleEnd" | "isRunning"> = {
    ...line,
    isFree: false,
    boughtAt,
    paidAt: now,
    perCycle,
    toCome: beginnings(from, until, policy, cycles),
  };
  if (old?.isFree && old.isRunning) replaceFree(world, old);
  else if (old && !old.isFree) {
    downgrade(world, old, next);
    if (old.isRunning) turnOver(world, "payment", old, { ...next, cycleEnd: 0, isRunning: true });
  }
  begin(world, "payment", next);
}

/** [O1] Free goes at the first allowance of a paid plan, whatever the policy does with leftovers. */
function replaceFree(world: World, free: Cover): void {
  for (const pile of cyclePiles(world, free)) end(world, "payment", "expired", pile);
  free.isRunning = false;
}

/** [X1] Its own period is over: it ends with the cycle that runs now, or lasts for one of its own. */
function payLate(world: World, credits: number): void {
  const { policy, now, cover } = world;
  if (cover?.isRunning) grant(world, "payment", "plan", credits, { end: cover.cycleEnd, cycleOf: cover });
  else grant(world, "payment", "plan", credits, { end: cyclesAfter(now, policy.cycle, 1) });
}
