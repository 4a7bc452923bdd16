import type { Policy } from "@passbook/core";
import type Stripe from "stripe";
import { priceOf } from "./invoice-line.ts";
import { idOf } from "./links.ts";
import { invoiceOwners } from "./read-invoice.ts";
import { namesItsPack, sellsByReference, sessionOwners } from "./read-session.ts";
import { subscriptionOwners } from "./read-subscription.ts";
import type { HandledEvent } from "./translate.ts";

/** What must be known before an event can be read. */
export interface Needs {
  readonly prices: readonly string[];
  /** Ids of customers, subscriptions, invoices: what do they belong to? */
  readonly links: readonly string[];
  /** An invoice with more lines than the event carries. */
  readonly linesOf?: string;
  /** A Checkout Session that does not say what it has sold. */
  readonly itemsOf?: string;
  /** A customer whose subscriptions have to be asked for. */
  readonly subscriptionsOf?: string;
  /** A payment intent: for what was it paid? */
  readonly paidBy?: string;
}

const NOTHING: Needs = { prices: [], links: [] };

/** What is missing from the event here is missed, and told, by `translate`. */
export function needs(policy: Policy, event: HandledEvent): Needs {
  const { object } = event.data;
  switch (object?.object) {
    case "invoice":
      // Whether a renewal that nobody will pay was ours is known by its subscription.
      return { ...needsOfInvoice(object), ...(event.type !== "invoice.paid" && { prices: [] }) };
    case "checkout.session":
      return needsOfSession(policy, object);
    case "subscription":
      return { prices: pricesOf(object), links: known(subscriptionOwners(object)) };
    case "customer": {
      const isDeleted = event.type === "customer.deleted";
      return { prices: [], links: known([object.id]), ...(isDeleted && { subscriptionsOf: object.id }) };
    }
    case "invoice_payment":
      return { prices: [], links: known([idOf(object.invoice)]) };
    case "refund":
    case "dispute": {
      const paidBy = idOf(object.payment_intent);
      return paidBy === undefined ? NOTHING : { ...NOTHING, paidBy };
    }
    default:
      return NOTHING;
  }
}

/** The same for a sale that no event has told of. */
export function needsOfSale(policy: Policy, sale: Stripe.Invoice | Stripe.Checkout.Session): Needs {
  return sale.object === "invoice" ? needsOfInvoice(sale) : needsOfSession(policy, sale);
}

function needsOfInvoice(invoice: Stripe.Invoice): Needs {
  const prices = (invoice.lines?.data ?? []).flatMap((line) => priceOf(line) ?? []);
  return {
    prices: [...new Set(prices)],
    links: known(invoiceOwners(invoice)),
    ...(invoice.lines?.has_more && { linesOf: invoice.id }),
  };
}

function needsOfSession(policy: Policy, session: Stripe.Checkout.Session): Needs {
  const isUnsaid =
    session.mode === "payment" &&
    session.payment_status !== "unpaid" &&
    session.metadata?.["account"] !== undefined &&
    !namesItsPack(policy, session);
  return {
    prices: [],
    links: known(sessionOwners(session)),
    ...((isUnsaid || sellsByReference(session)) && { itemsOf: session.id }),
  };
}

export function pricesOf({ items }: Stripe.Subscription): string[] {
  return [...new Set((items?.data ?? []).flatMap(({ price }) => price?.id ?? []))];
}

function known(ids: readonly (string | undefined)[]): string[] {
  return ids.filter((id) => id !== undefined);
}
