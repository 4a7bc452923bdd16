import type Stripe from "stripe";
import { change } from "./event.ts";
import { composeInvoice, draftInvoice, type InvoiceDraft } from "./invoice-draft.ts";
import { addInvoiceItem, billItem, lineOfItem, waitingItems } from "./invoice-item.ts";
import { type LineDraft, periodLine, usageLine } from "./invoice-line.ts";
import { isMetered } from "./price.ts";
import type { UnixSeconds } from "./state.ts";
import { get, hide, idOf, nowOn, type Period, type World } from "./world.ts";

export interface SubscriptionBill {
  readonly subscription: Stripe.Subscription;
  readonly reason: Stripe.Invoice.BillingReason;
  readonly period: Period;
  /** The items whose period that has begun is billed. */
  readonly items: readonly Stripe.SubscriptionItem[];
  readonly finalizesAt?: UnixSeconds | null;
  readonly isTrial?: boolean;
  /** What is billed beside: once, with the first invoice. */
  readonly extra?: readonly LineDraft[];
}

/** Bills what waits, newest first, and then the items' periods. */
export function billSubscription(world: World, bill: SubscriptionBill): Stripe.Invoice {
  const { subscription } = bill;
  const invoice = draftInvoice(
    world,
    draftOf(world, bill, (id) => waitingItems(world, subscription.id).map((item) => billItem(world, item, id))),
  );
  for (const line of invoice.lines.data) {
    const { subscription_item: item, proration } = line.parent?.subscription_item_details ?? {};
    // What is credited when the time turns out not to be used.
    if (item !== undefined && (!proration || line.amount > 0))
      hide(world, "billedBy", item, { invoice: invoice.id, line: line.id });
  }
  for (const { id } of bill.items) world.state.hidden.usage.delete(id);
  change(world, "subscriptions", subscription.id, { latest_invoice: invoice.id });
  return invoice;
}

/** The same, without doing it; `waiting` is what would come to wait first. */
export function previewBill(world: World, bill: SubscriptionBill, waiting: readonly LineDraft[]): Stripe.Invoice {
  const already = waitingItems(world, bill.subscription.id).map((item) => lineOfItem(world, item));
  return composeInvoice(
    world,
    draftOf(world, bill, () => [...waiting, ...already]),
  );
}

function draftOf(
  world: World,
  { subscription, reason, period, items, finalizesAt = null, isTrial = false, extra = [] }: SubscriptionBill,
  waiting: (invoice: string) => readonly LineDraft[],
): InvoiceDraft {
  const used = (item: Stripe.SubscriptionItem) => world.state.hidden.usage.get(item.id) ?? 0;
  const productOf = ({ price }: Stripe.SubscriptionItem) => get(world, "products", idOf(price.product as string));
  return {
    customer: idOf(subscription.customer),
    subscription,
    reason,
    period,
    lines: (id) => [
      ...waiting(id),
      ...extra,
      ...items.map((item) =>
        isMetered(item.price)
          ? usageLine(subscription, item, productOf(item), { period, quantity: used(item) })
          : periodLine(subscription, item, productOf(item), isTrial),
      ),
    ],
    finalizesAt,
    currency: subscription.currency,
  };
}

/** Puts lines into the queue for the next invoice. */
export function queueLines(world: World, subscription: Stripe.Subscription, lines: readonly LineDraft[]): void {
  for (const line of lines) addInvoiceItem(world, idOf(subscription.customer), line);
}

/** `[start of what runs, now]`: the time in which what is on an invoice in between can have come up. */
export function runningPeriod(world: World, { items, test_clock }: Stripe.Subscription): Period {
  return {
    start: Math.min(...items.data.map(({ current_period_start }) => current_period_start)),
    end: nowOn(world, test_clock),
  };
}
