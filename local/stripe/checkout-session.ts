import type Stripe from "stripe";
import * as z from "zod";
import { type HiddenSession, lineItemsOf, lineParams } from "./checkout-lines.ts";
import { noInvoice, nothingKnown, untouched } from "./checkout-template.ts";
import { amountOff } from "./coupon.ts";
import { update } from "./event.ts";
import { listPage, pageOf } from "./list.ts";
import { expand, flag, ignored, int, metadata, page, seconds, text } from "./params.ts";
import { refused } from "./problem.ts";
import type { Routes } from "./route.ts";
import { discountsParam, trialSettings } from "./subscription-params.ts";
import { all, get, hide, livingCustomer, newId, nowOn, put, type World } from "./world.ts";

const DAY = 86_400;

const create = z.strictObject({
  adaptive_pricing: ignored,
  allow_promotion_codes: ignored,
  automatic_tax: ignored,
  billing_address_collection: ignored,
  cancel_url: text.optional(),
  client_reference_id: text.optional(),
  consent_collection: ignored,
  currency: text.optional(),
  custom_text: ignored,
  customer: text.optional(),
  customer_creation: z.enum(["always", "if_required"]).optional(),
  customer_email: text.optional(),
  customer_update: ignored,
  discounts: discountsParam.optional(),
  expand,
  expires_at: seconds.optional(),
  invoice_creation: z.strictObject({ enabled: flag, invoice_data: ignored }).optional(),
  line_items: z.array(lineParams).max(100).optional(),
  locale: ignored,
  metadata: metadata.optional(),
  mode: z.enum(["payment", "setup", "subscription"]),
  payment_intent_data: z
    .strictObject({ metadata: metadata.optional(), description: text.optional(), setup_future_usage: ignored })
    .optional(),
  payment_method_collection: z.enum(["always", "if_required"]).optional(),
  payment_method_options: ignored,
  phone_number_collection: ignored,
  return_url: text.optional(),
  saved_payment_method_options: ignored,
  submit_type: ignored,
  subscription_data: z
    .strictObject({
      billing_cycle_anchor: seconds.optional(),
      billing_mode: ignored,
      description: text.optional(),
      metadata: metadata.optional(),
      proration_behavior: ignored,
      trial_end: seconds.optional(),
      trial_period_days: int.optional(),
      trial_settings: trialSettings.optional(),
    })
    .optional(),
  success_url: text.optional(),
  tax_id_collection: ignored,
  ui_mode: z.enum(["hosted_page", "hosted"]).optional(),
});

type Order = Pick<z.infer<typeof create>, "mode"> & Partial<z.infer<typeof create>>;

/** What one mode knows and the others don't is refused, as Stripe does. */
function checkMode(order: Order): void {
  const { mode, subscription_data, payment_intent_data } = order;
  if (subscription_data && mode !== "subscription")
    throw refused(`You can not pass \`subscription_data\` in \`${mode}\` mode.`, { param: "subscription_data" });
  if (payment_intent_data && mode !== "payment")
    throw refused(`You can not pass \`payment_intent_data\` in \`${mode}\` mode.`, { param: "payment_intent_data" });
  if (mode !== "setup" && !order.line_items?.length)
    throw refused(`You must provide at least one line item in \`${mode}\` mode.`, {
      code: "parameter_missing",
      param: "line_items",
    });
  if (order.customer && order.customer_email)
    throw refused("You may only specify one of these parameters: customer, customer_email.");
}

export function createSession(world: World, order: Order): Stripe.Checkout.Session {
  checkMode(order);
  const customer = order.customer === undefined ? undefined : livingCustomer(world, order.customer, "customer");
  const now = nowOn(world, customer?.test_clock);
  const id = newId(world, "cs_test");
  const lines = lineItemsOf(world, id, order.mode, order.line_items ?? []);
  const subtotal = lines.reduce((sum, { amount_subtotal }) => sum + amount_subtotal, 0);
  const coupons = (order.discounts ?? []).flatMap(({ coupon }) => coupon ?? []);
  const off = coupons.reduce(
    (taken, coupon) => taken + amountOff(get(world, "coupons", coupon, "discounts[0][coupon]"), subtotal - taken),
    0,
  );
  const trialDays = order.subscription_data?.trial_period_days ?? 0;
  const isTrial = trialDays > 0 || (order.subscription_data?.trial_end ?? 0) > now;
  const hidden: HiddenSession = {
    lineItems: { object: "list", data: lines, has_more: false, url: `/v1/checkout/sessions/${id}/line_items` },
    coupons,
    subscriptionData: order.subscription_data as HiddenSession["subscriptionData"],
    paymentMetadata: order.payment_intent_data?.metadata ?? {},
    paymentDescription: order.payment_intent_data?.description ?? null,
  };
  hide(world, "sessions", id, hidden);
  return put(world, "checkout_sessions", {
    ...untouched,
    id,
    amount_subtotal: order.mode === "setup" ? null : isTrial ? 0 : subtotal,
    amount_total: order.mode === "setup" ? null : isTrial ? 0 : subtotal - off,
    cancel_url: order.cancel_url ?? null,
    client_reference_id: order.client_reference_id ?? null,
    created: now,
    currency: lines[0]?.currency ?? order.currency ?? null,
    customer: customer?.id ?? null,
    customer_creation: customer
      ? null
      : order.mode === "subscription"
        ? "always"
        : (order.customer_creation ?? "if_required"),
    customer_details: customer
      ? { ...nothingKnown, email: customer.email, name: customer.name ?? null }
      : order.customer_email
        ? { ...nothingKnown, email: order.customer_email }
        : null,
    customer_email: order.customer_email ?? null,
    discounts: coupons.map((coupon) => ({ coupon, promotion_code: null })),
    expires_at: order.expires_at ?? now + DAY,
    invoice_creation:
      order.mode === "payment" ? { ...noInvoice, enabled: order.invoice_creation?.enabled ?? false } : null,
    metadata: order.metadata ?? {},
    mode: order.mode,
    payment_method_collection:
      order.mode === "subscription" ? (order.payment_method_collection ?? "always") : "if_required",
    payment_status:
      order.mode === "setup" || (order.mode === "payment" && subtotal === off) ? "no_payment_required" : "unpaid",
    success_url: order.success_url ?? null,
    total_details: { amount_discount: isTrial ? 0 : off, amount_shipping: 0, amount_tax: 0 },
    url: `${world.url()}/c/pay/${id}`,
  });
}

const list = z.strictObject({
  ...page,
  customer: text.optional(),
  payment_intent: text.optional(),
  status: text.optional(),
  subscription: text.optional(),
});

export const checkoutRoutes: Routes = {
  "POST /v1/checkout/sessions": ({ world, read }) => createSession(world, read(create)),
  "GET /v1/checkout/sessions": ({ world, read }) => {
    const { customer, payment_intent, status, subscription, ...wanted } = read(list);
    const sessions = all(world, "checkout_sessions").filter(
      (each) =>
        (!customer || each.customer === customer) &&
        (!payment_intent || each.payment_intent === payment_intent) &&
        (!status || each.status === status) &&
        (!subscription || each.subscription === subscription),
    );
    return listPage(world, "/v1/checkout/sessions", sessions, wanted);
  },
  "GET /v1/checkout/sessions/:id": ({ world, id }) => get(world, "checkout_sessions", id),
  "POST /v1/checkout/sessions/:id": ({ world, id, read }) => {
    const { metadata: data } = read(z.strictObject({ expand, metadata }));
    return update(world, "checkout.session.completed", "checkout_sessions", id, {
      metadata: { ...get(world, "checkout_sessions", id).metadata, ...data },
    });
  },
  "GET /v1/checkout/sessions/:id/line_items": ({ world, id, read }) => {
    get(world, "checkout_sessions", id);
    const { lineItems } = world.state.hidden.sessions.get(id) as HiddenSession;
    return pageOf(`/v1/checkout/sessions/${id}/line_items`, lineItems.data, read(z.strictObject(page)));
  },
  "POST /v1/checkout/sessions/:id/expire": ({ world, id }) => {
    const { status } = get(world, "checkout_sessions", id);
    if (status !== "open")
      throw refused(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${status}.`,
      );
    return update(world, "checkout.session.expired", "checkout_sessions", id, { status: "expired", url: null });
  },
};
