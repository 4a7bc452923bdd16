import type { Account } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { sum } from "./credits.ts";
import { expectedPayments } from "./expected-payments.ts";
import { type Fact, instantOf } from "./fact.ts";
import type { Money, Policy } from "./policy.ts";
import { nextRenewal } from "./renewal.ts";
import { policyAt } from "./versions.ts";

/**
 * What the next renewal costs, add-ons included, as the catalogue has it: before coupons, taxes and what the customer has with
 * Stripe. 0 inside a paid year; `null` where it is not sold any more, so that only Stripe knows the price.
 */
export function nextRenewalPrice(policies: Policy, account: Account, now: Instant): Money | null {
  const renewal = nextRenewal(policies, account, now);
  const policy = policyAt(policies, now);
  const payments = expectedPayments(policy, account, now);
  const isPaidFor = renewal !== null && payments.some((fact) => instantOf(fact) === Math.max(renewal.at, now));
  const prices = isPaidFor ? payments.map((fact) => priceOf(policy, fact)) : [];
  return prices.includes(null) ? null : sum(prices, (price) => price ?? 0);
}

function priceOf(policy: Policy, fact: Fact): Money | null {
  if (fact.type === "GrantAllowance") return times(policy.plans[fact.plan]?.price[fact.interval], fact.quantity);
  // Add-ons are sold by the month (M2).
  if (fact.type === "GrantAddOn") return times(policy.addOns[fact.addOn]?.price.month, fact.quantity);
  return null;
}

function times(price: Money | undefined, quantity: number): Money | null {
  return price === undefined ? null : price * quantity;
}
