import type { Instant, Policy } from "@passbook/core";
import type Stripe from "stripe";
import { HANDLED } from "./handled.ts";
import { clockMoved, deletedCustomer, seenCustomer } from "./read-customer.ts";
import { givenUpInvoice, invoicePayment, paidInvoice } from "./read-invoice.ts";
import { disputed, refunded } from "./read-reversal.ts";
import { completedSession } from "./read-session.ts";
import { subscriptionState } from "./read-subscription.ts";
import { instant, type Known, type Translation } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

export { HANDLED };

export type HandledEvent = Extract<Stripe.Event, { type: (typeof HANDLED)[number] }>;

export function isHandled(event: Stripe.Event): event is HandledEvent {
  return HANDLED.some((type) => type === event.type);
}

/**
 * Stripe's words into ours. Pure: the same event, prices, links and policy give the same facts, so that a redelivery says the
 * same thing again.
 * @throws {Unreadable} ours, but not to be read.
 */
export function translate(policy: Policy, known: Known, event: HandledEvent, now: Instant): Translation {
  try {
    return translated(policy, known, event, now);
  } catch (cause) {
    // Signed by Stripe, and not in the shape that its types promise.
    throw cause instanceof TypeError
      ? new Unreadable(`${event.id} is not in the shape of ${event.type}`, { cause })
      : cause;
  }
}

function translated(policy: Policy, known: Known, event: HandledEvent, now: Instant): Translation {
  const reader = { policy, known, now };
  const toldAt = instant(event.created);
  switch (event.type) {
    case "invoice.paid":
      return paidInvoice(reader, event.data.object);
    case "invoice.voided":
    case "invoice.marked_uncollectible":
      return givenUpInvoice(reader, event.data.object, toldAt);
    case "invoice_payment.paid":
      return invoicePayment(reader, event.data.object);
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
      return completedSession(reader, event.data.object, toldAt);
    case "customer.created":
    case "customer.updated":
      return seenCustomer(reader, event.data.object);
    case "customer.deleted":
      return deletedCustomer(reader, event.data.object, toldAt);
    case "customer.subscription.created":
    case "customer.subscription.updated":
    case "customer.subscription.deleted":
    case "customer.subscription.paused":
    case "customer.subscription.resumed":
    case "customer.subscription.pending_update_applied":
    case "customer.subscription.pending_update_expired":
      return subscriptionState(reader, event.data.object, toldAt);
    case "refund.created":
    case "refund.updated":
    case "refund.failed":
      return refunded(reader, event.data.object, toldAt);
    case "charge.dispute.created":
    case "charge.dispute.updated":
    case "charge.dispute.closed":
      return disputed(reader, event.data.object, toldAt);
    case "test_helpers.test_clock.created":
    case "test_helpers.test_clock.ready":
      return clockMoved(event.data.object);
  }
}
