import type { Account, Lot, Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { isFor, isPurchase } from "./cohort.ts";
import { type Credits, sum } from "./credits.ts";
import type { Expired, Granted, RolledOver } from "./entry.ts";
import type { Leftovers, Policy } from "./policy.ts";
import { planNamed } from "./term.ts";

/** The plan of the cycle that begins: its rules decide, so a change of plan counts from its first payment on (M8, M10). */
type NextPlan = Pick<Term, "plan" | "quantity">;

/**
 * The turnover of a running cycle's plan lots as the next allowance comes: what the plan carries over goes into the account's
 * rollover lot, the rest expires. Nothing that is stored is ever cut, however small the new plan's limit (M9, M11).
 */
export function turnOver(
  policy: Policy,
  account: Account,
  running: Term,
  next: NextPlan,
  at: Instant,
): (RolledOver | Expired | Granted)[] {
  const ending = account.lots.filter(isOf(running));
  let carried = carriedOver(policy, account, running, next);
  const movements: (RolledOver | Expired | Granted)[] = [];
  // The youngest first, so that what expires is what was granted earliest.
  for (const { number, source, left } of ending.toSorted((a, b) => b.number - a.number)) {
    const kept = Math.min(left, carried);
    if (kept > 0) movements.push({ type: "rolled-over", lot: number, source, credits: kept });
    if (left > kept) movements.push({ type: "expired", lot: number, source, credits: left - kept });
    carried -= kept;
  }
  const credits = sum(movements, (movement) => (movement.type === "rolled-over" ? movement.credits : 0));
  return credits > 0 ? [...movements, intoRollover(account, credits, at)] : movements;
}

/** How much of what is left is carried over: all that fits under the limit beside what the account stores (M11, M13). */
function carriedOver(policy: Policy, account: Account, running: Term, next: NextPlan): Credits {
  const leftovers = leftoversOf(policy, next);
  if (leftovers.leftovers === "expire" || !isEligible(policy, account, running)) return 0;
  const left = sum(account.lots.filter(isOf(running)), (lot) => lot.left);
  if (leftovers.leftovers === "keep") return left;
  return Math.min(left, Math.max(0, leftovers.upTo * next.quantity - stored(policy, account, running)));
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

/** Into the rollover lot that the account has, or a new one. */
function intoRollover({ seq, lots }: Account, credits: Credits, at: Instant): Granted {
  const existing = lots.find(({ source, end }) => source === "rollover" && end === null);
  const { number: lot = seq + 1, birth = at } = existing ?? {};
  return { type: "granted", lot, source: "rollover", credits, birth, end: null };
}
