import type { BillingInterval, Policy } from "@passbook/core";

/** What one Stripe price sells, in the words of the policy. */
export type Sold =
  | { readonly plan: string; readonly interval: BillingInterval }
  | { readonly addOn: string; readonly interval: BillingInterval }
  | { readonly pack: string };

/** The lookup key of a price: `omnia_creator_year`, `omnia_pack_1000`. */
export function lookupKey(policy: string, name: string, interval?: string): string {
  return [policy, name, interval].filter(Boolean).join("_");
}

/** Everything that the policy sells, by lookup key. */
export function sold({ name, plans, addOns, packs }: Policy): ReadonlyMap<string, Sold> {
  const intervals = (price: object = {}) => Object.keys(price) as BillingInterval[];
  return new Map<string, Sold>([
    ...Object.entries(plans).flatMap(([plan, { price }]) =>
      intervals(price).map((interval) => [lookupKey(name, plan, interval), { plan, interval }] as const),
    ),
    ...Object.entries(addOns).flatMap(([addOn, { price }]) =>
      intervals(price).map((interval) => [lookupKey(name, `addon_${addOn}`, interval), { addOn, interval }] as const),
    ),
    ...Object.keys(packs).map((pack) => [lookupKey(name, pack), { pack }] as const),
  ]);
}
