import type { Instant, Policy } from "@passbook/core";
import type Stripe from "stripe";
import { idOf } from "./links.ts";
import { clockMoved, deletedCustomer, seenCustomer } from "./read-customer.ts";
import { givenUpInvoice, invoiceOwners, invoicePayment, paidInvoice, priceOf } from "./read-invoice.ts";
import { disputed, refunded } from "./read-reversal.ts";
import { completedSession, sessionOwners } from "./read-session.ts";
import { subscriptionOwners, subscriptionState } from "./read-subscription.ts";
import { instant, type Known, type Translation } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

/** The events that mean something to us; every other type is answered 200 and left alone. The endpoint subscribes to exactly these. */
export const HANDLED = [
  "invoice.paid",
  "invoice.voided",
  "invoice.marked_uncollectible",
  "invoice_payment.paid",
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "customer.created",
  "customer.updated",
  "customer.deleted",
  "customer.subscription.created",
  "customer.subscription.updated",
  "customer.subscription.deleted",
  "customer.subscription.paused",
  "customer.subscription.resumed",
  "customer.subscription.pending_update_applied",
  "customer.subscription.pending_update_expired",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
  "test_helpers.test_clock.created",
  "test_helpers.test_clock.ready",
] as const;

export type HandledEvent = Extract<Stripe.Event, { type: (typeof HANDLED)[number] }>;

export function isHandled(event: Stripe.Event): event is HandledEvent {
  return HANDLED.some((type) => type === event.type);
}

/** What must be known before an event can be read. */
export interface Needs {
  readonly prices: readonly string[];
  /** Ids of customers, subscriptions, payment intents: what do they belong to? */
  readonly links: readonly string[];
  /** An invoice with more lines than the event carries. */
  readonly linesOf?: string;
  /** A customer whose subscriptions have to be asked for. */
  readonly subscriptionsOf?: string;
}

/** What is missing from the event here is missed, and told, by `translate`. */
export function needs(event: HandledEvent): Needs {
  const { object } = event.data;
  switch (object?.object) {
    case "invoice": {
      const prices = [...new Set((object.lines?.data ?? []).flatMap((line) => priceOf(line) ?? []))];
      return { prices, links: known(invoiceOwners(object)), ...(object.lines?.has_more && { linesOf: object.id }) };
    }
    case "checkout.session":
      return { prices: [], links: known(sessionOwners(object)) };
    case "subscription": {
      const prices = (object.items?.data ?? []).flatMap(({ price }) => price?.id ?? []);
      return { prices: [...new Set(prices)], links: known(subscriptionOwners(object)) };
    }
    case "customer": {
      const isDeleted = event.type === "customer.deleted";
      return { prices: [], links: [object.id], ...(isDeleted && { subscriptionsOf: object.id }) };
    }
    case "refund":
    case "dispute":
      return { prices: [], links: known([idOf(object.payment_intent)]) };
    default:
      return { prices: [], links: [] };
  }
}

function known(ids: readonly (string | undefined)[]): string[] {
  return ids.filter((id) => id !== undefined);
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
      return invoicePayment(event.data.object);
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
