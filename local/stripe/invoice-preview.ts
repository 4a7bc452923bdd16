import type Stripe from "stripe";
import * as z from "zod";
import type { LineDraft } from "./invoice-line.ts";
import { cycleAnchor, expand, flag, ignored, seconds, text, unset } from "./params.ts";
import { refused } from "./problem.ts";
import type { Routes } from "./route.ts";
import { planChange } from "./subscription-change.ts";
import { createSubscription } from "./subscription-create.ts";
import { previewBill, runningPeriod } from "./subscription-invoice.ts";
import { changedItemParams } from "./subscription-item.ts";
import { createParams } from "./subscription-params.ts";
import { itemChange, updateParams } from "./subscription-update.ts";
import { dryRun } from "./transaction.ts";
import { cycleBoundary, get, idOf, nowOn, type World } from "./world.ts";

const details = z.strictObject({
  billing_cycle_anchor: cycleAnchor,
  billing_mode: ignored,
  cancel_at: z.union([unset, seconds]).optional(),
  cancel_at_period_end: flag.optional(),
  cancel_now: flag.optional(),
  items: z.array(changedItemParams).max(20).optional(),
  proration_behavior: z.enum(["always_invoice", "create_prorations", "none"]).optional(),
  proration_date: seconds.optional(),
  trial_end: z.union([z.literal("now"), seconds]).optional(),
});

const preview = z.strictObject({
  automatic_tax: ignored,
  currency: ignored,
  customer: text.optional(),
  discounts: ignored,
  expand,
  invoice_items: ignored,
  preview_mode: ignored,
  subscription: text.optional(),
  subscription_details: details.optional(),
});

/**
 * What the next invoice would say: with a change that is invoiced at once, that invoice; else the renewal with all that waits
 * for it. Nothing is kept of it.
 */
function previewInvoice(world: World, asked: z.infer<typeof preview>): object {
  const { customer, subscription: id, subscription_details: given = {} } = asked;
  if (id === undefined) return previewFirst(world, customer, given);
  return dryRun(world, () => {
    const subscription = get(world, "subscriptions", id, "subscription");
    const { cancel_at: _at, cancel_at_period_end: _end, cancel_now: _now, billing_mode: _mode, ...change } = given;
    const planned = planChange(world, id, itemChange(world, subscription, { ...updateParams.parse({}), ...change }));
    const now = nowOn(world, subscription.test_clock);
    const invoice = planned.isInvoicedNow
      ? previewBill(
          world,
          {
            subscription: planned.after,
            reason: "upcoming",
            period: planned.newPeriods.length > 0 ? { start: now, end: now } : runningPeriod(world, subscription),
            items: planned.newPeriods,
          },
          planned.lines,
        )
      : previewRenewal(world, planned.after, planned.lines);
    return upcoming(invoice);
  });
}

function previewRenewal(
  world: World,
  subscription: Stripe.Subscription,
  waiting: readonly LineDraft[],
): Stripe.Invoice {
  const end = Math.min(...subscription.items.data.map((item) => item.current_period_end));
  const due = subscription.items.data.filter((item) => item.current_period_end === end);
  const items = due.map((item) => {
    const every = item.price.recurring ?? { interval: "month", interval_count: 1 };
    return { ...item, current_period_start: end, current_period_end: cycleBoundary(end, every, 1) };
  });
  const start = Math.min(...due.map((item) => item.current_period_start));
  return previewBill(world, { subscription, reason: "upcoming", period: { start, end }, items }, waiting);
}

function previewFirst(world: World, customer: string | undefined, given: z.infer<typeof details>): object {
  if (customer === undefined || !given.items)
    throw refused("You must specify a subscription, or a customer and subscription_details[items].", {
      code: "parameter_missing",
    });
  const items = given.items.map(({ id: _id, deleted: _deleted, clear_usage: _usage, ...item }) => item);
  return dryRun(world, () => {
    const order = {
      ...createParams.omit({ items: true, customer: true }).parse({}),
      customer,
      items,
      payment_behavior: "default_incomplete" as const,
    };
    const { latest_invoice } = createSubscription(world, order);
    return upcoming(get(world, "invoices", idOf(latest_invoice ?? "")));
  });
}

function upcoming(invoice: Stripe.Invoice): object {
  const { id, ...rest } = invoice;
  return { ...rest, id: `upcoming_${id}`, billing_reason: "upcoming", number: null, status: "draft" };
}

/** The invoice of the next renewal as `invoice.upcoming` tells it: it is none yet, and has no id. */
export function announcedInvoice(world: World, subscription: Stripe.Subscription): object {
  const { id: _, ...rest } = previewRenewal(world, subscription, []);
  return rest;
}

export const invoicePreviewRoutes: Routes = {
  "POST /v1/invoices/create_preview": ({ world, read }) => previewInvoice(world, read(preview)),
};
