import { type BillingInterval, type Policy, versionsOf } from "@passbook/core";

/** What one Stripe price sells, in the words of the policy. */
export type Sold =
  | { readonly plan: string; readonly interval: BillingInterval }
  | { readonly addOn: string; readonly interval: BillingInterval }
  | { readonly pack: string };

/** The lookup key of a price: `omnia_creator_year`, `omnia_pack_1000`. */
export function lookupKey(policy: string, name: string, interval?: string): string {
  return [policy, name, interval].filter(Boolean).join("_");
}

/**
 * The lookup key of a price that is put on the shelf before the version of the policy that charges it begins:
 * `omnia_creator_year_from_2027-01-01`. Until it does, the price under the plain key is what is sold.
 */
export function awaitedKey(key: string, version: string): string {
  return `${key}_from_${version}`;
}

/** What a price is called, whether or not its version had begun when it was put on the shelf. */
export function priceName(key: string): string {
  return key.replace(/_from_\d{4}-\d\d-\d\d$/, "");
}

/** Everything that any version of the policy sells, by name: who has bought under one of them goes on paying for it. */
export function sold(policy: Policy): ReadonlyMap<string, Sold> {
  return new Map(versionsOf(policy).flatMap((version) => [...soldUnder(version)]));
}

function soldUnder({ name, plans, addOns, packs }: Policy): ReadonlyMap<string, Sold> {
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
