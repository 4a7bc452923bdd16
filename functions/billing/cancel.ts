import type { Instant } from "@passbook/core";
import type Stripe from "stripe";
import { instant } from "../stripe/reading.ts";
import { asked, isMissing } from "./asked.ts";
import type { Billing } from "./billing.ts";
import type { Standing } from "./standing.ts";
import type { Steps } from "./steps.ts";
import { releaseSchedule } from "./subscription.ts";

/**
 * Ends a subscription, at the end of what is paid for, or now: then nothing is paid back by itself (O10). What was planned is
 * dropped.
 * @param standing as it was when the request first came.
 * @returns when it ends, or has ended.
 */
export async function cancel(
  billing: Billing,
  steps: Steps,
  standing: Standing,
  when: "period_end" | "now",
): Promise<Instant> {
  const { stripe } = billing;
  const { id, ended_at } = standing.subscription;
  // It has ended since the request first came, longer ago than Stripe remembers what it answered.
  if (ended_at !== null) return instant(ended_at);
  await releaseSchedule(billing, steps, standing);
  if (when === "now") return endNow(stripe, steps, id);
  await steps.take("cancel", (options) => stripe.subscriptions.update(id, { cancel_at_period_end: true }, options));
  return standing.until;
}

/** Stripe remembers no DELETE by its key: a request that has begun before looks first whether it has done it. */
async function endNow(stripe: Stripe, steps: Steps, id: string): Promise<Instant> {
  const known = steps.isReplay ? await asked(stripe.subscriptions.retrieve(id)) : undefined;
  const subscription = known?.status === "canceled" ? known : await steps.take("cancel", () => ended(stripe, id));
  if (subscription.ended_at === null) throw new RangeError(`${id} has ended, and does not say when`);
  return instant(subscription.ended_at);
}

/** The SDK repeats a request whose answer was lost: what has ended by then is not found any more, and can still be read. */
async function ended(stripe: Stripe, id: string): Promise<Stripe.Response<Stripe.Subscription>> {
  try {
    return await stripe.subscriptions.cancel(id, { invoice_now: false, prorate: false });
  } catch (error) {
    const found = isMissing(error) ? await stripe.subscriptions.retrieve(id) : undefined;
    if (found?.status !== "canceled") throw error;
    return found;
  }
}

/** Takes back that it will end. */
export async function resume(billing: Billing, steps: Steps, standing: Standing): Promise<void> {
  const { id, cancel_at_period_end } = standing.subscription;
  await releaseSchedule(billing, steps, standing);
  // The portal sets `cancel_at` alone (stripe-node#2470); an empty value takes it away.
  const how = cancel_at_period_end ? { cancel_at_period_end: false } : { cancel_at: "" as const };
  await steps.take("resume", (options) => billing.stripe.subscriptions.update(id, how, options));
}
