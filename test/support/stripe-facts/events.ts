import Stripe from "stripe";
import { type NewId, randomId } from "../../../local/stripe/ids.ts";
import { type PackPurchase, packSession } from "./checkout-session.ts";
import { paidInvoice, type SubscriptionPayment, type UnixSeconds } from "./invoice.ts";

/** `invoice.paid` for a subscription's first period or for a renewal. */
export function invoicePaid(payment: SubscriptionPayment, newId: NewId = randomId): Stripe.InvoicePaidEvent {
  return { ...envelope(payment.paidAt, newId), type: "invoice.paid", data: { object: paidInvoice(payment, newId) } };
}

/** `checkout.session.completed` for a pack. */
export function checkoutSessionCompleted(
  purchase: PackPurchase,
  newId: NewId = randomId,
): Stripe.CheckoutSessionCompletedEvent {
  const type = "checkout.session.completed";
  return { ...envelope(purchase.completedAt, newId), type, data: { object: packSession(purchase, newId) } };
}

/** `checkout.session.async_payment_succeeded`: the money of a completed but unpaid session has come. */
export function asyncPaymentSucceeded(
  unpaid: Stripe.Checkout.Session,
  paidAt: UnixSeconds,
  newId: NewId = randomId,
): Stripe.CheckoutSessionAsyncPaymentSucceededEvent {
  const type = "checkout.session.async_payment_succeeded";
  return { ...envelope(paidAt, newId), type, data: { object: { ...unpaid, payment_status: "paid" } } };
}

/** Automatic: no API request of ours caused it. */
function envelope(created: UnixSeconds, newId: NewId) {
  return {
    id: newId("evt"),
    object: "event",
    api_version: Stripe.API_VERSION,
    created,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
  } as const;
}
