import type { BillingInterval, Instant } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";
import type Stripe from "stripe";
import type { Known, PriceNames } from "../../functions/stripe/reading.ts";
import { sellablePrices } from "../../local/stripe/catalogue.ts";
import { checkoutSessionCompleted, invoicePaid } from "../../local/stripe/events.ts";
import { toStripePrice } from "../../local/stripe/price.ts";
import { at } from "./instants.ts";

// Ada's subscription to OmniaStudio, told in Stripe's events.

/** The prices of OmniaStudio, as Stripe has them, by lookup key. */
export const omniaPrices = new Map(
  sellablePrices(omnia).map((sellable) => [sellable.lookupKey, toStripePrice(sellable)] as const),
);

/** What their ids stand for. */
export const omniaPriceNames = new Map([...omniaPrices].map(([lookupKey, { id }]) => [id, lookupKey] as const));

/** What is known beside an event, where it is no more than what prices stand for. */
export function knowing(prices: PriceNames, rest: Partial<Known> = {}): Known {
  return { prices, links: new Map(), lines: new Map(), subscriptions: [], ...rest };
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
export function planPaid(paid: Paid = {}): Stripe.InvoicePaidEvent {
  const { account = "ada", plan = "creator", interval = "month", quantity = 1 } = paid;
  const { from = "2026-01-31T12:00:00Z", until = "2026-02-28T12:00:00Z", paidAt = from } = paid;
  return invoicePaid({
    account,
    customer: `cus_${account}`,
    subscription: `sub_${account}`,
    subscriptionItem: `si_${account}`,
    price: priceOf(`omnia_${plan}_${interval}`),
    quantity,
    period: { start: unix(from), end: unix(until) },
    paidAt: unix(paidAt),
  });
}

/** Checkout for a pack has been completed; paid, where nothing else is said. */
export function packBought(bought: { pack?: string; quantity?: number; paymentStatus?: "paid" | "unpaid" } = {}) {
  const { pack = "pack_1000", quantity = 1, paymentStatus = "paid" } = bought;
  return checkoutSessionCompleted({
    account: "ada",
    customer: "cus_ada",
    pack,
    price: priceOf(`omnia_${pack}`),
    quantity,
    completedAt: unix("2026-01-31T12:00:00Z"),
    paymentStatus,
  });
}

function priceOf(lookupKey: string): Stripe.Price {
  const price = omniaPrices.get(lookupKey);
  if (!price) throw new RangeError(`OmniaStudio sells no ${lookupKey}`);
  return price;
}

const unix = (iso: string): number => toSeconds(at(iso));
const toSeconds = (instant: Instant): number => instant / 1000;
