import type Stripe from "stripe";
import * as z from "zod";
import { collect, finalizeInvoice, paymentOf, usualMethod } from "./collect.ts";
import { redeem } from "./coupon.ts";
import { change, emit, inOrder } from "./event.ts";
import type { LineDraft } from "./invoice-line.ts";
import { count, expand, flag, ignored, int, metadata, seconds, text, unset } from "./params.ts";
import { declinedProblem } from "./payment-method.ts";
import { refused } from "./problem.ts";
import { billSubscription } from "./subscription-invoice.ts";
import { itemFields, newItem, newItemParams, priceOf } from "./subscription-item.ts";
import { cycleBoundary, get, hide, idOf, newId, nowOn, put, type World } from "./world.ts";

export const discountsParam = z.union([
  unset,
  z.array(z.strictObject({ coupon: text.optional(), discount: text.optional(), promotion_code: ignored })),
]);
export const trialSettings = z.strictObject({
  end_behavior: z.strictObject({
    missing_payment_method: z.enum(["cancel", "create_invoice", "pause"]),
    billing_cycle_anchor: ignored,
  }),
});
export const oneTimeParams = z.array(
  z.strictObject({
    price: text,
    quantity: count.optional(),
    metadata: ignored,
    discounts: ignored,
    tax_rates: ignored,
  }),
);

export const createParams = z.strictObject({
  add_invoice_items: oneTimeParams.optional(),
  automatic_tax: ignored,
  billing_cycle_anchor: seconds.optional(),
  billing_mode: z.strictObject({ type: z.enum(["flexible"]), flexible: ignored }).optional(),
  cancel_at: seconds.optional(),
  cancel_at_period_end: flag.optional(),
  collection_method: z.enum(["charge_automatically", "send_invoice"]).optional(),
  currency: text.optional(),
  customer: text,
  days_until_due: count.optional(),
  default_payment_method: text.optional(),
  description: text.optional(),
  discounts: discountsParam.optional(),
  expand,
  items: z.array(newItemParams).min(1).max(20),
  metadata: metadata.optional(),
  off_session: ignored,
  payment_behavior: z
    .enum(["allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"])
    .optional(),
  payment_settings: ignored,
  proration_behavior: z.enum(["always_invoice", "create_prorations", "none"]).optional(),
  trial_end: z.union([z.literal("now"), seconds]).optional(),
  trial_from_plan: ignored,
  trial_period_days: int.optional(),
  trial_settings: trialSettings.optional(),
});

export type SubscriptionOrder = z.infer<typeof createParams>;

const SECONDS_PER_DAY = 86_400;

/** As seen after a subscription was created. Source: a public log of `stripe listen`, 2025-10. */
const ORDER = [
  "customer.subscription.created",
  "charge.succeeded",
  "payment_intent.succeeded",
  "payment_intent.created",
  "invoice.created",
  "invoice.finalized",
  "invoice.paid",
  "invoice.payment_succeeded",
  "invoice_payment.paid",
] as const;

/** Creates a subscription and bills its first period; it is there, incomplete, even where the payment fails. */
export function createSubscription(world: World, order: SubscriptionOrder): Stripe.Subscription {
  const customer = get(world, "customers", order.customer, "customer");
  const subscription = put(world, "subscriptions", newSubscription(world, customer, order));
  return inOrder(world, ORDER, () => {
    hide(world, "announced", `creating ${subscription.id}`, subscription.created);
    const invoice = billFirst(world, subscription, order);
    const finalized = finalizeInvoice(world, invoice.id);
    if (finalized.status === "open") startPaying(world, subscription, finalized, order);
    world.state.hidden.announced.delete(`creating ${subscription.id}`);
    const created = get(world, "subscriptions", subscription.id);
    emit(world, "customer.subscription.created", created);
    return created;
  });
}

function billFirst(
  world: World,
  subscription: Stripe.Subscription,
  { add_invoice_items = [] }: SubscriptionOrder,
): Stripe.Invoice {
  const now = subscription.created;
  return billSubscription(world, {
    subscription,
    reason: "subscription_create",
    period: { start: now, end: now },
    items: subscription.items.data,
    isTrial: subscription.status === "trialing",
    extra: add_invoice_items.map((item, i) => oneTimeLine(world, subscription, item, `add_invoice_items[${i}][price]`)),
  });
}

/** Something that is billed once, with an invoice of the subscription. */
export function oneTimeLine(
  world: World,
  subscription: Stripe.Subscription,
  { price: id, quantity = 1 }: { price: string; quantity?: number | undefined },
  param: string,
): LineDraft {
  const price = get(world, "prices", id, param);
  const now = nowOn(world, subscription.test_clock);
  return {
    amount: (price.unit_amount ?? 0) * quantity,
    currency: price.currency,
    description: get(world, "products", idOf(price.product as string)).name,
    period: { start: now, end: now },
    price,
    quantity,
    metadata: {},
    discountable: true,
    subscription: subscription.id,
    proration: false,
    invoiceItem: newId(world, "ii"),
  };
}

function startPaying(
  world: World,
  { id, status }: Stripe.Subscription,
  invoice: Stripe.Invoice,
  { payment_behavior = "allow_incomplete", collection_method }: SubscriptionOrder,
): void {
  if (collection_method === "send_invoice") {
    if (status === "incomplete") change(world, "subscriptions", id, { status: "active" });
    return;
  }
  if (payment_behavior === "default_incomplete") {
    paymentOf(world, invoice);
    return;
  }
  if (usualMethod(world, invoice) === undefined) {
    throw refused(
      "This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.",
      { code: "resource_missing" },
    );
  }
  const outcome = collect(world, invoice.id);
  if (outcome.is === "declined" && payment_behavior === "error_if_incomplete") throw declinedProblem(outcome.decline);
  // A bank debit takes days: the subscription does not wait for it.
  if (outcome.is === "processing" && status === "incomplete") change(world, "subscriptions", id, { status: "active" });
}

function newSubscription(world: World, customer: Stripe.Customer, order: SubscriptionOrder): Stripe.Subscription {
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
