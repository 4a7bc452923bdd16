import Stripe from "stripe";
import { at } from "./instants.ts";
import { omniaPrices } from "./omnia-events.ts";

// What Stripe tells of Ada beside money for plans and packs, with as much in each object as is read.

export const unix = (iso: string): number => at(iso) / 1000;

/** The endpoint is sent an event of this type, about this object. */
export function told<T extends Stripe.Event["type"]>(
  type: T,
  object: object,
  saidAt: string,
): Extract<Stripe.Event, { type: T }> {
  const id = `evt_${type}_${saidAt}_${"status" in object ? String(object.status) : ""}`;
  const envelope = { id, object: "event", api_version: Stripe.API_VERSION, created: unix(saidAt), livemode: false };
  return { ...envelope, pending_webhooks: 1, request: null, type, data: { object } } as unknown as Extract<
    Stripe.Event,
    { type: T }
  >;
}

/** Ada's monthly Creator, from 31 January on; `price: null` is a price of somebody else's. */
export function subscription(
  change: Partial<Stripe.Subscription> & { price?: string | null } = {},
): Stripe.Subscription {
  const { price = "omnia_creator_month", ...rest } = change;
  const sold = price === null ? { id: "price_of_others" } : omniaPrices.get(price);
  const item = { id: "si_ada", price: sold, quantity: 1, current_period_end: unix("2026-02-28T12:00:00Z") };
  return {
    id: "sub_ada",
    object: "subscription",
    customer: "cus_ada",
    metadata: { account: "ada" },
    status: "active",
    start_date: unix("2026-01-31T12:00:00Z"),
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    ended_at: null,
    items: { object: "list", data: [item], has_more: false },
    test_clock: null,
    ...rest,
  } as unknown as Stripe.Subscription;
}

export function refund(change: Partial<Stripe.Refund> = {}): Stripe.Refund {
  return {
    id: "re_1",
    object: "refund",
    amount: 4_95,
    charge: "ch_1",
    created: unix("2026-02-05T12:00:00Z"),
    currency: "eur",
    metadata: {},
    payment_intent: "pi_1",
    status: "succeeded",
    ...change,
  } as Stripe.Refund;
}

export function dispute(change: Partial<Stripe.Dispute> = {}): Stripe.Dispute {
  return {
    id: "dp_1",
    object: "dispute",
    amount: 9_90,
    charge: "ch_1",
    created: unix("2026-02-05T12:00:00Z"),
    currency: "eur",
    metadata: {},
    payment_intent: "pi_1",
    status: "needs_response",
    ...change,
  } as Stripe.Dispute;
}

export function customer(change: Partial<Stripe.Customer> = {}): Stripe.Customer {
  return {
    id: "cus_ada",
    object: "customer",
    created: unix("2026-01-31T11:00:00Z"),
    metadata: { account: "ada" },
    ...change,
  } as Stripe.Customer;
}

/** A payment intent has paid an invoice. */
export function invoicePayment(invoice: string, intent = "pi_1"): Stripe.InvoicePayment {
  return {
    id: "inpay_1",
    object: "invoice_payment",
    invoice,
    payment: { type: "payment_intent", payment_intent: intent },
    status: "paid",
  } as Stripe.InvoicePayment;
}

/** An event whose object differs in something. */
export function changed<E extends Stripe.Event>(event: E, change: object): E {
  return { ...event, data: { object: { ...event.data.object, ...change } } };
}
