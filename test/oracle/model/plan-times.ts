import type { Instant, Plan, Policy } from "@passbook/core";
import { beginnings } from "./cycles.ts";
import { endCycle, turnOver } from "./leftovers.ts";
import { grant } from "./piles.ts";
import type { Because, Cover, World } from "./world.ts";

/** More cycles than any story of Free lives to see. */
const ENOUGH = 60;
const NEVER: Instant = 8_640_000_000_000_000;

export function planOf({ plans }: Policy, name: string): Plan {
  const plan = plans[name];
  if (!plan) throw new RangeError(`there is no plan ${name}`);
  return plan;
}

/** A new time begins with its first cycles, those that began before the money was there among them (X3, X4). */
export function begin(world: World, because: Because, cover: Omit<Cover, "cycleEnd" | "isRunning">): Cover {
  const begun = cover.toCome.filter((next) => next <= world.now).length;
  const running: Cover = { ...cover, toCome: cover.toCome.slice(Math.max(1, begun)), cycleEnd: 0, isRunning: true };
  world.cover = running;
  giveAllowance(world, because, running, Math.max(1, begun));
  return running;
}

function giveAllowance(world: World, because: Because, cover: Cover, times: number): void {
  cover.cycleEnd = cover.toCome[0] ?? cover.until + world.policy.grace;
  grant(world, because, "plan", cover.perCycle * times, { end: cover.cycleEnd, cycleOf: cover });
}

/** [O1] From a first call, or from the end of the last subscription, a personal account has its Free plan. */
export function beginFree(world: World, because: Because): void {
  const plan = world.policy.cancelling.fallback;
  const isLive = world.subscription && !world.subscription.hasEnded;
  if (plan === undefined || !world.isPersonal || world.cover?.isRunning || isLive) return;
  const { now: paidAt } = world;
  begin(world, because, {
    subscription: "free",
    plan,
    interval: "month",
    quantity: 1,
    isFree: true,
    until: NEVER,
    boughtAt: paidAt,
    paidAt,
    perCycle: planOf(world.policy, plan).allowance,
    toCome: beginnings(paidAt, NEVER, world.policy, ENOUGH),
  });
}

/** The cycle's end has come: the next one begins, or, where none was paid for, nothing is left of it (X1). */
export function cycleEnds(world: World): void {
  const { cover, subscription, now } = world;
  if (!cover?.isRunning) return;
  const isGivenUp = subscription?.status === "unpaid" && cover.until === now;
  if (cover.cycleEnd !== now && !isGivenUp) return;
  const isReplaced = cover.isFree && subscription && !subscription.hasEnded;
  if (cover.toCome[0] !== now || isReplaced) {
    endCycle(world, "time", cover);
    return;
  }
  turnOver(world, "time", cover, cover);
  cover.toCome.shift();
  giveAllowance(world, "time", cover, 1);
}
