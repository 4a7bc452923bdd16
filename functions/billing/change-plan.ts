import type { Instant } from "@passbook/core";
import type Stripe from "stripe";
import { Refusal } from "../http/problem.ts";
import { plannedMetadata } from "../stripe/planned.ts";
import { instant } from "../stripe/reading.ts";
import { hasNobodyToCharge, paymentFailed } from "./asked.ts";
import type { Billing } from "./billing.ts";
import { chargedAtOnce, itemsAfter, type PlanChange, planChange, priceKey } from "./plan-change.ts";
import { plannedBefore } from "./planned-before.ts";
import type { PlanWanted, Standing } from "./standing.ts";
import type { Steps } from "./steps.ts";
import { releaseSchedule } from "./subscription.ts";

/** A change as it was made, and what was charged for it at once, in the currency's minor unit. */
export interface ChangeMade extends PlanChange {
  readonly charged: number;
}

/**
 * Changes the plan: at once, with its money, or by a schedule. What was planned before is dropped.
 * @param standing as it was when the request first came.
 * @param now the account's time; a request that is sent again has a later one, and nothing that Stripe is asked depends on it.
 */
export async function changePlan(
  billing: Billing,
  steps: Steps,
  standing: Standing,
  wanted: PlanWanted,
  now: Instant,
): Promise<ChangeMade> {
  const { policy } = billing;
  const price = await priceOf(billing, wanted, now);
  await releaseSchedule(billing, steps, standing);
  const change = planChange(policy, standing, wanted, now);
  if (change.begins === "never") return { ...change, charged: 0 };
  if (change.begins !== "newCycle" && change.begins !== "difference")
    return { ...(await schedule(billing, steps, standing, wanted, price)), charged: 0 };
  try {
    return await changeAtOnce(billing, steps, standing, { ...change, begins: change.begins }, price);
  } catch (error) {
    if (error instanceof Refusal && error.code === "payment_failed") await planAgain(billing, steps, standing, now);
    throw error;
  }
}

/** Of a change that was not paid nothing stays: what was planned before it, and dropped for it, is planned again. */
async function planAgain(billing: Billing, steps: Steps, standing: Standing, now: Instant): Promise<void> {
  const planned = await plannedBefore(billing, steps, standing, now);
  if (planned) await schedule(billing, steps, standing, planned, await priceOf(billing, planned, now));
}

async function priceOf({ policy, shelf }: Billing, wanted: PlanWanted, now: Instant): Promise<Stripe.Price> {
  const key = priceKey(policy, wanted);
  return (await shelf([key], now)).get(key) as Stripe.Price;
}

async function changeAtOnce(
  { stripe }: Billing,
  steps: Steps,
  standing: Standing,
  change: PlanChange & { readonly begins: "newCycle" | "difference" },
  price: Stripe.Price,
): Promise<ChangeMade> {
  const { subscription } = standing;
  const params = {
    items: itemsAfter(standing, change, price),
    ...chargedAtOnce(standing, change.begins),
    payment_behavior: "error_if_incomplete",
    expand: ["latest_invoice"],
  } as const satisfies Stripe.SubscriptionUpdateParams;
  const { latest_invoice } = await steps.take("change", (options) =>
    stripe.subscriptions.update(subscription.id, params, options).catch((error: unknown) => {
      throw hasNobodyToCharge(error) ? paymentFailed() : error;
    }),
  );
  const invoice = typeof latest_invoice === "object" ? latest_invoice : null;
  return { ...change, at: invoice ? instant(invoice.created) : change.at, charged: invoice?.amount_paid ?? 0 };
}

/** From the next payment on, or from the next anchor of a paid year. When that is was decided when the schedule was made. */
async function schedule(
  { stripe, policy }: Billing,
  steps: Steps,
  standing: Standing,
  wanted: PlanWanted,
  price: Stripe.Price,
): Promise<PlanChange> {
  const { id } = standing.subscription;
  const made = await steps.take("schedule", (options) =>
    stripe.subscriptionSchedules.create({ from_subscription: id }, options),
  );
  const change = planChange(policy, standing, wanted, instant(made.created));
  const phases = phasesOf(standing, change, made.phases[0]?.start_date, price);
  await steps.take("phases", (options) =>
    stripe.subscriptionSchedules.update(
      made.id,
      { end_behavior: "release", proration_behavior: "none", phases },
      options,
    ),
  );
  const metadata = plannedMetadata(change);
  await steps.take("planned", (options) => stripe.subscriptions.update(id, { metadata }, options));
  return change;
}

/** As it is until then, and what comes; once that has begun, the subscription goes on by itself. */
function phasesOf(
  { item, quantity, addOns }: Standing,
  { interval, begins, at }: PlanChange,
  start_date: number | undefined,
  price: Stripe.Price,
): Stripe.SubscriptionScheduleUpdateParams.Phase[] {
  const beside = addOns.map((addOn) => ({ price: addOn.item.price.id, quantity: addOn.item.quantity ?? 1 }));
  return [
    {
      items: [{ price: item.price.id, quantity }, ...beside],
      ...(start_date !== undefined && { start_date }),
      end_date: at / 1000,
    },
    {
      items: [{ price: price.id, quantity }, ...(interval === "month" ? beside : [])],
      proration_behavior: begins === "nextAnchor" ? "always_invoice" : "none",
      duration: { interval: "month", interval_count: 1 },
    },
  ];
}
