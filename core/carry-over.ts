import { type Account, allLeft, type Lot, originOf, type Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { isFor, isPurchase } from "./cohort.ts";
import { type Credits, sum } from "./credits.ts";
import { endLot, hasToLose } from "./lot-end.ts";
import type { Granted, Movement, RolledOver } from "./movement.ts";
import type { Leftovers, Policy } from "./policy.ts";
import { FREE } from "./subscription.ts";
import { perCycle, planNamed, type Subscribed } from "./term.ts";

/** A paid time as far as its cycles are counted. */
export type Turning = Subscribed & Pick<Term, "subscription" | "turn">;

/**
 * What of a running cycle's plan lots is carried over as the next cycle begins, the youngest first, each into a lot of its own;
 * the rest expires (M11, M13).
 */
export function carryOver(policy: Policy, account: Account, running: Term, next: Turning, at: Instant): Movement[] {
  let carried = carriedOver(policy, account, running, next, at);
  const ending = account.lots.filter(isOf(running)).filter(hasToLose);
  return ending.toSorted(youngestFirst).flatMap((lot) => {
    const kept = Math.min(lot.left, carried);
    carried -= kept;
    const over = kept > 0 ? rollOver(lot, kept, at, leftoversOf(policy, next), next) : [];
    return [...over, ...endLot({ ...lot, left: lot.left - kept }, "expired")];
  });
}

/** Not by their numbers, which depend on what was told first (X2). */
export function youngestFirst(a: Lot, b: Lot): number {
  return b.birth - a.birth || b.left - a.left || b.number - a.number;
}

/** Credits of a lot that live on in one of their own, which bears the number of the lot that they come from. */
export function rollOver(
  lot: Lot,
  credits: Credits,
  at: Instant,
  leftovers?: Leftovers,
  { subscription, turn }: Pick<Turning, "subscription" | "turn"> = { subscription: "", turn: 0 },
): [RolledOver, Granted] {
  const { number, source } = lot;
  const cycles = leftovers?.leftovers === "rollOver" ? leftovers.cycles : undefined;
  const granted: Granted = {
    type: "granted",
    lot: number,
    source: "rollover",
    credits,
    birth: at,
    end: null,
    ...(originOf(lot) !== number && { origin: originOf(lot) }),
    ...(cycles !== undefined && { ages: { subscription, cycle: turn + cycles } }),
  };
  return [{ type: "rolled-over", lot: number, source, credits }, granted];
}

/** All that is left of some lots, carried over whatever the limit. */
export function keepAll(lots: readonly Lot[], at: Instant): Movement[] {
  return lots.filter(({ left }) => left > 0).flatMap((lot) => rollOver(lot, allLeft(lot).credits, at));
}

/**
 * The end of one of a paid time's lots where nobody pays for the next one: what is kept whatever comes is kept here too, all
 * else expires. What was free has not been paid for: it ends with its cycle.
 */
export function endUnpaid(policy: Policy, account: Account, term: Term, lot: Lot, at: Instant): Movement[] {
  const isPaid = term.subscription !== FREE;
  const isKept = isPaid && leftoversOf(policy, term).leftovers === "keep" && isEligible(policy, account, term);
  return isKept ? [...keepAll([lot], at), ...endLot({ ...lot, left: 0 }, "expired")] : endLot(lot, "expired");
}

export function leftoversOf(policy: Policy, { plan }: Pick<Term, "plan">): Leftovers {
  return planNamed(policy, plan).leftovers ?? policy.leftovers;
}

/** Whether a lot is one of the running cycle's. */
export function isOf({ lots }: Pick<Term, "lots">): (lot: Pick<Lot, "number" | "source">) => boolean {
  return ({ source, number }) => source === "plan" && lots.includes(number);
}

/** Whether a lot is a plan's and no cycle's: it was paid when its own was over, and ends by itself. */
export function isOfNone({ terms }: Pick<Account, "terms">): (lot: Lot) => boolean {
  return (lot) => lot.source === "plan" && !terms.some((term) => isOf(term)(lot));
}

/** How much of what is left is carried over: all that fits under the limit beside what the account stores. */
function carriedOver(policy: Policy, account: Account, running: Term, next: Subscribed, at: Instant): Credits {
  const leftovers = leftoversOf(policy, next);
  if (leftovers.leftovers === "expire" || !isEligible(policy, account, running)) return 0;
  const left = sum(account.lots.filter(isOf(running)), (lot) => lot.left);
  if (leftovers.leftovers === "keep" || leftovers.upTo === undefined) return left;
  return Math.min(left, Math.max(0, limitOf(policy, next) - stored(policy, account, running, at)));
}

/** How much may be stored; `Infinity`: as much as there is. */
export function limitOf(policy: Policy, next: Subscribed): number {
  const leftovers = leftoversOf(policy, next);
  const upTo = leftovers.leftovers === "rollOver" ? leftovers.upTo : undefined;
  if (upTo === undefined) return Number.POSITIVE_INFINITY;
  if (typeof upTo === "number") return upTo * next.quantity;
  return Math.floor(upTo.timesAllowance * perCycle(policy, next));
}

/** What of an account is stored above the limit, where the policy has it cut; held credits count, and can't be taken. */
export function aboveLimit(policy: Policy, account: Account, running: Term, next: Subscribed, at: Instant): Credits {
  const excess = stored(policy, account, running, at) - limitOf(policy, next);
  return policy.rollover?.above === "cut" ? Math.max(0, excess) : 0;
}

/** Whether a lot stands against the limit. */
export function isCounted(policy: Policy): (lot: Lot) => boolean {
  return ({ source }) => policy.rollover?.counting !== "rollover" || source === "rollover";
}

function isEligible(policy: Policy, account: Account, running: Term): boolean {
  if (!policy.rollover) return true;
  const { forPaymentsFrom = Number.NEGATIVE_INFINITY, notFor, for: audience } = policy.rollover;
  const isExcluded = notFor !== undefined && isPurchase(policy, notFor, account, running);
  return running.paidAt >= forPaymentsFrom && !isExcluded && isFor(policy, audience, account);
}

/**
 * What stands against the limit: other lots' credits, held ones too; not frozen ones, and not what comes with the same
 * payment, whichever of its lines is told first.
 */
function stored(policy: Policy, { lots }: Account, running: Term, at: Instant): Credits {
  const isEnding = isOf(running);
  const counts = isCounted(policy);
  return sum(lots, (lot) => (isEnding(lot) || !counts(lot) || lot.birth >= at ? 0 : Math.max(0, lot.left) + lot.held));
}
