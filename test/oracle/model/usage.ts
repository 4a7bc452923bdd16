import {
  type Adjust,
  HOUR,
  type PlaceHold,
  type Policy,
  type Service,
  type Spend,
  type UnitCost,
} from "@passbook/core";
import { isIn } from "./leftovers.ts";
import { grant, inBurnDownOrder, isSpendable, present, takeFrom, tellParts } from "./piles.ts";
import type { Because, Part, World } from "./world.ts";

type Wanted = Spend["for"];

function serviceOf({ services }: Policy, wanted: Wanted): Service | undefined {
  return "service" in wanted ? services[wanted.service] : undefined;
}

/** [M3] [M4] [M7] [O13] What is wanted costs so much. */
export function costOf(world: World, wanted: Wanted): number {
  if (!("service" in wanted)) return wanted.credits;
  const service = serviceOf(world.policy, wanted);
  if (!service) throw new RangeError(`there is no service ${wanted.service}`);
  const theirs = Object.entries(service.cohorts ?? {}).find(([cohort]) => isIn(world, { cohort }));
  const cost: UnitCost = theirs?.[1] ?? service;
  const { length = 1 } = wanted.options;
  const each =
    "credits" in cost
      ? cost.credits
      : (cost.choices[wanted.options[cost.option] ?? Object.keys(cost.choices)[0] ?? ""] ?? 0);
  return each * wanted.quantity * (service.booking ? Number(length) : 1);
}

/** [N6] [M5] What is not a matter of credits: the plan that it takes, and a place among the bookings. */
function isOpenTo(world: World, wanted: Wanted): boolean {
  const { policy, cover, now, acts } = world;
  const service = serviceOf(policy, wanted);
  if (!service) return true;
  if (service.plans && !(cover?.isRunning && service.plans.includes(cover.plan))) return false;
  const ahead = acts.filter(({ startsAt, isOver }) => startsAt !== undefined && startsAt > now && !isOver);
  return !service.booking || ahead.length < (policy.bookings?.openAtOnce ?? 0);
}

/** [M1] All of it or nothing. */
function pay(world: World, because: Because, what: "spent" | "held", credits: number): Part[] {
  const purse = present(world).filter((pile) => isSpendable(world, pile));
  if (credits > purse.reduce((total, { left }) => total + left, 0)) return [];
  const parts = takeFrom(inBurnDownOrder(world, purse), credits);
  tellParts(world, because, what, parts);
  return parts;
}

export function use(world: World, { for: wanted, request }: Spend): void {
  if (!isOpenTo(world, wanted)) return;
  const parts = pay(world, "use", "spent", costOf(world, wanted));
  const startsAt = "service" in wanted ? wanted.startsAt : undefined;
  if (parts.length > 0)
    world.acts.push({ what: "use", request, parts, isOver: false, ...(startsAt !== undefined && { startsAt }) });
}

export function hold(world: World, { for: wanted, request, now, expiresAt = now + HOUR }: PlaceHold): void {
  if (!isOpenTo(world, wanted)) return;
  const parts = pay(world, "hold", "held", costOf(world, wanted));
  for (const { pile, credits } of parts) pile.held += credits;
  if (parts.length > 0) world.acts.push({ what: "hold", request, parts, isOver: false, expiresAt });
}

/** Given credits are a pile of their own; taken ones are taken as a spend would. */
export function adjust(world: World, { credits, expiresAt }: Adjust): void {
  if (credits > 0) grant(world, "adjustment", "adjustment", credits, { end: expiresAt ?? null });
  else pay(world, "adjustment", "spent", -credits);
}
