import type { Account, DowngradeLoss, Lot, Term } from "./account.ts";
import { burnDown } from "./burn-down.ts";
import type { Instant } from "./calendar.ts";
import { aboveLimit, carryOver, isCounted, isOf, isOfNone, type Turning } from "./carry-over.ts";
import { type Credits, sum } from "./credits.ts";
import { moved } from "./evolve.ts";
import { endLot, hasToLose, take } from "./lot-end.ts";
import type { LotTerms, Movement } from "./movement.ts";
import { type PlanChosen, planDirection } from "./plan-direction.ts";
import type { Policy } from "./policy.ts";
import { allowance } from "./term.ts";

/**
 * The turnover of a running cycle's plan lots as the next allowance comes: what the plan carries over goes into rollover
 * lots, the rest expires, and so do carried-over credits whose cycles are over. The plan of the cycle that begins decides, so
 * a change of plan counts from its first payment on (M8, M10). What is stored is cut only where the policy says what a
 * smaller plan takes away (M9, M11).
 */
export function turnOver(policy: Policy, account: Account, running: Term, next: Turning, at: Instant): Movement[] {
  // What has been carried over at this very instant was there before it.
  const older = { ...account, lots: account.lots.filter(({ birth, source }) => birth < at || source === "rollover") };
  const isDown = planDirection(policy, running, next) === "down";
  const lost = isDown ? downgradeLosses(policy, older, running, next) : [];
  const kept = after(account, lost);
  const over = kept.lots.filter((lot) => (hasAged(account, next)(lot) || isReturnedTo(running)(lot)) && hasToLose(lot));
  const aged = over.flatMap((lot) => endLot(lot, "expired"));
  const stored = after(kept, aged);
  const cut = cutAbove(policy, stored, running, next, at);
  return [...lost, ...aged, ...cut, ...carryOver(policy, after(stored, cut), running, next, at)];
}

/** A hard limit: what is stored above it ends, and what would pay first goes first. */
function cutAbove(policy: Policy, account: Account, running: Term, next: Turning, at: Instant): Movement[] {
  const excess = aboveLimit(policy, account, running, next, at);
  const isConcerned = isConcernedBy(running, account);
  const lots = account.lots.filter(
    (lot) => isCounted(policy)(lot) && isConcerned(lot) && !isOf(running)(lot) && lot.birth < at,
  );
  const gone = excess > 0 ? burnDown(policy.burnDown, lots, excess) : [];
  return gone.flatMap(({ lot, source, credits }) => take({ number: lot, source }, "expired", credits));
}

/**
 * Whether a carried-over lot has outlived its cycles when a cycle begins. They are its own subscription's, or, where that is
 * gone, those of what came after it.
 */
export function hasAged({ terms }: Account, { subscription, turn }: Turning): (lot: Lot) => boolean {
  return ({ ages }) => {
    if (!ages || turn < ages.cycle) return false;
    return ages.subscription === subscription || terms.every((term) => term.subscription !== ages.subscription);
  };
}

/** Whether a lot is what came back too late for its own lot, to end with a cycle (X6). */
export function isReturnedTo({ returned = [] }: Term): (lot: Pick<Lot, "number" | "source">) => boolean {
  return ({ number, source }) => returned.some((back) => back.lot === number && back.source === source);
}

/** The latest loss by a smaller plan once the next one begins: that one's, if it is smaller, or else what was known before. */
export function rememberedLoss(
  policy: Policy,
  running: Term,
  next: PlanChosen,
  at: Instant,
): DowngradeLoss | undefined {
  const sources = policy.downgrading?.loses ?? [];
  const isLoss = sources.length > 0 && planDirection(policy, running, next) === "down";
  return isLoss ? { at, sources } : running.lost;
}

/**
 * Whether a lot's credits would have been lost with a smaller plan that began after its birth, had they been in it then (M11):
 * but for those of a cycle that runs, which is another subscription's (O14).
 */
export function isLostWithDowngrade(
  { terms }: Pick<Account, "terms">,
  { lot: number, source, birth }: Pick<LotTerms, "lot" | "source" | "birth">,
  asOf: Instant,
): boolean {
  if (source === "plan" && terms.some(({ lots }) => lots.includes(number))) return false;
  return terms.some(
    ({ lost }) => lost !== undefined && lost.sources.includes(source) && birth < lost.at && lost.at <= asOf,
  );
}

/** What the policy takes away with a smaller plan. */
function downgradeLosses(policy: Policy, account: Account, running: Term, next: PlanChosen): Movement[] {
  const { loses = [], keepsAtMost } = policy.downgrading ?? {};
  const isConcerned = isConcernedBy(running, account);
  const lost = account.lots
    .filter((lot) => loses.includes(lot.source) && isConcerned(lot) && hasToLose(lot))
    .flatMap((lot) => endLot(lot, "forfeited"));
  if (keepsAtMost === undefined) return lost;
  const stored = after(account, lost).lots.filter(isConcerned);
  return [...lost, ...cutTo(policy, stored, keepsAtMost * allowance(policy, next))];
}

/** Another subscription's plan credits are its own business (O14). */
function isConcernedBy(running: Term, account: Account): (lot: Lot) => boolean {
  return (lot) => lot.source !== "plan" || isOf(running)(lot) || isOfNone(account)(lot);
}

/** What goes so that no more than so many credits are stored, held ones counted: what would pay first goes first. */
export function cutTo(policy: Policy, lots: readonly Lot[], most: Credits): Movement[] {
  const excess = sum(lots, ({ left, held }) => left + held) - most;
  if (excess <= 0) return [];
  return burnDown(policy.burnDown, lots, excess).flatMap(({ lot, source, credits }) =>
    take({ number: lot, source }, "forfeited", credits),
  );
}

/** The account after some of its credits have moved. */
export function after(account: Account, movements: readonly Movement[]): Account {
  return { ...account, lots: movements.reduce(moved, account.lots) };
}
