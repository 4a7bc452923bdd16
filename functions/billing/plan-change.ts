import {
  type ChangeBegins,
  changeBegins,
  cyclesOf,
  type Instant,
  nextAnchorAt,
  type Policy,
  planDirection,
  policyAt,
} from "@passbook/core";
import type Stripe from "stripe";
import { lookupKey } from "../stripe/prices.ts";
import { secondFrom } from "../stripe/reading.ts";
import type { PlanWanted, Standing } from "./standing.ts";

/** What is to become of a subscription's plan. */
export interface PlanChange extends PlanWanted {
  readonly quantity: number;
  readonly direction: "up" | "down" | "same";
  /** `never`: it is the plan that runs; what was planned instead is dropped. */
  readonly begins: ChangeBegins | "never";
  readonly at: Instant;
}

/** By the policy's words of the day. */
export function planChange(policies: Policy, standing: Standing, wanted: PlanWanted, now: Instant): PlanChange {
  const policy = policyAt(policies, now);
  const { plan, interval, quantity, from, until } = standing;
  const to = { ...wanted, quantity };
  if (wanted.plan === plan && wanted.interval === interval)
    return { ...to, direction: "same", begins: "never", at: now };
  const direction = planDirection(policy, standing, to);
  const begins = changeBegins(policy, standing, to);
  if (begins === "newCycle" || begins === "difference") return { ...to, direction, begins, at: secondFrom(now) };
  const anchor = nextAnchorAt(policy, { from, until, cycles: cyclesOf(policy, interval) }, now);
  return begins === "nextAnchor" && anchor < until
    ? { ...to, direction, begins, at: anchor }
    : { ...to, direction, begins: "nextPayment", at: until };
}

/** The lookup key of the price that will be paid. */
export function priceKey({ name }: Policy, { plan, interval }: PlanWanted): string {
  return lookupKey(name, plan, interval);
}

/** The items after the change; add-ons are beside monthly plans only (M2). */
export function itemsAfter(
  { item, addOns }: Standing,
  { interval }: PlanWanted,
  price: Stripe.Price,
): Stripe.SubscriptionUpdateParams.Item[] {
  const leaving = interval === "year" ? addOns.map((addOn) => ({ id: addOn.item.id, deleted: true })) : [];
  return [{ id: item.id, price: price.id }, ...leaving];
}

/** Inside a paid year what has not been used of it is credited; a month is not (X7). */
export function chargedAtOnce(
  { interval }: Pick<Standing, "interval">,
  begins: "newCycle" | "difference",
): Pick<Stripe.SubscriptionUpdateParams, "billing_cycle_anchor" | "proration_behavior"> {
  if (begins === "difference") return { proration_behavior: "always_invoice" };
  return {
    billing_cycle_anchor: { type: "now" },
    proration_behavior: interval === "year" ? "always_invoice" : "none",
  };
}
