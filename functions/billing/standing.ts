import type { BillingInterval, Instant, PlanChosen, Policy } from "@passbook/core";
import type Stripe from "stripe";
import { idOf } from "../stripe/links.ts";
import { sold } from "../stripe/prices.ts";
import { instant, type PriceNames } from "../stripe/reading.ts";

/** A subscription to a plan of ours, as Stripe has it. */
export interface Standing extends PlanChosen {
  readonly subscription: Stripe.Subscription;
  /** The plan's item. */
  readonly item: Stripe.SubscriptionItem;
  /** The items beside the plan's. */
  readonly addOns: readonly AddOnItem[];
  /** What is paid for. */
  readonly from: Instant;
  readonly until: Instant;
  /** When it is set to end. */
  readonly endsAt: Instant | null;
  /** The schedule that will change it, whole where it was asked for. */
  readonly schedule: string | undefined;
}

export interface AddOnItem {
  readonly addOn: string;
  readonly item: Stripe.SubscriptionItem;
}

/** `undefined`: it sells no plan of ours. */
export function standingOf(policy: Policy, names: PriceNames, subscription: Stripe.Subscription): Standing | undefined {
  const catalogue = sold(policy);
  const items = subscription.items.data.map((item) => ({ item, sale: catalogue.get(names.get(item.price.id) ?? "") }));
  const [first] = items.flatMap(({ item, sale }) => (sale && "plan" in sale ? [{ item, ...sale }] : []));
  if (!first) return undefined;
  const { item, plan, interval } = first;
  return {
    subscription,
    item,
    plan,
    interval,
    quantity: item.quantity ?? 1,
    addOns: items.flatMap(({ item: beside, sale }) =>
      sale && "addOn" in sale ? [{ addOn: sale.addOn, item: beside }] : [],
    ),
    from: instant(item.current_period_start),
    until: instant(item.current_period_end),
    endsAt: endOf(subscription, item),
    schedule: idOf(subscription.schedule),
  };
}

/** The portal sets `cancel_at` alone (stripe-node#2470). */
function endOf({ cancel_at, cancel_at_period_end }: Stripe.Subscription, item: Stripe.SubscriptionItem) {
  if (cancel_at !== null) return instant(cancel_at);
  return cancel_at_period_end ? instant(item.current_period_end) : null;
}

/** The statuses of a subscription that lives, paid or not (docs.stripe.com/billing/subscriptions/overview). */
const LIVE: ReadonlySet<string> = new Set(["trialing", "active", "past_due", "unpaid", "paused"]);

export function isLiveAtStripe({ status }: Stripe.Subscription): boolean {
  return LIVE.has(status);
}

/** What somebody wants to have. */
export interface PlanWanted {
  readonly plan: string;
  readonly interval: BillingInterval;
}
