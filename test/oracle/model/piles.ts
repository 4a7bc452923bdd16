import type { Source } from "@passbook/core";
import { type Because, type Part, type Pile, tell, type What, type World } from "./world.ts";

/** What is still there, spendable or not. */
export function present({ piles }: World): Pile[] {
  return piles.filter(({ gone }) => gone === undefined);
}

/** [N3] Who has a subscription that is neither unpaid nor paused is subscribed. */
export function isSubscribed({ subscription }: World): boolean {
  if (!subscription) return false;
  return !subscription.hasEnded && subscription.status !== "unpaid" && subscription.status !== "paused";
}

/** A payment for a subscription that nobody has told of says that it lives, until an end is told. */
export function paidFor(world: World, id: string): void {
  world.subscription ??= { id, status: "active", cancelAt: null, hasEnded: false };
}

export function isSpendable(world: World, { source }: Pick<Pile, "source">): boolean {
  return isSubscribed(world) || !world.policy.onlyWhileSubscribed.includes(source);
}

/** What can be spent now, by source; what is 0 is left out (N4). */
export function balanceOf(world: World): Partial<Record<Source, number>> {
  const balance: Partial<Record<Source, number>> = {};
  for (const { source, left } of present(world).filter((pile) => isSpendable(world, pile)))
    if (left > 0) balance[source] = (balance[source] ?? 0) + left;
  return balance;
}

/** By source as the policy lists them, then the earliest end, then the oldest. */
export function inBurnDownOrder({ policy, piles }: World, some: readonly Pile[]): Pile[] {
  return some.toSorted(
    (a, b) =>
      policy.burnDown.indexOf(a.source) - policy.burnDown.indexOf(b.source) ||
      lastOf(a) - lastOf(b) ||
      a.bornAt - b.bornAt ||
      a.left - b.left ||
      piles.indexOf(a) - piles.indexOf(b),
  );
}

/** [N7] What lives for a number of turnovers ends before what never ends. */
function lastOf({ end: at, turnovers }: Pile): number {
  return at ?? (turnovers === undefined ? 2 * LAST_OF_DATES : LAST_OF_DATES + turnovers);
}

const LAST_OF_DATES = 8_640_000_000_000_000;

/** Takes so many credits out of piles, in their order. */
export function takeFrom(piles: readonly Pile[], credits: number): Part[] {
  const parts: Part[] = [];
  let missing = credits;
  for (const pile of piles) {
    const taken = Math.min(pile.left, missing);
    pile.left -= taken;
    missing -= taken;
    if (taken > 0) parts.push({ pile, credits: taken });
  }
  return parts;
}

export function tellParts(world: World, because: Because, what: What, parts: readonly Part[]): void {
  for (const { pile, credits } of parts) tell(world, because, what, pile.source, credits);
}

/** All that is left of a pile goes, and so does the pile. What is held of it is held on. */
export function end(world: World, because: Because, what: What, pile: Pile): void {
  tell(world, because, what, pile.source, pile.left);
  pile.left = 0;
  pile.gone = what === "forfeited" ? "lost" : "ended";
}

type Birth = Partial<Pick<Pile, "end" | "cycleOf" | "turnovers">>;

/** A new pile. */
export function grant(world: World, because: Because, source: Source, credits: number, birth: Birth = {}): void {
  tell(world, because, "granted", source, credits);
  if (credits > 0) world.piles.push({ source, bornAt: world.now, end: null, left: credits, held: 0, ...birth });
}
