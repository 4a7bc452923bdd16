import type { Instant } from "@passbook/core";
import type Stripe from "stripe";
import { asked } from "./asked.ts";
import type { StripeApi } from "./steps.ts";

/** Stripe's prices by their lookup keys. */
export type Shelf = (lookupKeys: readonly string[]) => Promise<ReadonlyMap<string, Stripe.Price>>;

/** As many as Stripe looks up at once (docs.stripe.com/api/prices/list). */
const KEYS_AT_ONCE = 10;

/** How long a price is taken for the one that its lookup key names: keys can be moved, and seldom are. */
const KEPT_MS = 60_000;

/**
 * The prices of the catalogue, as Stripe has them.
 * @throws {Error} Stripe has none under a key: the catalogue was not pushed.
 */
export function shelf(stripe: StripeApi, clock: () => Instant): Shelf {
  const known = new Map<string, { readonly price: Stripe.Price; readonly at: number }>();
  return async (lookupKeys) => {
    const isFresh = (key: string) => clock() - (known.get(key)?.at ?? Number.NEGATIVE_INFINITY) < KEPT_MS;
    const missing = lookupKeys.filter((key) => !isFresh(key));
    for (let i = 0; i < missing.length; i += KEYS_AT_ONCE) {
      const lookup_keys = missing.slice(i, i + KEYS_AT_ONCE);
      const { data } = await asked(stripe.prices.list({ lookup_keys, active: true, limit: 100 }));
      for (const price of data) if (price.lookup_key) known.set(price.lookup_key, { price, at: clock() });
    }
    return new Map(lookupKeys.map((key) => [key, found(key, known.get(key)?.price)]));
  };
}

function found(key: string, price: Stripe.Price | undefined): Stripe.Price {
  if (price) return price;
  throw new Error(`Stripe has no price with the lookup key ${key}`);
}
