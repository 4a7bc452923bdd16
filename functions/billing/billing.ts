import { config } from "../config.ts";
import { type Passbook, passbook } from "../passbook.ts";
import { BRIEFLY, priceBook, stripeClient } from "../stripe/client.ts";
import type { PriceNames } from "../stripe/reading.ts";
import { type Shelf, shelf } from "./shelf.ts";
import type { StripeApi } from "./steps.ts";

/** What a verb is made of that asks something of Stripe. */
export interface Billing extends Passbook {
  readonly stripe: StripeApi;
  /** What Stripe's prices stand for. */
  readonly priceNames: (prices: readonly string[]) => Promise<PriceNames>;
  /** Stripe's prices of what the policy sells at an instant. */
  readonly shelf: Shelf;
  /** Where Stripe sends people back to. */
  readonly webUrl: string;
  /** The test clock of accounts that have no customer yet. */
  readonly defaultClock: string | undefined;
}

/** All of it, as the environment says. */
export function billing(): Billing {
  const parts = passbook();
  const stripe = stripeClient(config.stripeSecretKey, config.stripeApiUrl, BRIEFLY);
  return {
    ...parts,
    stripe,
    priceNames: priceBook(parts.policy, parts.table, stripe),
    shelf: shelf(stripe, parts.policy, parts.clock),
    webUrl: config.webUrl,
    defaultClock: config.defaultClock,
  };
}
