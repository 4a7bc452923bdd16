import type { Audience, Leftovers, Limit, Policy } from "@passbook/core";
import { end, inBurnDownOrder, present } from "./piles.ts";
import { type Because, type Cover, type Pile, tell, type World } from "./world.ts";

/** [M7] Who has not said when they signed up is in no cohort. */
export function isIn({ policy, signedUpAt }: World, audience: Audience): boolean {
  if (audience === "everyone") return true;
  const cohort = policy.cohorts[audience.cohort];
  return cohort !== undefined && signedUpAt !== undefined && signedUpAt < cohort.signedUpBefore;
}

function leftoversOf(policy: Policy, plan: string): Leftovers {
  return policy.plans[plan]?.leftovers ?? policy.leftovers;
}

/** [M13] [M14] Whether what the old time left may be carried over at all. */
function mayRollOver(world: World, old: Cover): boolean {
  const { rollover } = world.policy;
  if (!rollover) return true;
  const { forPaymentsFrom, notFor } = rollover;
  if (!isIn(world, rollover.for)) return false;
  if (forPaymentsFrom !== undefined && old.paidAt < forPaymentsFrom) return false;
  return !(notFor && old.interval === notFor.interval && old.boughtAt < notFor.boughtBefore && isIn(world, notFor.by));
}

/** [M11] How much there is room for. The cycle's own piles do not count; what is held of others does, also where they have ended. */
function room(world: World, old: Cover, upTo: number | undefined, quantity: number): number {
  if (upTo === undefined) return Number.POSITIVE_INFINITY;
  const counting = world.policy.rollover?.counting ?? "account";
  const turnedOver = cyclePiles(world, old);
  const stored = world.piles
    .filter((pile) => !turnedOver.includes(pile) && (counting === "account" || pile.source === "rollover"))
    .reduce((total, { left, held }) => total + left + held, 0);
  return Math.max(0, upTo * quantity - stored);
}

/** The model's policies have no other limits. */
function numberIn(limit: Limit | undefined): number | undefined {
  if (typeof limit === "object") throw new RangeError("a limit in allowances");
  return limit;
}

/** What was carried over for so many cycles sees one of them end. */
export function age(world: World, because: Because): void {
  for (const pile of present(world)) {
    if (pile.turnovers === undefined) continue;
    pile.turnovers -= 1;
    if (pile.turnovers === 0) end(world, because, "expired", pile);
  }
}

export function cyclePiles(world: World, cover: Cover): Pile[] {
  return inBurnDownOrder(
    world,
    present(world).filter(({ cycleOf }) => cycleOf === cover),
  );
}

/** The old cycle's piles are carried over, as the plan now in force says it (M8, M10, M11), or expire. */
export function turnOver(world: World, because: Because, old: Cover, { plan, quantity }: Cover): void {
  age(world, because);
  const rule = leftoversOf(world.policy, plan);
  let fits = 0;
  if (rule.leftovers !== "expire" && mayRollOver(world, old))
    fits = rule.leftovers === "keep" ? Number.POSITIVE_INFINITY : room(world, old, numberIn(rule.upTo), quantity);
  let carried = 0;
  for (const pile of cyclePiles(world, old)) {
    const kept = pile.source === "plan" ? Math.min(pile.left, fits - carried) : 0;
    tell(world, because, "rolled-over", pile.source, kept);
    pile.left -= kept;
    carried += kept;
    end(world, because, "expired", pile);
  }
  carryOver(world, because, carried, rule.leftovers === "rollOver" ? rule.cycles : undefined);
}

/** What is carried over without an end is one pile, that grows; one that was emptied makes place for another. */
export function carryOver(world: World, because: Because, credits: number, turnovers?: number): void {
  if (credits === 0) return;
  tell(world, because, "granted", "rollover", credits);
  const stored = world.piles.find(
    (pile) =>
      pile.source === "rollover" &&
      !pile.gone &&
      !pile.cycleOf &&
      pile.end === null &&
      !pile.turnovers &&
      pile.left + pile.held > 0,
  );
  if (stored && turnovers === undefined) stored.left += credits;
  else {
    const fresh: Pile = { source: "rollover", bornAt: world.now, end: null, left: credits, held: 0 };
    world.piles.push(turnovers === undefined ? fresh : { ...fresh, turnovers });
  }
}

/** [X1] [O5] A cycle that nobody renews: nothing is carried over, but for what is kept whatever comes, if it was paid for. */
export function endCycle(world: World, because: Because, cover: Cover): void {
  age(world, because);
  const keeps =
    !cover.isFree && leftoversOf(world.policy, cover.plan).leftovers === "keep" && mayRollOver(world, cover);
  let kept = 0;
  for (const pile of cyclePiles(world, cover)) {
    if (keeps && pile.source === "plan") {
      tell(world, because, "rolled-over", "plan", pile.left);
      kept += pile.left;
      pile.left = 0;
    }
    end(world, because, "expired", pile);
  }
  carryOver(world, because, kept);
  cover.isRunning = false;
}
