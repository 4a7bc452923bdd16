import { type Instant, type Policy, policyAt } from "@passbook/core";
import type Stripe from "stripe";
import { waitedUnder } from "../stripe/catalogue.ts";
import { asked } from "./asked.ts";
import type { StripeApi } from "./steps.ts";

/** Stripe's prices of what is sold at an instant of the account's time, by their lookup keys. */
export type Shelf = (lookupKeys: readonly string[], now: Instant) => Promise<ReadonlyMap<string, Stripe.Price>>;

/** As many as Stripe looks up at once (docs.stripe.com/api/prices/list). */
const KEYS_AT_ONCE = 10;

/** How long a price is taken for the one that its lookup key names: keys can be moved, and seldom are. */
const KEPT_MS = 60_000;

/**
 * The prices of the catalogue, as Stripe has them. Where the version in force changed a price, the new one may still be under
 * the key under which it waited for its day: then it is that one, and nobody has to push at midnight.
 * @throws {Error} Stripe has none under a key: the catalogue was not pushed.
 */
export function shelf(stripe: StripeApi, policy: Policy, clock: () => Instant): Shelf {
  const known = new Map<string, { readonly price: Stripe.Price | undefined; readonly at: number }>();
  const isFresh = (key: string) => clock() - (known.get(key)?.at ?? Number.NEGATIVE_INFINITY) < KEPT_MS;
  const learn = async (keys: readonly string[]) => {
    for (let i = 0; i < keys.length; i += KEYS_AT_ONCE) {
      const lookup_keys = keys.slice(i, i + KEYS_AT_ONCE);
      const { data } = await asked(stripe.prices.list({ lookup_keys, active: true, limit: 100 }));
      const at = clock();
      for (const key of lookup_keys) known.set(key, { price: data.find(({ lookup_key }) => lookup_key === key), at });
    }
  };
  return async (lookupKeys, now) => {
    const version = policyAt(policy, now);
    const wanted = lookupKeys.map((key) => [key, waitedUnder(version, key) ?? key] as const);
    const keys = [...new Set(wanted.flat())];
    await learn(keys.filter((key) => !isFresh(key)));
    // What is not there may have been put there, or moved, a moment ago.
    const priceOf = (key: string) => known.get(key)?.price;
    const found = wanted.map(([key, waited]) => [key, priceOf(waited) ?? priceOf(key)] as const);
    for (const [key, price] of found) if (!price) known.delete(key);
    return new Map(found.map(([key, price]) => [key, mustStand(key, price)]));
  };
}

function mustStand(key: string, price: Stripe.Price | undefined): Stripe.Price {
  if (price) return price;
  throw new Error(`Stripe has no price with the lookup key ${key}`);
}
