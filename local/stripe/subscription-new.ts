import type Stripe from "stripe";
import { redeem } from "./coupon.ts";

import { refused } from "./problem.ts";
import { itemFields, newItem, priceOf } from "./subscription-item.ts";
import type { SubscriptionOrder } from "./subscription-params.ts";
import { cycleBoundary, get, newId, nowOn, type World } from "./world.ts";

const SECONDS_PER_DAY = 86_400;

export function newSubscription(
  world: World,
  customer: Stripe.Customer,
  order: SubscriptionOrder,
): Stripe.Subscription {
  const id = newId(world, "sub");
  const now = nowOn(world, customer.test_clock);
  const trialEnd = trialEndOf(order, now);
  const anchor = trialEnd ?? order.billing_cycle_anchor ?? now;
  const prices = order.items.map((item, i) => priceOf(world, item, `items[${i}]`));
  const items = prices.map((price, i) => {
    const end =
      trialEnd ??
      (anchor > now ? anchor : cycleBoundary(anchor, price.recurring ?? { interval: "month", interval_count: 1 }, 1));
    return newItem(world, id, price, order.items[i] ?? {}, { start: now, end }, now);
  });
  if (
    order.default_payment_method &&
    get(world, "payment_methods", order.default_payment_method, "default_payment_method").customer !== customer.id
  ) {
    throw refused(
      `The customer does not have a payment method with the ID ${order.default_payment_method}. The payment method must be attached to the customer.`,
      { code: "resource_missing", param: "default_payment_method" },
    );
  }
  const periodEnd = Math.max(...items.map(({ current_period_end }) => current_period_end));
  const discounts = (order.discounts ?? []).map(
    ({ coupon = "" }) => redeem(world, coupon, { customer: customer.id, subscription: id, at: now }).id,
  );
  return {
    ...untouched,
    ...itemFields(id, items),
    id,
    billing_cycle_anchor: anchor,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible", updated_at: now },
    cancel_at: order.cancel_at_period_end ? periodEnd : (order.cancel_at ?? null),
    cancel_at_period_end: order.cancel_at_period_end ?? false,
    canceled_at: order.cancel_at_period_end || order.cancel_at ? now : null,
    collection_method: order.collection_method ?? "charge_automatically",
    created: now,
    currency: prices[0]?.currency ?? "eur",
    customer: customer.id,
    days_until_due: order.days_until_due ?? null,
    default_payment_method: order.default_payment_method ?? null,
    description: order.description ?? null,
    discounts,
    metadata: order.metadata ?? {},
    start_date: now,
    status: trialEnd === null ? "incomplete" : "trialing",
    test_clock: customer.test_clock ?? null,
    trial_end: trialEnd,
    trial_settings: {
      end_behavior: {
        billing_cycle_anchor: null,
        missing_payment_method: order.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
      },
    },
    trial_start: trialEnd === null ? null : now,
  };
}

function trialEndOf({ trial_end, trial_period_days = 0 }: SubscriptionOrder, now: number): number | null {
  if (typeof trial_end === "number") return trial_end > now ? trial_end : null;
  return trial_period_days > 0 && trial_end === undefined ? now + trial_period_days * SECONDS_PER_DAY : null;
}

const untouched = {
  object: "subscription",
  application: null,
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor_config: null,
  billing_schedules: [],
  billing_thresholds: null,
  cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
  customer_account: null,
  default_source: null,
  default_tax_rates: [],
  ended_at: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: "self" },
  },
  latest_invoice: null,
  livemode: false,
  managed_payments: null,
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: "off" },
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  transfer_data: null,
} satisfies Partial<Stripe.Subscription>;
