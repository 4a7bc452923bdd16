import type { Account, Source, Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
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
}

/** It has not ended, whether it is paid or not. */
export function isLive({ endedAt, lapsedAt }: Subscription): boolean {
  return endedAt === null && lapsedAt === null;
}

/** Its holder is subscribed: also in a trial, and while a payment is awaited (N3). */
export function isSubscribed(subscription: Subscription): boolean {
  return isLive(subscription) && subscription.status !== "unpaid" && subscription.status !== "paused";
}

/** The paid times of subscriptions whose state nobody has told of: until then the payment speaks for them. */
function untold({ subscriptions, terms }: SubscriptionsAndTerms): readonly Term[] {
  return terms.filter(
    (term) => term.subscription !== FREE && subscriptions.every(({ id }) => id !== term.subscription),
  );
}

type SubscriptionsAndTerms = Pick<Account, "subscriptions" | "terms">;

/** A subscription of the account lives at an instant, whether it is paid or not. */
export function hasLiveSubscription(account: SubscriptionsAndTerms, at: Instant): boolean {
  return account.subscriptions.some(isLive) || untold(account).some(({ lotEnd }) => at < lotEnd);
}

/** Somebody is subscribed at an instant: what waits for a subscription may be bought and spent (N3). */
export function isSubscriber(account: SubscriptionsAndTerms, at: Instant): boolean {
  return account.subscriptions.some(isSubscribed) || untold(account).some(({ lotEnd }) => at < lotEnd);
}

/**
 * A subscription that time had ended, and that is paid for after that end: it was resumed, and nobody has told of it yet.
 * Where it stands otherwise there is nothing to say.
 */
export function resumed(known: Subscription | undefined, paidAt: Instant): { subscription?: Subscription } {
  if (!known || known.lapsedAt === null || paidAt < known.lapsedAt) return {};
  return { subscription: { ...known, lapsedAt: null, cancelAt: null } };
}

/** Of two states of one subscription the one that counts: an end before anything else, then what was told later. */
export function isNewer(state: Pick<Subscription, "endedAt" | "toldAt">, known: Subscription): boolean {
  if ((state.endedAt === null) !== (known.endedAt === null)) return state.endedAt !== null;
  return state.toldAt > known.toldAt;
}

/**
 * The sources that can't be spent as things stand after a change: they wait for somebody to be subscribed (N3). Nothing where
 * that is as it was.
 */
export function suspension(
  policy: Policy,
  account: Account,
  { subscription, term }: { readonly subscription?: Subscription; readonly term?: Term } = {},
): { suspended?: readonly Source[] } {
  const others = account.subscriptions.filter(({ id }) => id !== subscription?.id);
  const after = {
    subscriptions: subscription ? [...others, subscription] : others,
    terms: term ? [...account.terms, term] : account.terms,
  };
  const isWaiting = !after.subscriptions.some(isSubscribed) && untold(after).length === 0;
  const suspended = isWaiting ? policy.onlyWhileSubscribed : [];
  return suspended.length === account.suspended.length ? {} : { suspended };
}
