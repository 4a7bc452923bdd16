import { type Account, allLeft, type Lot, type Source, type Term } from "./account.ts";
import { END_OF_TIME, type Instant } from "./calendar.ts";
import { sum } from "./credits.ts";
import type { Expired, Forfeited, Granted, Movement, Withdrawn } from "./entry.ts";
import type { Policy } from "./policy.ts";
import { FREE, hasLiveSubscription, type Subscription } from "./subscription.ts";
import { allowance, lotEnd, planNamed } from "./term.ts";
import { cutTo, intoRollover, without } from "./turnover.ts";

/** What the end of a subscription does to an account. */
export interface MembershipEnd {
  readonly movements: readonly Movement[];
  /** The Free plan's time that begins then. */
  readonly term?: Term;
}

/**
 * The end of a subscription at `endedAt`: its plan's credits end with it, whatever is left of its paid time is dropped, and
 * where it was the last one the account loses what the policy says (M12, N3, O9) and falls back to the free plan (O1).
 * Credits that were born after that instant belong to what came after.
 */
export function membershipEnd(
  policy: Policy,
  account: Account,
  subscription: Subscription,
  endedAt: Instant,
): MembershipEnd {
  const own = new Set(
    account.terms.filter((term) => term.subscription === subscription.id).flatMap(({ lots }) => lots),
  );
  const others = {
    subscriptions: account.subscriptions.filter(({ id }) => id !== subscription.id),
    terms: account.terms.filter((term) => term.subscription !== subscription.id),
  };
  const isLast = !hasLiveSubscription(others, endedAt);
  const { loses, keepsAtMost } = policy.cancelling;
  if (isLast && keepsAtMost !== undefined) return cutMembership(policy, account, own, endedAt);
  const lost: readonly Source[] = isLast ? loses : [];
  const movements = account.lots.flatMap((lot): (Forfeited | Withdrawn)[] => {
    const isOwn = lot.source === "plan" && own.has(lot.number);
    if (lot.left === 0 || !(isOwn || (lost.includes(lot.source) && lot.birth < endedAt))) return [];
    // An allowance that began at or after the end was given only because nobody had told of it.
    return [{ type: lot.birth < endedAt ? "forfeited" : "withdrawn", ...allLeft(lot) }];
  });
  return isLast ? withFree(policy, account, movements, endedAt) : { movements };
}

/** The Free plan begins with the last subscription's end, unless a cycle of it runs then: an end is told more than once. */
function withFree(policy: Policy, account: Account, movements: readonly Movement[], endedAt: Instant): MembershipEnd {
  const isRunning = account.terms.some(({ subscription, lotEnd: end }) => subscription === FREE && endedAt < end);
  const free = account.isPersonal && !isRunning ? freeTerm(policy, account, endedAt) : undefined;
  return free ? { movements: [...movements, free.granted], term: free.term } : { movements };
}

/** Nobody will pay for a subscription that Stripe gave up: credits that only wait for the payment end with that word (X1). */
export function graceEnd({ lots, terms }: Account, { id, toldAt }: Subscription): Expired[] {
  const waiting = terms.filter(({ subscription, until }) => subscription === id && until <= toldAt);
  const own = new Set(waiting.flatMap((term) => term.lots));
  const isWaiting = ({ source, number, left }: Lot) => source === "plan" && own.has(number) && left > 0;
  return lots.filter(isWaiting).map((lot) => ({ type: "expired", ...allLeft(lot) }));
}

/** A membership's end that leaves something: the plan's credits live on with the rest, cut to what the fallback plan allows. */
function cutMembership(policy: Policy, account: Account, own: ReadonlySet<number>, endedAt: Instant): MembershipEnd {
  const { loses, keepsAtMost = 0, fallback } = policy.cancelling;
  const older = account.lots.filter(({ birth, left }) => birth < endedAt && left > 0);
  const lost = older
    .filter(({ source }) => loses.includes(source))
    .map((lot): Forfeited => ({ type: "forfeited", ...allLeft(lot) }));
  const most = fallback === undefined ? 0 : keepsAtMost * planNamed(policy, fallback).allowance;
  const cut = cutTo(policy, without(older, lost), most);
  const kept = without(older, [...lost, ...cut]).filter(
    ({ source, number, left }) => source === "plan" && own.has(number) && left > 0,
  );
  const out = kept.map((lot): Movement => ({ type: "rolled-over", ...allLeft(lot) }));
  const credits = sum(kept, ({ left }) => left);
  const into = credits > 0 ? [intoRollover(account, credits, endedAt, undefined)] : [];
  return withFree(policy, account, [...lost, ...cut, ...out, ...into], endedAt);
}

/**
 * Whether the end of a membership between a lot's birth and an instant has taken it: a plan's with any subscription, those
 * of the sources that the policy names with the last one.
 */
export function isLostWithMembership(
  policy: Policy,
  subscriptions: readonly Subscription[],
  { source, birth }: Pick<Lot, "source" | "birth">,
  asOf: Instant,
): boolean {
  const ends = subscriptions.map(endOf).filter((end) => birth < end && end <= asOf);
  const isLast = (end: Instant) => subscriptions.every((other) => end < other.startedAt || endOf(other) <= end);
  if (source === "plan") return ends.length > 0;
  return policy.cancelling.loses.includes(source) && ends.some(isLast);
}

function endOf({ endedAt, lapsedAt }: Subscription): Instant {
  return endedAt ?? lapsedAt ?? END_OF_TIME;
}

/** A lot that is granted now for a payment of then: what a membership's end has taken since is taken of it too (X4). */
export function boughtThen(policy: Policy, account: Account, granted: Granted, now: Instant): (Granted | Forfeited)[] {
  const { lot, source, credits } = granted;
  const isLost = isLostWithMembership(policy, account.subscriptions, granted, now);
  return isLost ? [granted, { type: "forfeited", lot, source, credits }] : [granted];
}

/** The free plan's time from an instant on: an allowance each cycle, for as long as nobody subscribes. */
export function freeTerm(
  policy: Policy,
  { seq }: Account,
  from: Instant,
): { term: Term; granted: Granted } | undefined {
  const { fallback: plan } = policy.cancelling;
  if (plan === undefined) return undefined;
  const span = { from, until: END_OF_TIME, cycles: Number.MAX_SAFE_INTEGER };
  const end = lotEnd(policy, span, 1);
  const name = { subscription: FREE, item: FREE, plan, interval: "month", quantity: 1 } as const;
  const term: Term = { ...name, ...span, boughtAt: from, paidAt: from, given: 1, lotEnd: end, lots: [seq + 1] };
  const credits = allowance(policy, term);
  return { term, granted: { type: "granted", lot: seq + 1, source: "plan", credits, birth: from, end } };
}

/** What is left of the free plan's credits when a paid plan's come: the two never overlap (O1). */
export function replacedFree({ lots, terms }: Account, at: Instant): Movement[] {
  const free = terms.find(({ subscription }) => subscription === FREE);
  return lots
    .filter(({ source, number, left }) => source === "plan" && free?.lots.includes(number) && left > 0)
    .map((lot) => ({ type: lot.birth < at ? "expired" : "withdrawn", ...allLeft(lot) }));
}
