import type Stripe from "stripe";
import * as z from "zod";
import { redeem } from "./coupon.ts";
import { update } from "./event.ts";
import { cycleAnchor, expand, flag, ignored, metadata, seconds, text, unset } from "./params.ts";
import { refused } from "./problem.ts";
import { changeSubscription, type ItemChange } from "./subscription-change.ts";
import { oneTimeLine } from "./subscription-create.ts";
import { changedItemParams } from "./subscription-item.ts";
import { discountsParam, oneTimeParams, trialSettings } from "./subscription-params.ts";
import { get, idOf, nowOn, type World } from "./world.ts";

const details = z.strictObject({ comment: text.optional(), feedback: text.optional(), feedback_option: ignored });
export const cancellationDetails = details;

const pauseCollection = z.union([
  unset,
  z.strictObject({ behavior: z.enum(["keep_as_draft", "mark_uncollectible", "void"]), resumes_at: seconds.optional() }),
]);

export const updateParams = z.strictObject({
  add_invoice_items: oneTimeParams.optional(),
  automatic_tax: ignored,
  billing_cycle_anchor: cycleAnchor,
  cancel_at: z.union([unset, z.enum(["max_period_end", "min_period_end"]), seconds]).optional(),
  cancel_at_period_end: flag.optional(),
  cancellation_details: details.optional(),
  collection_method: z.enum(["charge_automatically", "send_invoice"]).optional(),
  days_until_due: ignored,
  default_payment_method: text.optional(),
  description: z.union([unset, text]).optional(),
  discounts: discountsParam.optional(),
  expand,
  items: z.array(changedItemParams).max(20).optional(),
  metadata: metadata.optional(),
  off_session: ignored,
  pause_collection: pauseCollection.optional(),
  payment_behavior: z
    .enum(["allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"])
    .optional(),
  payment_settings: ignored,
  proration_behavior: z.enum(["always_invoice", "create_prorations", "none"]).optional(),
  proration_date: seconds.optional(),
  trial_end: z.union([z.literal("now"), seconds]).optional(),
  trial_from_plan: ignored,
  trial_settings: trialSettings.optional(),
});

export type SubscriptionUpdate = z.infer<typeof updateParams>;

/** As Stripe's own refusal says. */
const AFTER_THE_END: ReadonlySet<string> = new Set(["cancellation_details", "expand", "metadata"]);

/** What is asked of a subscription, done: fields at once, items, anchor and trial with their money. */
export function updateSubscriptionAsAsked(world: World, id: string, asked: SubscriptionUpdate): Stripe.Subscription {
  const subscription = get(world, "subscriptions", id);
  const isOver = subscription.status === "canceled" || subscription.status === "incomplete_expired";
  if (isOver && Object.keys(asked).some((field) => !AFTER_THE_END.has(field))) {
    throw refused(`A canceled subscription can only update its cancellation_details and metadata.`);
  }
  if (subscription.schedule && (asked.cancel_at !== undefined || asked.cancel_at_period_end !== undefined)) {
    throw refused(
      `The subscription is managed by the subscription schedule \`${idOf(subscription.schedule)}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
    );
  }
  const fields = { ...plainFields(world, subscription, asked), ...cancellationFields(world, subscription, asked) };
  const bills =
    asked.items || asked.billing_cycle_anchor === "now" || asked.trial_end !== undefined || asked.add_invoice_items;
  if (!bills) return update(world, "customer.subscription.updated", "subscriptions", id, fields);
  return changeSubscription(world, id, { ...itemChange(world, subscription, asked), fields });
}

/** The part of an update that has to do with money. */
export function itemChange(world: World, subscription: Stripe.Subscription, asked: SubscriptionUpdate): ItemChange {
  return {
    items: asked.items ?? [],
    prorationBehavior: asked.proration_behavior ?? "create_prorations",
    paymentBehavior: asked.payment_behavior ?? "allow_incomplete",
    anchor: asked.billing_cycle_anchor ?? "unchanged",
    prorationDate: asked.proration_date,
    trialEnd: asked.trial_end,
    extra: (asked.add_invoice_items ?? []).map((item, i) =>
      oneTimeLine(world, subscription, item, `add_invoice_items[${i}][price]`),
    ),
  };
}

function plainFields(
  world: World,
  subscription: Stripe.Subscription,
  asked: SubscriptionUpdate,
): Partial<Stripe.Subscription> {
  const { default_payment_method, description, metadata: data, pause_collection: paused, trial_settings } = asked;
  const now = nowOn(world, subscription.test_clock);
  const customer = idOf(subscription.customer);
  if (
    default_payment_method &&
    get(world, "payment_methods", default_payment_method, "default_payment_method").customer !== customer
  ) {
    throw refused(
      `The customer does not have a payment method with the ID ${default_payment_method}. The payment method must be attached to the customer.`,
      { code: "resource_missing", param: "default_payment_method" },
    );
  }
  return {
    ...(default_payment_method && { default_payment_method }),
    ...(description !== undefined && { description }),
    ...(data !== undefined && { metadata: data === null ? {} : withoutEmpty({ ...subscription.metadata, ...data }) }),
    ...(paused !== undefined && {
      pause_collection: paused && { behavior: paused.behavior, resumes_at: paused.resumes_at ?? null },
    }),
    ...(trial_settings && {
      trial_settings: {
        end_behavior: {
          billing_cycle_anchor: null,
          missing_payment_method: trial_settings.end_behavior.missing_payment_method,
        },
      },
    }),
    ...(asked.collection_method && { collection_method: asked.collection_method }),
    ...(asked.discounts !== undefined && {
      discounts: (asked.discounts ?? []).map(({ coupon, discount = "" }) =>
        coupon ? redeem(world, coupon, { customer, subscription: subscription.id, at: now }).id : discount,
      ),
    }),
  };
}

/** An empty value takes its key away. */
export function withoutEmpty(data: Readonly<Record<string, string>>): Stripe.Metadata {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== ""));
}

/**
 * By the API, cancelling at the period's end sets both fields, and when it was asked; taking it back clears all three.
 * Recorded: subscription.updated.cancel_at_period_end_true, subscription.updated.resumed.
 */
function cancellationFields(
  world: World,
  subscription: Stripe.Subscription,
  asked: SubscriptionUpdate,
): Partial<Stripe.Subscription> {
  const { cancel_at, cancel_at_period_end, cancellation_details: given } = asked;
  const none = { comment: null, feedback: null, feedback_option: null, reason: null };
  const noted = {
    ...(subscription.cancellation_details ?? none),
    ...(given as Partial<Stripe.Subscription.CancellationDetails>),
  };
  const isAsked = cancel_at_period_end !== undefined || cancel_at !== undefined;
  if (!isAsked) return given ? { cancellation_details: noted } : {};
  if (!cancel_at_period_end && (cancel_at === null || cancel_at === undefined)) {
    return { cancel_at: null, cancel_at_period_end: false, canceled_at: null, cancellation_details: { ...none } };
  }
  const ends = subscription.items.data.map(({ current_period_end }) => current_period_end);
  const at =
    cancel_at_period_end || cancel_at === "max_period_end"
      ? Math.max(...ends)
      : cancel_at === "min_period_end"
        ? Math.min(...ends)
        : (cancel_at ?? null);
  return {
    cancel_at: at,
    cancel_at_period_end: cancel_at_period_end ?? false,
    canceled_at: nowOn(world, subscription.test_clock),
    cancellation_details: { ...noted, reason: "cancellation_requested" },
  };
}
