import { boundary, type Instant } from "@passbook/core";
import type Stripe from "stripe";
import { asked } from "./asked.ts";
import type { Billing } from "./billing.ts";
import { chargedAtOnce, itemsAfter, type PlanChange, priceKey } from "./plan-change.ts";
import type { Standing } from "./standing.ts";

/** What a change costs, in the currency's minor unit. */
export interface Money {
  readonly dueNow: number;
  /** The next payment after that. */
  readonly next: { readonly at: Instant; readonly amount: number };
}

/**
 * What Stripe would charge, as it says itself (docs.stripe.com/api/invoices/create_preview). A payment that begins another
 * interval is the price alone: with coupons, tax and what the customer has to their credit it will come to less or more.
 */
export async function moneyOf(billing: Billing, standing: Standing, change: PlanChange, now: Instant): Promise<Money> {
  const key = priceKey(billing.policy, change);
  const price = (await billing.shelf([key], now)).get(key) as Stripe.Price;
  const items = itemsAfter(standing, change, price);
  const preview = async (how: Stripe.InvoiceCreatePreviewParams.SubscriptionDetails) => {
    const params = { subscription: standing.subscription.id, subscription_details: { items, ...how } };
    return (await asked(billing.stripe.invoices.createPreview(params))).amount_due;
  };
  const amount = priceOf(standing, change, price);
  switch (change.begins) {
    case "newCycle":
    case "difference":
      return {
        dueNow: await preview(chargedAtOnce(standing, change.begins)),
        next: { at: periodEnd(standing, change), amount },
      };
    case "nextAnchor": {
      const proration_date = change.at / 1000;
      return {
        dueNow: 0,
        next: { at: change.at, amount: await preview({ proration_behavior: "always_invoice", proration_date }) },
      };
    }
    case "nextPayment":
    case "never": {
      const isSameInterval = change.interval === standing.interval;
      const due = isSameInterval ? await preview({ proration_behavior: "none" }) : amount;
      return { dueNow: 0, next: { at: standing.until, amount: due } };
    }
  }
}

/** What a whole period costs after the change. */
function priceOf({ addOns }: Standing, { interval, quantity }: PlanChange, price: Stripe.Price): number {
  const beside = interval === "month" ? addOns : [];
  const others = beside.map(({ item }) => (item.price.unit_amount ?? 0) * (item.quantity ?? 1));
  return others.reduce((sum, each) => sum + each, (price.unit_amount ?? 0) * quantity);
}

/** When what begins at once is paid until. */
function periodEnd({ from, until, interval }: Standing, change: PlanChange): Instant {
  if (change.begins === "newCycle") return boundary(change.at, MONTHS[change.interval], 1);
  return change.interval === interval ? until : boundary(from, MONTHS[change.interval], 1);
}

export const MONTHS = { month: { months: 1 }, year: { months: 12 } } as const;
