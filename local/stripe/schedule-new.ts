import type Stripe from "stripe";
import * as z from "zod";
import { emit, update } from "./event.ts";
import { count, ignored, metadata, seconds, text } from "./params.ts";
import { refused } from "./problem.ts";

import { planOf } from "./subscription-item.ts";

import { cycleBoundary, get, idOf, newId, nowOn, put, type World } from "./world.ts";

export const phaseParams = z.strictObject({
  automatic_tax: ignored,
  billing_cycle_anchor: z.enum(["automatic", "phase_start"]).optional(),
  collection_method: ignored,
  currency: ignored,
  default_payment_method: ignored,
  description: ignored,
  discounts: ignored,
  duration: z
    .strictObject({ interval: z.enum(["day", "week", "month", "year"]), interval_count: count.optional() })
    .optional(),
  end_date: seconds.optional(),
  invoice_settings: ignored,
  items: z
    .array(
      z.strictObject({
        price: text,
        quantity: count.optional(),
        metadata: ignored,
        discounts: ignored,
        tax_rates: ignored,
      }),
    )
    .min(1),
  metadata: metadata.optional(),
  proration_behavior: z.enum(["always_invoice", "create_prorations", "none"]).optional(),
  start_date: z.union([z.literal("now"), seconds]).optional(),
  trial: ignored,
  trial_end: ignored,
});

export type PhaseParams = z.infer<typeof phaseParams>;

/** One phase, from its start; without an end it lasts one period of its first price. */
export function phaseOf(world: World, params: PhaseParams, start: number): Stripe.SubscriptionSchedule.Phase {
  const prices = params.items.map(({ price }, i) => get(world, "prices", price, `phases[items][${i}][price]`));
  const every = prices[0]?.recurring ?? { interval: "month", interval_count: 1 };
  const { duration } = params;
  const lasting = duration ? { interval: duration.interval, interval_count: duration.interval_count ?? 1 } : every;
  return {
    ...untouchedPhase,
    billing_cycle_anchor: params.billing_cycle_anchor ?? null,
    currency: prices[0]?.currency ?? "eur",
    end_date: params.end_date ?? cycleBoundary(start, lasting, 1),
    items: prices.map((price, i) => phaseItem(price, params.items[i]?.quantity ?? 1)),
    metadata: params.metadata ?? {},
    proration_behavior: params.proration_behavior ?? "create_prorations",
    start_date: start,
  };
}

function phaseItem(price: Stripe.Price, quantity: number): Stripe.SubscriptionSchedule.Phase.Item {
  return {
    billing_thresholds: null,
    discounts: [],
    metadata: {},
    plan: planOf(price).id,
    price: price.id,
    quantity,
    tax_rates: [],
  };
}

const untouchedPhase = {
  add_invoice_items: [],
  application_fee_percent: null,
  billing_thresholds: null,
  collection_method: null,
  default_payment_method: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  invoice_settings: null,
  on_behalf_of: null,
  transfer_data: null,
  trial_end: null,
} satisfies Partial<Stripe.SubscriptionSchedule.Phase>;

/** A schedule of one phase: the subscription as it is, up to the end of its period. */
export function createFrom(world: World, id: string): Stripe.SubscriptionSchedule {
  const subscription = get(world, "subscriptions", id, "from_subscription");
  if (subscription.schedule)
    throw refused(
      `You cannot migrate a subscription that is already attached to a schedule: ${idOf(subscription.schedule)}.`,
    );
  if (subscription.status === "canceled" || subscription.status === "incomplete_expired")
    throw refused(`You cannot migrate a subscription that is ${subscription.status}.`);
  const items = subscription.items.data;
  const start_date = Math.min(...items.map((item) => item.current_period_start));
  const end_date = subscription.cancel_at ?? Math.max(...items.map((item) => item.current_period_end));
  const now = nowOn(world, subscription.test_clock);
  const schedule = put(world, "subscription_schedules", {
    id: newId(world, "sub_sched"),
    object: "subscription_schedule",
    application: null,
    billing_mode: subscription.billing_mode,
    canceled_at: null,
    completed_at: null,
    created: now,
    current_phase: { end_date, start_date },
    customer: subscription.customer,
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      automatic_tax: { disabled_reason: null, enabled: false, liability: null },
      billing_cycle_anchor: "automatic",
      billing_thresholds: null,
      collection_method: "charge_automatically",
      default_payment_method: null,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: "self" },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: subscription.cancel_at === null ? "release" : "cancel",
    livemode: false,
    metadata: {},
    pause_schedules: [],
    phases: [
      {
        ...untouchedPhase,
        billing_cycle_anchor: null,
        currency: subscription.currency,
        end_date,
        items: items.map(({ price, quantity = 1 }) => phaseItem(price, quantity)),
        metadata: {},
        proration_behavior: "create_prorations",
        start_date,
      },
    ],
    released_at: null,
    released_subscription: null,
    status: "active",
    subscription: id,
    test_clock: subscription.test_clock,
  });
  emit(world, "subscription_schedule.created", schedule);
  update(world, "customer.subscription.updated", "subscriptions", id, { schedule: schedule.id });
  return schedule;
}
