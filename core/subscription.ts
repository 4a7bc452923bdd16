import type { Account, Source, Term } from "./account.ts";
import type { AddOnBeside } from "./add-on-term.ts";
import { BEFORE_ALL, END_OF_TIME, type Instant } from "./calendar.ts";
import type { PlanChosen } from "./plan-direction.ts";
import type { Policy } from "./policy.ts";

/**
 * What Stripe says of a subscription's payment (docs.stripe.com/api/subscriptions/object#subscription_object-status).
 * The set is open on Stripe's side; what it does not name changes nothing.
 */
export const STATUSES = ["trialing", "active", "past_due", "unpaid", "paused", "canceled"] as const;
export type SubscriptionStatus = (typeof STATUSES)[number];

/** The name under which the plan that needs no subscription stands among the terms. */
export const FREE = "free";

/** A subscription as last known. It tells state, never money: that is the terms'. */
export interface Subscription {
  readonly id: string;
  readonly status: SubscriptionStatus;
  readonly startedAt: Instant;
  /** When it is set to end; `null`: it renews. */
  readonly cancelAt: Instant | null;
  /** When it ended, as Stripe said. That is final. */
  readonly endedAt: Instant | null;
  /** When it was set to end and nobody has said that it did: time has ended it for us. */
  readonly lapsedAt: Instant | null;
  /** When Stripe told this state. */
  readonly toldAt: Instant;
  /** What its items sell: the next payment is for that, also while one is awaited; absent: nobody has said, so what was paid for. */
  readonly sells?: PlanChosen;
  /** The change of plan that is set for later, or was, and is what its items sell since; absent: none. */
  readonly planned?: PlannedChange;
  /** What renews beside the plan, in the order of the items' names; absent: nobody has said, so what was paid for does (M2). */
  readonly addOns?: readonly AddOnBeside[];
}

/** A change of plan by a schedule: with a renewal, or, up inside a paid year, with one of its anchors (O8). */
export interface PlannedChange extends Pick<Term, "plan" | "interval" | "quantity"> {
  readonly at: Instant;
}

/** It has not ended, whether it is paid or not. */
export function isLive({ endedAt, lapsedAt }: Subscription): boolean {
  return endedAt === null && lapsedAt === null;
}

/** When it ended; the end of time where it lives. */
export function endOf({ endedAt, lapsedAt }: Subscription): Instant {
  return lapsedAt ?? endedAt ?? END_OF_TIME;
}

/**
 * When a running cycle ends if nothing is paid: after the grace, but without one where Stripe has given up the subscription, or
 * the invoice that was to renew it (X1).
 */
export function cycleEnd(
  { subscriptions }: Pick<Account, "subscriptions">,
  { subscription, until, lotEnd, isGivenUp }: Term,
): Instant {
  const isUnpaid = subscriptions.some(({ id, status }) => id === subscription && status === "unpaid");
  return isGivenUp === true || isUnpaid ? Math.min(lotEnd, until) : lotEnd;
}

/** Its holder is subscribed: also in a trial, and while a payment is awaited (N3). */
export function isSubscribed(subscription: Subscription): boolean {
  return isLive(subscription) && subscription.status !== "unpaid" && subscription.status !== "paused";
}

/** Somebody is subscribed: what waits for a subscription may be bought and spent (N3). */
export function isSubscriber({ subscriptions }: Pick<Account, "subscriptions">): boolean {
  return subscriptions.some(isSubscribed);
}

/**
 * What a payment says of its subscription: one that nobody has told of lives, and one that time had ended was resumed.
 * Nothing where it is known to live.
 */
export function paidFor(
  { subscriptions }: Account,
  { subscription: id, paidAt }: { readonly subscription: string; readonly paidAt: Instant },
): { subscription?: Subscription } {
  const known = subscriptions.find((subscription) => subscription.id === id);
  if (known) return known.lapsedAt === null ? {} : { subscription: { ...known, lapsedAt: null, cancelAt: null } };
  const unsaid = { cancelAt: null, endedAt: null, lapsedAt: null, toldAt: BEFORE_ALL };
  return { subscription: { id, status: "active", startedAt: paidAt, ...unsaid } };
}

/** Of two states of one subscription the one that counts: an end before anything else, then what was told later. */
export function isNewer(state: Pick<Subscription, "endedAt" | "toldAt">, known: Subscription): boolean {
  if ((state.endedAt === null) !== (known.endedAt === null)) return state.endedAt !== null;
  return state.toldAt > known.toldAt;
}

/**
 * The sources that can't be spent once a subscription stands so: they wait for somebody to be subscribed (N3). Nothing where
 * that is as it was.
 */
export function suspension(
  policy: Policy,
  account: Account,
  subscription?: Subscription,
): { suspended?: readonly Source[] } {
  const others = account.subscriptions.filter(({ id }) => id !== subscription?.id);
  const isWaiting = !isSubscriber({ subscriptions: subscription ? [...others, subscription] : others });
  const suspended = isWaiting ? policy.onlyWhileSubscribed : [];
  return suspended.length === account.suspended.length ? {} : { suspended };
}
