import {
  type AddOnBeside,
  type ChangeSubscription,
  type PlanChosen,
  type Policy,
  STATUSES,
  type SubscriptionStatus,
} from "@passbook/core";
import type Stripe from "stripe";
import { accountOf } from "./account-of.ts";
import { accountLinked, idOf, type NewLink } from "./links.ts";
import { plannedChange } from "./planned.ts";
import { sold } from "./prices.ts";
import { instant, type PriceNames, type Reader, type Translation } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

/**
 * How a subscription stands: state, never money (cashier-stripe#1675). Ours is one that sells a plan of ours, or that we know;
 * what else a customer subscribes to is no membership.
 * @param toldAt when Stripe said so; of two states the later one counts.
 */
export function subscriptionState(
  { policy, known, now }: Reader,
  subscription: Stripe.Subscription,
  toldAt: number,
): Translation {
  const catalogue = sold(policy);
  const names = subscription.items.data.map(({ price }) => known.prices.get(price.id) ?? "");
  const isOurs = names.some((name) => catalogue.has(name)) || accountLinked(known.links, subscription.id) !== undefined;
  if (!isOurs) return { ignored: "sells no plan of ours" };
  const account = accountOf(known.links, {
    id: subscription.id,
    named: [subscription.metadata["account"]],
    belongsTo: subscriptionOwners(subscription),
  });
  if (account === undefined) throw new Unreadable(`${subscription.id} sells something of ours to nobody`);
  const status = statusOf(subscription);
  const links: NewLink[] = [subscription.id, idOf(subscription.customer)].flatMap((id) =>
    id === undefined ? [] : [{ id, link: { account } }],
  );
  if (status === undefined) return { facts: [], links };
  if (status === "canceled" && subscription.ended_at === null)
    throw new Unreadable(`${subscription.id} is canceled, and does not say when it ended`);
  const sells = planOf(policy, subscription, known.prices);
  const planned = plannedChange(policy, subscription, sells, toldAt);
  const fact: ChangeSubscription = {
    type: "ChangeSubscription",
    now,
    subscription: subscription.id,
    status,
    startedAt: instant(subscription.start_date),
    cancelAt: cancelAtOf(subscription),
    endedAt: subscription.ended_at === null ? null : instant(subscription.ended_at),
    toldAt,
    ...(subscription.ended_at === null && {
      ...(sells && { sells }),
      ...(planned && { planned }),
      ...besideOf(policy, subscription, known.prices),
    }),
  };
  return { facts: [{ account, fact }], links };
}

/** The plan that its items sell, whether it is paid yet or not; `undefined`: none of the policy's. */
function planOf(policy: Policy, { items }: Stripe.Subscription, names: PriceNames): PlanChosen | undefined {
  const catalogue = sold(policy);
  const [plan] = items.data.flatMap(({ price, quantity = 1 }) => {
    const sale = catalogue.get(names.get(price.id) ?? "");
    return sale && "plan" in sale && Object.hasOwn(policy.plans, sale.plan) ? [{ ...sale, quantity }] : [];
  });
  return plan;
}

/** What renews beside the plan (M2): items tell it as soon as they are chosen, payments only when it is paid. */
function besideOf(policy: Policy, { items }: Stripe.Subscription, names: PriceNames): { addOns?: AddOnBeside[] } {
  if (Object.keys(policy.addOns).length === 0) return {};
  const catalogue = sold(policy);
  const addOns = items.data.flatMap(({ id: item, price, quantity = 1 }) => {
    const sale = catalogue.get(names.get(price.id) ?? "");
    return sale && "addOn" in sale ? [{ item, addOn: sale.addOn, quantity }] : [];
  });
  return { addOns: addOns.toSorted((a, b) => (a.item < b.item ? -1 : 1)) };
}

/** Where a subscription tells whose it is. */
export function subscriptionOwners(subscription: Stripe.Subscription): (string | undefined)[] {
  return [idOf(subscription.customer), subscription.id];
}

/** `incomplete` and `incomplete_expired` change nothing, nor does what Stripe will add (N3). */
function statusOf({ status }: Stripe.Subscription): SubscriptionStatus | undefined {
  return STATUSES.find((known) => known === status);
}

/**
 * When it is set to end. The customer portal sets `cancel_at` and leaves `cancel_at_period_end` false (stripe-node#2470); what is
 * over is not set to end any more.
 * @throws {Unreadable} it is, and nothing says when: another API version keeps that elsewhere (twenty#19894).
 */
function cancelAtOf(subscription: Stripe.Subscription): number | null {
  const { id, cancel_at, cancel_at_period_end, ended_at, items } = subscription;
  if (ended_at !== null) return null;
  if (cancel_at !== null) return instant(cancel_at);
  if (!cancel_at_period_end) return null;
  const end = Math.max(...items.data.map(({ current_period_end }) => current_period_end));
  if (!Number.isFinite(end)) throw new Unreadable(`${id} ends with its period, and does not say when that is`);
  return instant(end);
}
