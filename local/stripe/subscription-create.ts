import type Stripe from "stripe";
import { collect, finalizeInvoice, paymentOf, usualMethod } from "./collect.ts";
import { change, emit, inOrder } from "./event.ts";
import type { LineDraft } from "./invoice-line.ts";

import { declinedProblem } from "./payment-method.ts";
import { refused } from "./problem.ts";
import { billSubscription } from "./subscription-invoice.ts";
import { newSubscription } from "./subscription-new.ts";
import type { SubscriptionOrder } from "./subscription-params.ts";
import { get, hide, idOf, livingCustomer, newId, nowOn, put, type World } from "./world.ts";

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
  const customer = livingCustomer(world, order.customer, "customer");
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
