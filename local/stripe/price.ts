import Stripe from "stripe";
import type { SellablePrice } from "./catalogue.ts";
import { stableId } from "./ids.ts";

/** Catalogue prices exist from the beginning. */
const CREATED_AT = Date.UTC(2026, 0, 1) / 1000;

/** A catalogue price as Stripe shows it, under the same id after every restart. */
export function toStripePrice({
  lookupKey,
  product,
  unitAmount,
  currency,
  interval,
  passbook,
}: SellablePrice): Stripe.Price {
  return {
    id: stableId("price", lookupKey),
    object: "price",
    active: true,
    billing_scheme: "per_unit",
    created: CREATED_AT,
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: lookupKey,
    metadata: { passbook },
    nickname: null,
    product: stableId("prod", `${passbook} ${product}`),
    recurring: interval
      ? { interval, interval_count: 1, meter: null, trial_period_days: null, usage_type: "licensed" }
      : null,
    tax_behavior: "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: interval ? "recurring" : "one_time",
    unit_amount: unitAmount,
    unit_amount_decimal: Stripe.Decimal.from(unitAmount),
  };
}
