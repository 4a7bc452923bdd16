import type { Policy } from "@passbook/core";
import Stripe from "stripe";
import type { Table } from "../ledger/table.ts";
import { lookupKey, priceName, sold } from "./prices.ts";
import type { PriceNames } from "./reading.ts";
import { API_VERSION } from "./verify.ts";

/** How long an answer is waited for, and how often it is asked for again. */
type Patience = Pick<Stripe.StripeConfig, "timeout" | "maxNetworkRetries">;

/** For whoever takes several steps while somebody waits: each of them fits into the time that is left for a try. */
export const BRIEFLY: Patience = { timeout: 3_000, maxNetworkRetries: 1 };

/** Stripe's API, or another that speaks it. */
export function stripeClient(
  secretKey: string,
  url: URL | undefined,
  patience: Patience = { timeout: 5_000, maxNetworkRetries: 2 },
): Stripe {
  const host = url && {
    protocol: url.protocol === "http:" ? ("http" as const) : ("https" as const),
    host: url.hostname,
    port: url.port,
  };
  return new Stripe(secretKey, {
    apiVersion: API_VERSION,
    ...patience,
    telemetry: false,
    ...host,
  });
}

/**
 * The names of prices: from the table, and for a price that is seen for the first time from Stripe, once. The name then
 * stays, whatever the lookup key is moved to: a grandfathered price keeps the meaning that it had.
 */
export function priceBook(policy: Policy, table: Table, stripe: Stripe) {
  const known = new Map<string, string>();
  const catalogue = sold(policy);
  const nameOf = async (price: string): Promise<string> => {
    const stored = await table.readPriceName(price);
    if (stored !== undefined) return stored;
    const name = nameGivenBy(policy, await stripe.prices.retrieve(price).catch(withoutItsWords));
    if (catalogue.has(name)) await table.writePriceName(price, name);
    return name;
  };
  return async (prices: readonly string[]): Promise<PriceNames> => {
    const unplaced = new Map<string, string>();
    for (const price of prices) {
      const name = known.get(price) ?? (await nameOf(price));
      // What is not ours today, or is misspelt, may be given a lookup key of ours tomorrow.
      if (catalogue.has(name)) known.set(price, name);
      else unplaced.set(price, name);
    }
    return new Map([...known, ...unplaced]);
  };
}

const NOT_OURS = "";

/** Stripe's error messages quote the ends of the key; what it was is enough to look it up in Stripe's own log. */
export function withoutItsWords(error: unknown): never {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  throw new Error(`Stripe answered ${error.type} (status ${error.statusCode}, request ${error.requestId})`);
}

/**
 * By lookup key, or, where that has been moved on, by `metadata.passbook`, e.g. `omnia/creator`. What is metered is billed for
 * a time that is over, and gives nothing.
 */
function nameGivenBy(policy: Policy, { lookup_key, metadata, recurring }: Stripe.Price): string {
  if (recurring?.usage_type === "metered") return NOT_OURS;
  if (lookup_key?.startsWith(`${policy.name}_`)) return priceName(lookup_key);
  const [owner, name] = metadata["passbook"]?.split("/") ?? [];
  return owner === policy.name && name ? lookupKey(policy.name, name, recurring?.interval) : NOT_OURS;
}
