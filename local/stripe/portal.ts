import type Stripe from "stripe";
import * as z from "zod";
import { emit, update } from "./event.ts";

import { expand, ignored, text } from "./params.ts";
import { defaultConfiguration } from "./portal-configuration.ts";
import { refused } from "./problem.ts";
import type { Routes } from "./route.ts";
import { release } from "./schedule-phase.ts";
import { cancelNow } from "./subscription-end.ts";
import { customerNow, get, idOf, livingCustomer, newId, nowOn, put, type World } from "./world.ts";

const flowParams = z.strictObject({
  after_completion: ignored,
  subscription_cancel: z.strictObject({ subscription: text, retention: ignored }).optional(),
  type: z.enum(["payment_method_update", "subscription_cancel"]),
});
const opening = z.strictObject({
  configuration: text.optional(),
  customer: text,
  expand,
  flow_data: flowParams.optional(),
  locale: ignored,
  return_url: text.optional(),
});

export function openPortal(world: World, order: z.infer<typeof opening>): Stripe.BillingPortal.Session {
  const configuration = order.configuration
    ? get(world, "billing_portal_configurations", order.configuration, "configuration")
    : defaultConfiguration(world);
  livingCustomer(world, order.customer, "customer");
  const id = newId(world, "bps");
  const { flow_data: flow } = order;
  const session = put(world, "billing_portal_sessions", {
    id,
    object: "billing_portal.session",
    configuration: configuration.id,
    created: customerNow(world, order.customer),
    customer: order.customer,
    customer_account: null,
    flow: flow
      ? {
          after_completion: { hosted_confirmation: null, redirect: null, type: "portal_homepage" },
          customer_update: null,
          subscription_cancel: flow.subscription_cancel
            ? { retention: null, subscription: flow.subscription_cancel.subscription }
            : null,
          subscription_pause: null,
          subscription_update: null,
          subscription_update_confirm: null,
          type: flow.type,
        }
      : null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: order.return_url ?? configuration.default_return_url,
    url: `${world.url()}/p/session/${id}`,
  });
  emit(world, "billing_portal.session.created", session);
  return session;
}

/** One of the subscriptions that a portal session is about. */
export function subscriptionIn(world: World, session: string, id: string): Stripe.Subscription {
  const { customer } = get(world, "billing_portal_sessions", session);
  const subscription = get(world, "subscriptions", id);
  if (subscription.customer !== customer) throw refused("This subscription is somebody else's.");
  return subscription;
}

/** What the configuration of a portal session lets one do. */
export function featuresOf(world: World, session: string): Stripe.BillingPortal.Configuration.Features {
  const { configuration } = get(world, "billing_portal_sessions", session);
  return get(world, "billing_portal_configurations", idOf(configuration)).features;
}

/**
 * Cancels as the portal's configuration says. At the period's end the portal sets `cancel_at` and NOT `cancel_at_period_end`,
 * on subscriptions in flexible mode. Source: stripe/stripe-node#2470.
 */
export function cancelInPortal(world: World, session: string, id: string): Stripe.Subscription {
  const subscription = subscriptionIn(world, session, id);
  const { subscription_cancel } = featuresOf(world, session);
  if (!subscription_cancel.enabled) throw refused("This portal does not cancel subscriptions.");
  const now = nowOn(world, subscription.test_clock);
  if (subscription.schedule) release(world, idOf(subscription.schedule), now);
  if (subscription_cancel.mode === "immediately") return cancelNow(world, id);
  return update(world, "customer.subscription.updated", "subscriptions", id, {
    cancel_at: Math.max(...subscription.items.data.map((item) => item.current_period_end)),
    canceled_at: now,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: "cancellation_requested" },
  });
}

/** Takes a cancellation back that is still ahead. */
export function resumeInPortal(world: World, session: string, id: string): Stripe.Subscription {
  const { status } = subscriptionIn(world, session, id);
  if (status === "canceled") throw refused("This subscription has ended.");
  return update(world, "customer.subscription.updated", "subscriptions", id, {
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
  });
}

export const portalRoutes: Routes = {
  "POST /v1/billing_portal/sessions": ({ world, read }) => openPortal(world, read(opening)),
};
