import type { Account, Hold, Lot, Term } from "./account.ts";
import { allowanceNumber } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { endUnpaid, isOf } from "./carry-over.ts";
import { type Entry, nextEntry } from "./entry.ts";
import { evolve } from "./evolve.ts";
import { release } from "./hold.ts";
import { endLot, hasToLose } from "./lot-end.ts";
import { whose } from "./member.ts";
import { endSubscription } from "./membership.ts";
import type { Granted } from "./movement.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { cycleEnd, FREE, isLive, type Subscription, suspension } from "./subscription.ts";
import { lotEnd, nextCycleAt, sharesAt } from "./term.ts";
import { after, hasAged, isReturnedTo, turnOver } from "./turnover.ts";
import { policyAt } from "./versions.ts";

/** An account brought up to an instant, and the entries that brought it there. */
export interface Settled {
  readonly account: Account;
  readonly entries: readonly Entry[];
}

/**
 * All that time alone does to an account up to and including `now`: lots that end, allowances of a paid year. One entry per
 * due instant, oldest first, each as of its own instant, so that it makes no difference when, or how often, anybody looks
 * (X3): to read, to spend and to sweep are the same arithmetic.
 */
export function settle(policy: Policy, account: Account, now: Instant): Settled {
  const entries: Entry[] = [];
  let settled = account;
  for (let due = dueEntry(policy, settled, now); due; due = dueEntry(policy, settled, now)) {
    settled = evolve(settled, due);
    entries.push(due);
  }
  return { account: settled, entries };
}

/**
 * The next thing that time does to an account up to and including `now`; `undefined`: nothing. At one instant holds that end
 * come first, then a subscription that ends: nothing more is granted from it. Then what ends, what is turned over, what is given.
 */
export function dueEntry(policies: Policy, account: Account, now: Instant): Entry | undefined {
  const due = nextDue(policies, account);
  if (due > now) return undefined;
  const policy = policyAt(policies, due);
  const hold = account.holds.find(({ expiresAt }) => expiresAt <= due);
  if (hold) return endHold(policy, account, hold, due);
  const lapsed = account.subscriptions.find((subscription) => lapseAt(subscription) <= due);
  if (lapsed) return lapse(policy, account, lapsed, due);
  const term = account.terms.find((paid) => nextAllowanceAt(policies, account, paid) <= due);
  return term ? nextCycle(policies, account, term, due) : endLots(policies, account, due);
}

/** The next instant at which time changes the account; `Infinity`: none. */
function nextDue(policy: Policy, account: Account): Instant {
  const ends = account.lots.map((lot) => (hasToLose(lot) ? endsAt(policy, account, lot) : NEVER));
  const expiries = account.holds.map(({ expiresAt }) => expiresAt);
  const lapses = account.subscriptions.map(lapseAt);
  const allowances = account.terms.map((term) => nextAllowanceAt(policy, account, term));
  return Math.min(...ends, ...expiries, ...lapses, ...allowances);
}

/**
 * When a lot ends by itself. A plan's ends without the grace where Stripe has given up; what was carried over for a number of
 * cycles ends also with a last one that nobody renews (X1).
 */
export function endsAt(policies: Policy, account: Account, lot: Lot): Instant {
  const ends = account.terms.flatMap((term) => {
    if (isOf(term)(lot) || isReturnedTo(term)(lot))
      return lot.end === term.lotEnd ? [Math.max(cycleEnd(account, term), lot.birth)] : [];
    const isOld = hasAged(account, { ...term, turn: term.turn + 1 })(lot);
    const isLast = isOld && nextAllowanceAt(policies, account, term) === NEVER;
    return isLast ? [cycleEnd(account, term)] : [];
  });
  return Math.min(lot.end ?? NEVER, ...ends);
}

export const NEVER: Instant = Number.POSITIVE_INFINITY;

/** When a subscription that is set to end does so, whether or not Stripe has told of it. */
export function lapseAt(subscription: Subscription): Instant {
  return (isLive(subscription) ? subscription.cancelAt : null) ?? NEVER;
}

/** When the paid time gives its next allowance without another payment. */
export function nextAllowanceAt(policies: Policy, { subscriptions }: Account, term: Term): Instant {
  // No free cycle begins while a subscription lives, paid or not (O1).
  if (term.subscription === FREE && subscriptions.some(isLive)) return NEVER;
  // The cycles of what was paid for stay as long as they were then.
  return nextCycleAt(policyAt(policies, term.paidAt), term, term.given) ?? NEVER;
}

/** What every entry of time has in common; its number makes what is decided again at an instant another entry. */
function dueAt(policy: Policy, { seq }: Account, due: Instant) {
  const key = { kind: "due", id: `${due}/${seq + 1}` } as const;
  return { now: due, key, occurredAt: due, by: "time", policy: policyVersion(policy) };
}

/** Lots that end, but for those that are turned over in another entry of the same instant. */
function endLots(policies: Policy, account: Account, due: Instant): Entry {
  const policy = policyAt(policies, due);
  const unpaid = account.terms.filter((term) => cycleEnd(account, term) <= due);
  const ended = account.lots.filter((lot) => endsAt(policies, account, lot) <= due && hasToLose(lot));
  const movements = ended.flatMap((lot) => {
    const term = unpaid.find((paid) => isOf(paid)(lot));
    return term ? endUnpaid(policy, account, term, lot, due) : endLot(lot, "expired");
  });
  const reason = unpaid.length > 0 ? "not renewed" : "end of lifetime";
  return nextEntry(account, { ...dueAt(policy, account, due), type: "expired", reason, ref: {}, movements });
}

/** A subscription was set to end here, so it does: there is no grace for a payment that nobody will ask for (X1). */
function lapse(policy: Policy, account: Account, known: Subscription, due: Instant): Entry {
  const subscription = { ...known, lapsedAt: due };
  const end = endSubscription(policy, account, subscription, due);
  return nextEntry(account, {
    ...dueAt(policy, account, due),
    type: end.movements.length > 0 ? "forfeited" : "noted",
    reason: "membership ended",
    ref: { subscription: known.id },
    ...end,
    subscription,
    ...suspension(policy, account, subscription),
  });
}

/** A hold that nobody has ended. It comes first at its instant: what ends then is still there to take its credits back. */
function endHold(policy: Policy, account: Account, hold: Hold, due: Instant): Entry {
  return nextEntry(account, {
    ...dueAt(policy, account, due),
    type: "released",
    reason: "hold expired",
    ref: { hold: hold.entry },
    hold: { ended: hold.entry },
    ...whose(hold.member),
    ...release(policy, account, hold, due, due - 1),
  });
}

/** The next of a paid time's allowances, in the place of the one before; what else ends at that instant goes first. */
function nextCycle(policies: Policy, account: Account, running: Term, due: Instant): Entry {
  const policy = policyAt(policies, due);
  const turned = account.terms.filter((term) => nextAllowanceAt(policies, account, term) <= due);
  const isTurnedOver = (lot: Lot) => turned.some((term) => isOf(term)(lot));
  const gone = account.lots
    .filter((lot) => endsAt(policies, account, lot) <= due && hasToLose(lot) && !isTurnedOver(lot))
    .flatMap((lot) => endLot(lot, "expired"));
  const given = running.given + 1;
  const turning = { ...running, given, turn: running.turn + 1 };
  const term: Term = {
    ...turning,
    lotEnd: lotEnd(policyAt(policies, running.paidAt), running, given),
    lots: lotsOf(running, given),
  };
  const turnover = turnOver(policy, after(account, gone), running, turning, due);
  const movements = [...gone, ...turnover, ...grantOf(policy, term, due)];
  const ref = { plan: term.plan, subscription: term.subscription, allowance: given, of: term.cycles };
  return nextEntry(account, {
    ...dueAt(policy, account, due),
    type: "granted",
    reason: "next cycle",
    ref,
    movements,
    term,
  });
}

/** The names of an allowance's lots, one for each payment that gives of it. */
function lotsOf({ origin, upgrades = [] }: Term, k: number): number[] {
  return [origin, ...upgrades.map((upgrade) => upgrade.origin)].map((payment) => allowanceNumber(payment, k));
}

/** What a cycle gives that begins without a payment of its own; nothing where that was refunded (X5). */
function grantOf(policy: Policy, term: Term, birth: Instant): Granted[] {
  const { given, lotEnd: end } = term;
  const shares = sharesAt(policy, term, given).filter(({ credits }) => credits > 0);
  return shares.map(({ origin, credits }) => {
    const lot = allowanceNumber(origin, given);
    return { type: "granted", lot, source: "plan", credits, birth, end, origin };
  });
}
