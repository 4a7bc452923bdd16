import type { BillingInterval, Policy } from "@passbook/core";
import { lookupKey } from "./prices.ts";

/** Something that can be bought, as Stripe is told about it. */
export interface SellablePrice {
  readonly lookupKey: string;
  /** The product's name. */
  readonly product: string;
  /** In the currency's minor unit. */
  readonly unitAmount: number;
  readonly currency: string;
  /** Absent: bought once. */
  readonly interval?: BillingInterval;
  /** What it stands for: `<policy>/<plan>`, `<policy>/addon_<name>`, `<policy>/<pack>`. */
  readonly passbook: string;
}

/** Every price of a policy: plans, add-ons, packs. */
export function sellablePrices({ name, currency, plans, addOns, packs }: Policy): SellablePrice[] {
  const sellable = (id: string, unitAmount: number, interval?: BillingInterval): SellablePrice => ({
    lookupKey: lookupKey(name, id, interval),
    product: id,
    unitAmount,
    currency: currency.toLowerCase(),
    ...(interval && { interval }),
    passbook: `${name}/${id}`,
  });
  return [
    ...Object.entries(plans).flatMap(([plan, { price }]) =>
      Object.entries(price).map(([interval, amount]) => sellable(plan, amount, interval as BillingInterval)),
    ),
    ...Object.entries(addOns).flatMap(([addOn, { price }]) =>
      Object.entries(price).map(([interval, amount]) =>
        sellable(`addon_${addOn}`, amount, interval as BillingInterval),
      ),
    ),
    ...Object.entries(packs).map(([pack, { price }]) => sellable(pack, price)),
  ];
}
