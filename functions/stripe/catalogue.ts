import { type BillingInterval, type Instant, type Policy, policyAt, versionsAfter, versionsOf } from "@passbook/core";
import { awaitedKey, lookupKey } from "./prices.ts";

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
  /** The key under which it may be on the shelf already, having waited there for its version to begin. */
  readonly waitedUnder?: string;
}

/** Every price of one version of a policy: plans, add-ons, packs. */
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

/**
 * What has to be on Stripe's shelf at an instant: what is sold then, under its plain key, and each price that a version still
 * to come will charge instead, under the key under which it waits for that.
 */
export function shelfPrices(policy: Policy, at: Instant): SellablePrice[] {
  const toCome = versionsAfter(policy, at).flatMap((version) =>
    sellablePrices(version).flatMap((price) => {
      const since = soldSince(version, price.lookupKey);
      return since === version.version ? [{ ...price, lookupKey: awaitedKey(price.lookupKey, since) }] : [];
    }),
  );
  const inForce = policyAt(policy, at);
  const sold = sellablePrices(inForce).map((price) => {
    const waited = waitedUnder(inForce, price.lookupKey);
    return { ...price, ...(waited !== undefined && { waitedUnder: waited }) };
  });
  return [...sold, ...toCome];
}

/**
 * Under which key a price may have been waiting for its day that a version sells; `undefined`: it never had to, for it has been
 * the same since the first version.
 */
export function waitedUnder(version: Policy, key: string): string | undefined {
  const since = soldSince(version, key);
  const isFirst = since === versionsOf(version).at(-1)?.version;
  return since === undefined || isFirst ? undefined : awaitedKey(key, since);
}

/** The version that began to charge what this one charges; `undefined`: it does not sell it. */
function soldSince(version: Policy, key: string): string | undefined {
  const amountIn = (one: Policy) => sellablePrices(one).find(({ lookupKey: own }) => own === key)?.unitAmount;
  const amount = amountIn(version);
  if (amount === undefined) return undefined;
  const [, ...before] = versionsOf(version);
  const other = before.findIndex((one) => amountIn(one) !== amount);
  return versionsOf(version)[other === -1 ? before.length : other]?.version;
}
