import type Stripe from "stripe";
import * as z from "zod";
import { collect, finalizeInvoice, markPaid, usualMethod } from "./collect.ts";
import { change, emit, inOrder, update } from "./event.ts";
import { draftInvoice } from "./invoice-draft.ts";
import { billItem, waitingItems } from "./invoice-item.ts";
import { invoicePreviewRoutes } from "./invoice-preview.ts";
import { listPage, pageOf } from "./list.ts";
import { count, expand, flag, ignored, metadata, page, text } from "./params.ts";
import { declinedProblem, paymentMethodFrom } from "./payment-method.ts";
import { refused } from "./problem.ts";
import type { Call, Routes } from "./route.ts";
import { runningPeriod } from "./subscription-invoice.ts";
import { afterSettled, afterVoided } from "./subscription-status.ts";
import { all, customerNow, get, idOf, nowOn, type World } from "./world.ts";

const PAYING = [
  "payment_intent.created",
  "charge.succeeded",
  "payment_intent.succeeded",
  "invoice.updated",
  "invoice.finalized",
  "invoice.paid",
  "invoice.payment_succeeded",
  "invoice_payment.paid",
  "customer.subscription.updated",
] as const;

const payParams = z.strictObject({
  expand,
  forgive: ignored,
  mandate: ignored,
  off_session: ignored,
  paid_out_of_band: flag.optional(),
  payment_method: text.optional(),
});

/** Tries to collect an open invoice now, with the payment method that is named or the usual one. */
function payInvoice({ world, id, read }: Call): object {
  const { paid_out_of_band, payment_method } = read(payParams);
  const invoice = openOf(
    world,
    get(world, "invoices", id).status === "draft" ? finalizeInvoice(world, id).id : id,
    "pay",
  );
  if (paid_out_of_band) return markPaid(world, id, invoice.amount_remaining, true);
  const method =
    payment_method === undefined ? usualMethod(world, invoice) : paymentMethodFrom(world, payment_method).id;
  if (method === undefined)
    throw refused("There is no default_payment_method set on this Customer or Invoice. Please set one.", {
      code: "invoice_payment_intent_requires_action",
    });
  const outcome = inOrder(world, PAYING, () => collect(world, id, method));
  if (outcome.is === "declined") throw declinedProblem(outcome.decline, true);
  return get(world, "invoices", id);
}

function openOf(world: World, id: string, verb: string): Stripe.Invoice {
  const invoice = get(world, "invoices", id);
  if (invoice.status === "open" || (invoice.status === "uncollectible" && verb !== "mark_uncollectible"))
    return invoice;
  if (invoice.status === "paid" && verb === "pay")
    throw refused("Invoice is already paid", { code: "invoice_already_paid" });
  throw refused(`You can only ${verb} an invoice that is open; this one is ${invoice.status}.`, {
    code: "invoice_not_editable",
  });
}

/** Nothing is owed any more, and nothing has been paid. */
export function voidInvoice(world: World, id: string): Stripe.Invoice {
  const { status_transitions, test_clock } = openOf(world, id, "void");
  const voided = update(world, "invoice.updated", "invoices", id, {
    auto_advance: false,
    next_payment_attempt: null,
    status: "void",
    status_transitions: { ...status_transitions, voided_at: nowOn(world, test_clock) },
  });
  emit(world, "invoice.voided", voided);
  afterVoided(world, voided);
  return voided;
}

/** Written off. The subscription is active again: `active` does not mean paid. Source: changelog/endive/2026-09-30, pause on payment failure. */
export function markUncollectible(world: World, id: string): Stripe.Invoice {
  const { status_transitions, test_clock } = openOf(world, id, "mark_uncollectible");
  const marked = update(world, "invoice.updated", "invoices", id, {
    auto_advance: false,
    next_payment_attempt: null,
    status: "uncollectible",
    status_transitions: { ...status_transitions, marked_uncollectible_at: nowOn(world, test_clock) },
  });
  emit(world, "invoice.marked_uncollectible", marked);
  afterSettled(world, marked);
  return marked;
}

const create = z.strictObject({
  auto_advance: flag.optional(),
  collection_method: ignored,
  customer: text.optional(),
  description: ignored,
  expand,
  metadata: metadata.optional(),
  pending_invoice_items_behavior: z.enum(["exclude", "include"]).optional(),
  subscription: text.optional(),
});

/** An invoice by hand. For a subscription it has what waits for it, and no period of its own. Recorded: invoice.paid.manual. */
function createInvoice({ world, read }: Call): object {
  const order = read(create);
  const subscription = order.subscription ? get(world, "subscriptions", order.subscription, "subscription") : null;
  const customer = order.customer ?? (subscription ? idOf(subscription.customer) : undefined);
  if (customer === undefined)
    throw refused("Missing required param: customer.", { code: "parameter_missing", param: "customer" });
  const now = customerNow(world, customer);
  const waiting = subscription
    ? waitingItems(world, subscription.id)
    : all(world, "invoice_items").filter(
        (item) => item.invoice === null && item.customer === customer && item.parent === null,
      );
  const isIncluded = subscription !== null || order.pending_invoice_items_behavior === "include";
  const invoice = draftInvoice(world, {
    customer,
    subscription,
    reason: "manual",
    period: subscription ? runningPeriod(world, subscription) : { start: now, end: now },
    lines: (id) => (isIncluded ? waiting.map((item) => billItem(world, item, id)) : []),
    finalizesAt: null,
    currency: waiting[0]?.currency ?? subscription?.currency ?? "eur",
    metadata: order.metadata ?? {},
    discounts: [],
  });
  return change(world, "invoices", invoice.id, { auto_advance: order.auto_advance ?? false }).after;
}

const list = z.strictObject({
  ...page,
  collection_method: ignored,
  customer: text.optional(),
  status: text.optional(),
  subscription: text.optional(),
});

function listInvoices({ world, read }: Call): object {
  const { customer, status, subscription, ...wanted } = read(list);
  const invoices = all(world, "invoices").filter(
    (each) =>
      (!customer || each.customer === customer) &&
      (!status || each.status === status) &&
      (!subscription || each.parent?.subscription_details?.subscription === subscription),
  );
  return listPage(world, "/v1/invoices", invoices, wanted);
}

const changes = z.strictObject({
  auto_advance: flag.optional(),
  default_payment_method: text.optional(),
  description: text.optional(),
  expand,
  metadata: metadata.optional(),
});

export const invoiceRoutes: Routes = {
  ...invoicePreviewRoutes,
  "POST /v1/invoices": createInvoice,
  "GET /v1/invoices": listInvoices,
  "GET /v1/invoices/:id": ({ world, id }) => get(world, "invoices", id),
  "POST /v1/invoices/:id": ({ world, id, read }) => {
    const { metadata: data, auto_advance, default_payment_method, description } = read(changes);
    return update(world, "invoice.updated", "invoices", id, {
      ...(auto_advance !== undefined && { auto_advance }),
      ...(default_payment_method && { default_payment_method }),
      ...(description && { description }),
      ...(data !== undefined && { metadata: { ...get(world, "invoices", id).metadata, ...data } }),
    });
  },
  "GET /v1/invoices/:id/lines": ({ world, id, read }) => {
    const { lines } = get(world, "invoices", id);
    return pageOf(`/v1/invoices/${id}/lines`, lines.data, read(z.strictObject({ ...page, limit: count.optional() })));
  },
  "POST /v1/invoices/:id/finalize": ({ world, id }) => {
    if (get(world, "invoices", id).status !== "draft")
      throw refused("Only a draft can be finalized.", { code: "invoice_not_editable" });
    return finalizeInvoice(world, id);
  },
  "POST /v1/invoices/:id/pay": payInvoice,
  "POST /v1/invoices/:id/void": ({ world, id }) => voidInvoice(world, id),
  "POST /v1/invoices/:id/mark_uncollectible": ({ world, id }) => markUncollectible(world, id),
};
