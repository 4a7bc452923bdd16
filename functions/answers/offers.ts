import { type Account, type Instant, offersTo, type Policy } from "@passbook/core";
import { lookupKey } from "../stripe/prices.ts";

/** What the account can buy now, by the names that checkout and the plan verb take. */
export function offersAnswer(policies: Policy, account: Account, now: Instant) {
  const { plans, packs, addOns } = offersTo(policies, account, now);
  const { name, currency } = policies;
  return {
    currency,
    plans: plans.map(({ price: amount, ...offer }) => ({
      ...offer,
      amount,
      lookupKey: lookupKey(name, offer.plan, offer.interval),
    })),
    packs: packs.map(({ price: amount, ...offer }) => ({ ...offer, amount, lookupKey: lookupKey(name, offer.pack) })),
    addOns: addOns.map(({ price: amount, ...offer }) => ({
      ...offer,
      amount,
      lookupKey: lookupKey(name, `addon_${offer.addOn}`, offer.interval),
    })),
  };
}
