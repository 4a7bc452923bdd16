import type Stripe from "stripe";
import { collect, finalizeInvoice } from "./collect.ts";
import { refused } from "./problem.ts";
import { prorate } from "./proration.ts";
import { billSubscription, queueLines, runningPeriod } from "./subscription-invoice.ts";
import { end } from "./subscription-status.ts";
import { all, get, nowOn, type World } from "./world.ts";

export interface CancelOrder {
  readonly invoice_now?: boolean | undefined;
  readonly prorate?: boolean | undefined;
  readonly cancellation_details?: Partial<Stripe.Subscription.CancellationDetails> | undefined;
}

const hasEnded = ({ status }: Stripe.Subscription) => status === "canceled" || status === "incomplete_expired";

/** Ends a subscription now. Nothing is paid back by itself; unused time is credited where that is asked for. */
export function cancelNow(world: World, id: string, order: CancelOrder = {}): Stripe.Subscription {
  const subscription = get(world, "subscriptions", id);
  if (hasEnded(subscription)) throw refused(`No such subscription: '${id}'`, { code: "resource_missing", param: "id" });
  const before = subscription.items.data;
  const at = nowOn(world, subscription.test_clock);
  if (order.prorate && subscription.status !== "trialing") {
    queueLines(world, subscription, prorate(world, { subscription, before, after: [], at, isNewCycle: false }));
  }
  const invoice = order.invoice_now
    ? billSubscription(world, {
        subscription,
        reason: "subscription_update",
        period: runningPeriod(world, subscription),
        items: [],
      })
    : undefined;
  if (invoice && finalizeInvoice(world, invoice.id).status === "open") collect(world, invoice.id);
  return end(world, id, { reason: "cancellation_requested", details: order.cancellation_details });
}

/** Ends what of a customer still runs. */
export function cancelAllOf(world: World, customer: string): void {
  for (const subscription of all(world, "subscriptions")) {
    if (subscription.customer === customer && !hasEnded(subscription))
      end(world, subscription.id, { reason: "cancellation_requested" });
  }
}
