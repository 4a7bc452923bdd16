import type Stripe from "stripe";
import * as z from "zod";
import { emit, update } from "./event.ts";
import { listPage } from "./list.ts";
import { expand, flag, ignored, metadata, page, text, unset } from "./params.ts";
import type { Routes } from "./route.ts";
import { all, get, newId, put, type World } from "./world.ts";

type Configuration = Stripe.BillingPortal.Configuration;
type SubscriptionUpdate = Stripe.BillingPortal.Configuration.Features.SubscriptionUpdate;

const enabled = z.looseObject({ enabled: flag.optional() });
const switchable = z.strictObject({ adjustable_quantity: ignored, prices: z.array(text).min(1), product: text });
const features = z.strictObject({
  customer_update: enabled.optional(),
  invoice_history: enabled.optional(),
  payment_method_update: enabled.optional(),
  subscription_cancel: z
    .strictObject({
      enabled: flag.optional(),
      mode: z.enum(["at_period_end", "immediately"]).optional(),
      proration_behavior: ignored,
      cancellation_reason: ignored,
    })
    .optional(),
  subscription_pause: enabled.optional(),
  subscription_update: z
    .strictObject({
      billing_cycle_anchor: z.union([unset, z.enum(["now", "unchanged"])]).optional(),
      default_allowed_updates: z.union([unset, z.array(z.enum(["price", "promotion_code", "quantity"]))]).optional(),
      enabled: flag.optional(),
      products: z.union([unset, z.array(switchable).max(10)]).optional(),
      proration_behavior: z.enum(["always_invoice", "create_prorations", "none"]).optional(),
      schedule_at_period_end: z
        .strictObject({
          conditions: z.array(z.strictObject({ type: z.enum(["decreasing_item_amount", "shortening_interval"]) })),
        })
        .optional(),
      trial_update_behavior: ignored,
    })
    .optional(),
});
const fields = {
  active: flag.optional(),
  business_profile: z
    .strictObject({
      headline: z.union([unset, text]).optional(),
      privacy_policy_url: ignored,
      terms_of_service_url: ignored,
    })
    .optional(),
  default_return_url: z.union([unset, text]).optional(),
  expand,
  login_page: ignored,
  metadata: metadata.optional(),
  name: z.union([unset, text]).optional(),
};

type Features = Partial<z.infer<typeof features>>;

function withFeatures(before: Configuration["features"], given: Features = {}): Configuration["features"] {
  const { subscription_cancel: cancel } = given;
  return {
    ...before,
    ...(given.payment_method_update && {
      payment_method_update: { ...before.payment_method_update, enabled: given.payment_method_update.enabled ?? false },
    }),
    ...(given.invoice_history && { invoice_history: { enabled: given.invoice_history.enabled ?? false } }),
    ...(given.subscription_update && {
      subscription_update: withSwitch(before.subscription_update, given.subscription_update),
    }),
    ...(cancel && {
      subscription_cancel: {
        ...before.subscription_cancel,
        enabled: cancel.enabled ?? before.subscription_cancel.enabled,
        mode: cancel.mode ?? before.subscription_cancel.mode,
      },
    }),
  };
}

function withSwitch(
  before: SubscriptionUpdate,
  given: NonNullable<Features["subscription_update"]>,
): SubscriptionUpdate {
  const { billing_cycle_anchor, products, proration_behavior, schedule_at_period_end: later } = given;
  const { default_allowed_updates: allowed, enabled: isEnabled } = given;
  return {
    ...before,
    ...(billing_cycle_anchor !== undefined && { billing_cycle_anchor }),
    ...(allowed !== undefined && { default_allowed_updates: allowed ?? [] }),
    ...(isEnabled !== undefined && { enabled: isEnabled }),
    ...(products !== undefined && {
      products: (products ?? []).map(({ product, prices }) => ({
        adjustable_quantity: { enabled: false, maximum: null, minimum: 1 },
        prices,
        product,
      })),
    }),
    ...(proration_behavior && { proration_behavior }),
    ...(later && { schedule_at_period_end: later }),
  };
}

const usualFeatures: Configuration["features"] = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
    enabled: true,
    mode: "at_period_end",
    proration_behavior: "none",
  },
  subscription_pause: { duration: { interval_options: [], type: "indefinite" }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    products: [],
    proration_behavior: "none",
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: "end_trial",
  },
};

function newConfiguration(world: World, isDefault: boolean): Configuration {
  const now = world.wallNow();
  return {
    id: newId(world, "bpc"),
    object: "billing_portal.configuration",
    active: true,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created: now,
    default_return_url: null,
    features: usualFeatures,
    is_default: isDefault,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: {},
    name: null,
    updated: now,
  };
}

export function defaultConfiguration(world: World): Configuration {
  const found = all(world, "billing_portal_configurations").find(({ is_default }) => is_default);
  return found ?? put(world, "billing_portal_configurations", newConfiguration(world, true));
}

/** What of a configuration is given, on top of what it was. */
function configured(before: Configuration, order: z.infer<typeof changes>): Configuration {
  return {
    ...before,
    active: order.active ?? before.active,
    business_profile: {
      ...before.business_profile,
      headline: order.business_profile?.headline ?? before.business_profile.headline,
    },
    default_return_url: order.default_return_url === undefined ? before.default_return_url : order.default_return_url,
    features: withFeatures(before.features, order.features),
    metadata: { ...before.metadata, ...order.metadata },
    name: order.name === undefined ? before.name : order.name,
  };
}

const changes = z.strictObject({ ...fields, features: features.optional() });

export const portalConfigurationRoutes: Routes = {
  "POST /v1/billing_portal/configurations": ({ world, read }) => {
    const order = read(z.strictObject({ ...fields, features }));
    const whole = put(world, "billing_portal_configurations", configured(newConfiguration(world, false), order));
    emit(world, "billing_portal.configuration.created", whole);
    return whole;
  },
  "GET /v1/billing_portal/configurations": ({ world, read }) => {
    const { active, is_default, ...wanted } = read(
      z.strictObject({ ...page, active: flag.optional(), is_default: flag.optional() }),
    );
    const found = all(world, "billing_portal_configurations").filter(
      (each) =>
        (active === undefined || each.active === active) &&
        (is_default === undefined || each.is_default === is_default),
    );
    return listPage(world, "/v1/billing_portal/configurations", found, wanted);
  },
  "GET /v1/billing_portal/configurations/:id": ({ world, id }) => get(world, "billing_portal_configurations", id),
  "POST /v1/billing_portal/configurations/:id": ({ world, id, read }) => {
    const after = configured(get(world, "billing_portal_configurations", id), read(changes));
    return update(world, "billing_portal.configuration.updated", "billing_portal_configurations", id, {
      ...after,
      updated: world.wallNow(),
    });
  },
};
