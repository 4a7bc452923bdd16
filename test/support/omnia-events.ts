import type { BillingInterval, Instant } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";
import Stripe from "stripe";
import { sellablePrices } from "../../functions/stripe/catalogue.ts";
import { type Known, NOTHING_KNOWN, type PriceNames } from "../../functions/stripe/reading.ts";
import { type NewId, randomId } from "../../local/stripe/ids.ts";
import { toStripePrice } from "../../local/stripe/price.ts";
import { at } from "./instants.ts";

// Ada's subscription to OmniaStudio, told in Stripe's events, with as much in each object as is read. Whole ones are those that
// Stripe was recorded to send, and those of the local Stripe.

/** The prices of OmniaStudio, as Stripe has them, by lookup key. */
export const omniaPrices = new Map(
  sellablePrices(omnia).map((sellable) => [sellable.lookupKey, toStripePrice(sellable)] as const),
);

/** What their ids stand for. */
export const omniaPriceNames = new Map([...omniaPrices].map(([lookupKey, { id }]) => [id, lookupKey] as const));

/** What is known beside an event, where it is no more than what prices stand for. */
export function knowing(prices: PriceNames, rest: Partial<Known> = {}): Known {
  return { ...NOTHING_KNOWN, prices, ...rest };
}

interface Paid {
  readonly account?: string;
  readonly plan?: string;
  readonly interval?: BillingInterval;
  readonly quantity?: number;
  readonly from?: string;
  readonly until?: string;
  readonly paidAt?: string;
}

/** The first invoice of a plan has been paid: one month of Creator from 31 January on, where nothing else is said. */
export function planPaid(paid: Paid = {}, newId: NewId = randomId): Stripe.InvoicePaidEvent {
  const { account = "ada", plan = "creator", interval = "month", quantity = 1 } = paid;
  const { from = "2026-01-31T12:00:00Z", until = "2026-02-28T12:00:00Z", paidAt = from } = paid;
  const price = priceOf(`omnia_${plan}_${interval}`);
  const amount = (price.unit_amount ?? 0) * quantity;
  const invoice = newId("in");
  const subscription = `sub_${account}`;
  const metadata = { account };
  const item = { subscription, subscription_item: `si_${account}`, proration: false };
  const line = {
    id: newId("il"),
    object: "line_item",
    amount,
    currency: price.currency,
    invoice,
    metadata,
    parent: { invoice_item_details: null, subscription_item_details: item, type: "subscription_item_details" },
    period: { start: unix(from), end: unix(until) },
    pricing: { price_details: { price: price.id, product: price.product }, type: "price_details" },
    quantity,
  };
  return event(newId, "invoice.paid", unix(paidAt), {
    id: invoice,
    object: "invoice",
    billing_reason: "subscription_create",
    created: unix(paidAt),
    currency: price.currency,
    customer: `cus_${account}`,
    lines: { object: "list", data: [line], has_more: false },
    metadata: {},
    parent: { subscription_details: { metadata, subscription }, type: "subscription_details" },
    status: "paid",
    status_transitions: { finalized_at: unix(paidAt), paid_at: unix(paidAt) },
    total: amount,
  });
}

interface Bought {
  readonly account?: string;
  readonly pack?: string;
  readonly quantity?: number;
  readonly paymentStatus?: "paid" | "unpaid";
  readonly at?: string;
}

/** Checkout for a pack has been completed; paid, where nothing else is said. */
export function packBought(bought: Bought = {}, newId: NewId = randomId) {
  const { account = "ada", pack = "pack_1000", quantity = 1, paymentStatus = "paid" } = bought;
  const price = priceOf(`omnia_${pack}`);
  const amount = (price.unit_amount ?? 0) * quantity;
  const completedAt = unix(bought.at ?? "2026-01-31T12:00:00Z");
  return event(newId, "checkout.session.completed", completedAt, {
    id: newId("cs_test"),
    object: "checkout.session",
    amount_subtotal: amount,
    amount_total: amount,
    client_reference_id: account,
    created: completedAt,
    currency: price.currency,
    customer: `cus_${account}`,
    invoice: null,
    metadata: { account, pack, quantity: String(quantity) },
    mode: "payment",
    payment_intent: newId("pi"),
    payment_status: paymentStatus,
    status: "complete",
    subscription: null,
  });
}

/** Each is another one: no API request of ours caused it. */
function event<T extends Stripe.Event["type"]>(newId: NewId, type: T, created: number, object: object) {
  const envelope = { id: newId("evt"), object: "event", api_version: Stripe.API_VERSION, created, livemode: false };
  const request = { id: null, idempotency_key: null };
  return { ...envelope, pending_webhooks: 1, request, type, data: { object } } as unknown as Extract<
    Stripe.Event,
    { type: T }
  >;
}

function priceOf(lookupKey: string): Stripe.Price {
  const price = omniaPrices.get(lookupKey);
  if (!price) throw new RangeError(`OmniaStudio sells no ${lookupKey}`);
  return price;
}

const unix = (iso: string): number => toSeconds(at(iso));
const toSeconds = (instant: Instant): number => instant / 1000;
