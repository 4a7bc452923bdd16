import type { Policy } from "@passbook/core";
import type Stripe from "stripe";
import { foundConfiguration, type PortalCancel } from "../../functions/billing/portal.ts";
import type { SellablePrice } from "../../functions/stripe/catalogue.ts";
import { idOf } from "../../functions/stripe/links.ts";

/** What there is at Stripe of what a policy sells. */
export interface Found {
  /** By their name in the metadata, `omnia/creator`. */
  readonly products: ReadonlyMap<string, Stripe.Product>;
  /** By lookup key. */
  readonly prices: ReadonlyMap<string, Stripe.Price>;
  readonly portals: Readonly<Record<PortalCancel, Stripe.BillingPortal.Configuration | undefined>>;
  readonly webhooks: readonly Stripe.WebhookEndpoint[];
}

/** As many as Stripe looks up at once (docs.stripe.com/api/prices/list). */
const KEYS_AT_ONCE = 10;
const EVERY = { limit: 10_000 };

export async function found(stripe: Stripe, policy: Policy, wanted: readonly SellablePrice[]): Promise<Found> {
  const prices = new Map<string, Stripe.Price>();
  const keys = wanted.flatMap(({ lookupKey, waitedUnder }) => [lookupKey, ...(waitedUnder ? [waitedUnder] : [])]);
  for (let first = 0; first < keys.length; first += KEYS_AT_ONCE) {
    const lookup_keys = keys.slice(first, first + KEYS_AT_ONCE);
    const { data } = await stripe.prices.list({ lookup_keys, limit: 100 });
    for (const price of data) if (price.lookup_key) prices.set(price.lookup_key, price);
  }
  const all = await stripe.products.list({ limit: 100 }).autoPagingToArray(EVERY);
  const products = new Map<string, Stripe.Product>();
  for (const product of all) {
    const name = product.metadata["passbook"];
    // Of several the one that is sold.
    if (name !== undefined && !products.get(name)?.active) products.set(name, product);
  }
  // One that was made by hand is known by its price.
  for (const { lookupKey, passbook } of wanted) {
    const own = idOf(prices.get(lookupKey)?.product);
    const product = all.find(({ id }) => id === own);
    if (product && !products.has(passbook)) products.set(passbook, product);
  }
  return {
    products,
    prices,
    portals: {
      period_end: await foundConfiguration(stripe, policy, "period_end"),
      now: await foundConfiguration(stripe, policy, "now"),
    },
    webhooks: await stripe.webhookEndpoints.list({ limit: 100 }).autoPagingToArray(EVERY),
  };
}
