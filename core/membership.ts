import type { Account, Lot, Source, Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { endUnpaid, isOf, isOfNone, keepAll } from "./carry-over.ts";
import { freeTerm, isFreeRunning, type WithFree } from "./free-plan.ts";
import { endLot, hasToLose } from "./lot-end.ts";
import type { LotTerms, Movement } from "./movement.ts";
import type { Policy } from "./policy.ts";
import { endOf, FREE, isLive, type Subscription } from "./subscription.ts";
import { planNamed } from "./term.ts";
import { after, cutTo, hasAged, isReturnedTo } from "./turnover.ts";

/**
 * The end of a subscription: its plan's credits end with it, whatever is left of its paid time is dropped, and where it was
 * the last one, which ends the membership, the account loses what the policy says (M12, N3, O9), or keeps all up to what
 * the policy allows, and falls back to the free plan (O1).
 */
export function endSubscription(policy: Policy, account: Account, subscription: Subscription, at: Instant): WithFree {
  // An end is told more than once: by time, then by Stripe.
  const isOver = account.subscriptions.some((known) => known.id === subscription.id && !isLive(known));
  if (isOver) return { movements: [] };
  const isLast = account.subscriptions.every((other) => other.id === subscription.id || !isLive(other));
  const isOwn = isOwnOf(account, subscription.id);
  const isLeft = (lot: Lot) => isOwn(lot) || (isOfNone(account)(lot) && lot.birth <= at);
  const lost = isLast
    ? endMembership(policy, account, isLeft, at)
    : account.lots.filter(isOwn).filter(hasToLose).flatMap(forfeit);
  const movements = [...lost, ...endReturned(after(account, lost), subscription.id)];
  if (!isLast) return { movements };
  const free = account.isPersonal && !isFreeRunning(account, at) ? freeTerm(policy, account, at) : undefined;
  return free ? { movements: [...movements, free.granted], term: free.term } : { movements };
}

function endMembership(policy: Policy, account: Account, isOwn: (lot: Lot) => boolean, at: Instant): Movement[] {
  const { loses, keepsAtMost, fallback } = policy.cancelling;
  const keeps = keepsAtMost !== undefined;
  const isFree = isOwnOf(account, FREE);
  // What was granted later belongs to what came after.
  const isLost = (lot: Lot) => loses.includes(lot.source) && lot.birth <= at && !isFree(lot);
  const lost = account.lots
    .filter((lot) => (isOwn(lot) ? !keeps || loses.includes(lot.source) : isLost(lot)) && hasToLose(lot))
    .flatMap(forfeit);
  if (!keeps) return lost;
  const stored = after(account, lost);
  const most = fallback === undefined ? 0 : keepsAtMost * planNamed(policy, fallback).allowance;
  const cut = cutTo(
    policy,
    stored.lots.filter(({ birth }) => birth <= at),
    most,
  );
  return [...lost, ...cut, ...keepAll(after(stored, cut).lots.filter(isOwn), at)];
}

/** What came back too late for its own lot ends with the cycle, and that with the subscription (X6). */
function endReturned({ lots, terms }: Account, id: string): Movement[] {
  const own = terms.filter(({ subscription }) => subscription === id);
  return lots
    .filter((lot) => hasToLose(lot) && own.some((term) => isReturnedTo(term)(lot)))
    .flatMap((lot) => endLot(lot, "expired"));
}

function forfeit(lot: Lot): Movement[] {
  return endLot(lot, "forfeited");
}

function isOwnOf({ terms }: Account, id: string): (lot: Lot) => boolean {
  const own = terms.filter(({ subscription }) => subscription === id);
  return (lot) => own.some((term) => isOf(term)(lot));
}

/**
 * Nobody will pay for it any more: credits that only wait for the payment end with that word, and so does what was carried
 * over for a number of cycles of which this was the last (X1).
 */
export function endGrace(policy: Policy, account: Account, subscription: string, at: Instant): Movement[] {
  const waiting = account.terms.filter((term) => isWaiting(term, subscription, at));
  const isAged = (lot: Lot) => waiting.some((term) => hasAged(account, { ...term, turn: term.turn + 1 })(lot));
  return account.lots.filter(hasToLose).flatMap((lot) => {
    const own = waiting.find((term) => isOf(term)(lot));
    if (own) return endUnpaid(policy, account, own, lot, at);
    // What came back too late for its own lot ends with the cycle (X6).
    const isReturned = waiting.some((term) => isReturnedTo(term)(lot));
    return isReturned || isAged(lot) ? endLot(lot, "expired") : [];
  });
}

/** Whether a subscription's paid time is over, and only waits for the payment of the next. */
export function isWaiting({ subscription: paid, until }: Term, subscription: string, at: Instant): boolean {
  return paid === subscription && until <= at;
}

/**
 * Whether a lot's credits would have been lost with a membership that ended after its birth, had they been in it then (M12): a
 * plan's, also where the policy does not name them, and those of the sources that it names. What a cycle has that still runs,
 * as Free's does through an unpaid trial, was not.
 */
export function isLostWithMembership(
  policy: Policy,
  { subscriptions, terms }: Account,
  { lot: number, source, birth }: Pick<LotTerms, "lot" | "source" | "birth">,
  asOf: Instant,
): boolean {
  const isLost = source === "plan" ? !terms.some(({ lots }) => lots.includes(number)) : isNamed(policy, source);
  const isEnd = (end: Instant) => birth < end && end <= asOf;
  const isLast = (end: Instant) => subscriptions.every((other) => end <= other.startedAt || endOf(other) <= end);
  return isLost && subscriptions.map(endOf).filter(isEnd).some(isLast);
}

/**
 * Whether credits are of an allowance that would not have been given, or carried over, had it been known that its subscription was
 * over (X2, X4): a paid plan's, and nobody was subscribed when they came.
 */
export function isOfNobody({ subscriptions, terms }: Account, lot: LotTerms): boolean {
  const { lot: number, source, origin = number, birth, end } = lot;
  const isCarriedOver = source === "rollover" && end === null;
  const isPaidPlan = isCarriedOver || (source === "plan" && !terms.some(({ lots }) => lots.includes(number)));
  if (origin < 0 || !isPaidPlan || subscriptions.length === 0) return false;
  // What the end leaves is carried over at its instant.
  const isOver = (over: Instant) => over < birth || (over === birth && !isCarriedOver);
  return subscriptions.every((one) => isOver(endOf(one)) || birth < one.startedAt);
}

function isNamed({ cancelling }: Policy, source: Source): boolean {
  return cancelling.loses.includes(source);
}
