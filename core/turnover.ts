import { type Account, allLeft, type Lot, type Term } from "./account.ts";
import { burnDown } from "./burn-down.ts";
import type { Instant } from "./calendar.ts";
import { isFor, isPurchase } from "./cohort.ts";
import { type Credits, sum } from "./credits.ts";
import type { Expired, Forfeited, Granted, Movement, RolledOver } from "./entry.ts";
import type { Leftovers, Policy } from "./policy.ts";
import { allowance, planNamed, type Subscribed } from "./term.ts";

/** What becomes of the running cycle, and which rollover lots end with a later one. */
export interface Turnover {
  readonly movements: readonly Movement[];
  readonly rolled?: NonNullable<Term["rolled"]>;
}

/**
 * The turnover of a running cycle's plan lots as the next allowance comes: what the plan carries over goes into a rollover
 * lot, the rest expires, and so do carried-over credits whose cycles are over. The plan of the cycle that begins decides, so
 * a change of plan counts from its first payment on (M8, M10). What is stored is cut only where the policy says what a
 * smaller plan takes away (M9, M11).
 */
export function turnOver(policy: Policy, account: Account, running: Term, next: Subscribed, at: Instant): Turnover {
  const cut = isDowngrade(policy, running, next) ? downgradeLosses(policy, account, running, next) : [];
  const after = { ...account, lots: without(account.lots, cut) };
  const aged = (running.rolled ?? []).map(([lot, cycles]) => [lot, cycles - 1] as const);
  const over = new Set(aged.flatMap(([lot, cycles]) => (cycles === 0 ? [lot] : [])));
  const expired = after.lots
    .filter(({ source, number, left }) => source === "rollover" && over.has(number) && left > 0)
    .map(expiryOf);

  const carried = carryOver(policy, { ...after, lots: without(after.lots, expired) }, running, next);
  const credits = sum(carried, ({ type, credits: moved }) => (type === "rolled-over" ? moved : 0));
  const leftovers = leftoversOf(policy, next);
  const cycles = leftovers.leftovers === "rollOver" ? leftovers.cycles : undefined;
  const into = credits > 0 ? [intoRollover(account, credits, at, cycles)] : [];
  const ageing = [
    ...aged.filter(([, left]) => left > 0),
    ...into.flatMap(({ lot }) => (cycles ? [[lot, cycles] as const] : [])),
  ];
  return { movements: [...cut, ...expired, ...carried, ...into], ...(ageing.length > 0 && { rolled: ageing }) };
}

/** What of the ending lots is carried over, and what expires: the youngest is carried first. */
function carryOver(policy: Policy, account: Account, running: Term, next: Subscribed): (RolledOver | Expired)[] {
  let carried = carriedOver(policy, account, running, next);
  const movements: (RolledOver | Expired)[] = [];
  for (const { number, source, left } of account.lots.filter(isOf(running)).toSorted((a, b) => b.number - a.number)) {
    const kept = Math.min(left, carried);
    if (kept > 0) movements.push({ type: "rolled-over", lot: number, source, credits: kept });
    if (left > kept) movements.push({ type: "expired", lot: number, source, credits: left - kept });
    carried -= kept;
  }
  return movements;
}

/** How much of what is left is carried over: all that fits under the limit beside what the account stores (M11, M13). */
function carriedOver(policy: Policy, account: Account, running: Term, next: Subscribed): Credits {
  const leftovers = leftoversOf(policy, next);
  if (leftovers.leftovers === "expire" || !isEligible(policy, account, running)) return 0;
  const left = sum(account.lots.filter(isOf(running)), (lot) => lot.left);
  if (leftovers.leftovers === "keep" || leftovers.upTo === undefined) return left;
  return Math.min(left, Math.max(0, leftovers.upTo * next.quantity - stored(policy, account, running)));
}

function isDowngrade(policy: Policy, running: Subscribed, next: Subscribed): boolean {
  return allowance(policy, next) < allowance(policy, running);
}

/** What the policy takes away with a smaller plan. */
function downgradeLosses(policy: Policy, { lots }: Account, running: Term, next: Subscribed): Forfeited[] {
  const { loses = [], keepsAtMost } = policy.downgrading ?? {};
  // Another subscription's plan credits are its own business (O14).
  const isConcerned = (lot: Lot) => lot.source !== "plan" || isOf(running)(lot);
  const lost = lots
    .filter((lot) => loses.includes(lot.source) && isConcerned(lot) && lot.left > 0)
    .map((lot): Forfeited => ({ type: "forfeited", ...allLeft(lot) }));
  if (keepsAtMost === undefined) return lost;
  return [...lost, ...cutTo(policy, without(lots, lost), keepsAtMost * allowance(policy, next))];
}

/** What goes so that no more than so many credits are left: what would pay first goes first. */
export function cutTo(policy: Policy, lots: readonly Lot[], most: Credits): Forfeited[] {
  const excess = sum(lots, ({ left }) => left) - most;
  const spent = excess > 0 ? burnDown(policy.burnDown, lots, excess) : [];
  return spent.map(({ lot, source, credits }) => ({ type: "forfeited", lot, source, credits }));
}

/** The lots after some of their credits have gone. */
export function without(
  lots: readonly Lot[],
  gone: readonly Pick<Movement, "lot" | "source" | "credits">[],
): readonly Lot[] {
  return lots.map((lot) => {
    const isIts = ({ lot: number, source }: Pick<Movement, "lot" | "source">) =>
      number === lot.number && source === lot.source;
    return { ...lot, left: lot.left - sum(gone.filter(isIts), ({ credits }) => credits) };
  });
}

export function leftoversOf(policy: Policy, { plan }: Pick<Term, "plan">): Leftovers {
  return planNamed(policy, plan).leftovers ?? policy.leftovers;
}

function isEligible(policy: Policy, account: Account, running: Term): boolean {
  if (!policy.rollover) return true;
  const { forPaymentsFrom = Number.NEGATIVE_INFINITY, notFor, for: audience } = policy.rollover;
  const isExcluded = notFor !== undefined && isPurchase(policy, notFor, account, running);
  return running.paidAt >= forPaymentsFrom && !isExcluded && isFor(policy, audience, account);
}

/** What stands against the limit: other lots' credits, held ones too, frozen ones not. */
function stored(policy: Policy, { lots }: Account, running: Term): Credits {
  const isEnding = isOf(running);
  const isCounted = ({ source }: Lot) => policy.rollover?.counting !== "rollover" || source === "rollover";
  return sum(lots, (lot) => (isEnding(lot) || !isCounted(lot) ? 0 : lot.left + lot.held));
}

function isOf({ lots }: Term): (lot: Lot) => boolean {
  return ({ source, number }) => source === "plan" && lots.includes(number);
}

/** Into the rollover lot that the account has, or a new one; what lives for some cycles only is a lot of its own. */
export function intoRollover(
  { seq, lots, terms }: Account,
  credits: Credits,
  at: Instant,
  cycles: number | undefined,
): Granted {
  const isAgeing = (number: number) => terms.some(({ rolled = [] }) => rolled.some(([lot]) => lot === number));
  const isLasting = ({ source, end, number }: Lot) => source === "rollover" && end === null && !isAgeing(number);
  const existing = cycles === undefined ? lots.find(isLasting) : undefined;
  const { number: lot = seq + 1, birth = at } = existing ?? {};
  return { type: "granted", lot, source: "rollover", credits, birth, end: null };
}

/** All that is left of a lot, gone with time. */
export function expiryOf(lot: Lot): Expired {
  return { type: "expired", ...allLeft(lot) };
}
