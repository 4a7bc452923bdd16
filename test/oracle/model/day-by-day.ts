import type { Instant, Policy, Source } from "@passbook/core";
import type { Happening } from "../../support/journal.ts";
import { DAY_MS } from "./cycles.ts";
import { followUp, release } from "./follow-ups.ts";
import { changeSubscription, endMembership } from "./memberships.ts";
import { payPlan } from "./payments.ts";
import { balanceOf, end, present } from "./piles.ts";
import { beginFree, cycleEnds } from "./plan-times.ts";
import { payAddOn, payPack, soldTo } from "./purchases.ts";
import { adjust, hold, use } from "./usage.ts";
import { type Happened, newWorld, type World } from "./world.ts";

/** What can be spent, and what is sold. */
export interface View {
  readonly balance: Partial<Record<Source, number>>;
  readonly sold: readonly string[];
}

/** What the model says of a story: what was there at each strike of its clock, and what happened. */
export interface Told {
  readonly views: ReadonlyMap<Instant, View>;
  readonly happened: readonly Happened[];
}

/**
 * Lives through a story until an instant. The clock strikes every day, at each time of day that anything in the story has or
 * that a grace after it would have: whatever the rules do by themselves, they do at one of these.
 */
export function dayByDay(policy: Policy, story: readonly Happening[], until: Instant): Told {
  const world = newWorld(policy);
  const views = new Map<Instant, View>();
  const ahead = plansFirst(story);
  const first = Math.min(...story.map(({ now }) => now), until);
  const strikes = timesOfDay(policy, story, until);
  for (let midnight = first - (first % DAY_MS); midnight <= until; midnight += DAY_MS) {
    for (const timeOfDay of strikes) {
      world.now = midnight + timeOfDay;
      if (world.now > until) break;
      timeDoes(world);
      while (ahead[0] && ahead[0].now <= midnight + timeOfDay) tellOf(world, ahead.shift() as Happening);
      views.set(midnight + timeOfDay, { balance: balanceOf(world), sold: soldTo(world) });
    }
  }
  return { views, happened: world.happened };
}

/** Of what is paid at one instant a plan comes before a pack, whichever is told first: what the plan takes, the pack is not there for. */
function plansFirst(story: readonly Happening[]): Happening[] {
  const ahead: Happening[] = [];
  for (const happening of story) {
    const isPlan = happening.type === "GrantAllowance" || happening.type === "GrantAddOn";
    const lastOther = ahead.findLastIndex(({ type, now }) => type !== "GrantPack" || now !== happening.now);
    ahead.splice(isPlan ? lastOther + 1 : ahead.length, 0, happening);
  }
  return ahead;
}

/** Every instant that a happening names. */
function instantsIn(happening: Happening): Instant[] {
  const named: unknown[] = ["now", "paidAt", "from", "until", "cancelAt", "endedAt", "toldAt", "expiresAt"].map(
    (name) => Reflect.get(happening, name),
  );
  return named.filter((instant) => typeof instant === "number");
}

function timesOfDay({ grace }: Policy, story: readonly Happening[], until: Instant): number[] {
  const named = [...story.flatMap(instantsIn), until];
  const times = [0, ...named, ...named.map((instant) => instant + grace)].map((instant) => instant % DAY_MS);
  return [...new Set(times)].toSorted((a, b) => a - b);
}

/** What time alone does at an instant, in the order of design and laws: holds, ends, what ends by itself, the next cycle. */
function timeDoes(world: World): void {
  for (const act of world.acts)
    if (act.what === "hold" && !act.isOver && act.expiresAt === world.now) release(world, act, "hold expired");
  if (world.subscription?.cancelAt === world.now && !world.subscription.hasEnded) endMembership(world);
  for (const pile of present(world)) if (pile.end === world.now && !pile.cycleOf) end(world, "time", "expired", pile);
  cycleEnds(world);
}

/** A fact takes effect at its own instant, also where it is told a moment later. */
function tellOf(world: World, happening: Happening): void {
  if (happening.type === "ChangeSubscription") world.now = happening.endedAt ?? happening.toldAt;
  else world.now = "paidAt" in happening ? happening.paidAt : happening.now;
  happens(world, happening);
}

function happens(world: World, happening: Happening): void {
  switch (happening.type) {
    case "GrantAllowance":
    case "GrantAddOn": {
      const line = `${happening.item}/${happening.price}/${happening.from}`;
      if (world.paid.has(line)) return;
      world.paid.add(line);
      if (happening.type === "GrantAddOn") payAddOn(world, happening);
      else payPlan(world, happening);
      return;
    }
    case "GrantPack":
      if (!world.paid.has(happening.session)) payPack(world, happening);
      world.paid.add(happening.session);
      return;
    case "ChangeSubscription":
      changeSubscription(world, happening);
      return;
    case "MarkPersonal":
      world.isPersonal = true;
      beginFree(world, "first call");
      return;
    case "DescribeAccount":
      if (happening.signedUpAt !== undefined) world.signedUpAt = happening.signedUpAt;
      return;
    case "Spend":
      use(world, happening);
      return;
    case "PlaceHold":
      hold(world, happening);
      return;
    case "Adjust":
      adjust(world, happening);
      return;
    case "FollowUp":
      followUp(world, happening);
      return;
    case "SeeCustomer":
    case "GiveUpInvoice":
    case "ChangePlan":
    case "RefundPayment":
    case "DisputePayment":
      throw new TypeError(`the model knows no ${happening.type}`);
    case "CancelBooking":
    case "ReverseSpend":
    case "CaptureHold":
    case "ReleaseHold":
      throw new TypeError("a story follows up by name or number, not by the engine's own entries");
    case "TimePasses":
  }
}
