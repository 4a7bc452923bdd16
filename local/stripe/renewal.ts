import type Stripe from "stripe";
import { change, difference, emit, inOrder } from "./event.ts";
import type { UnixSeconds } from "./state.ts";
import { billSubscription } from "./subscription-invoice.ts";
import { itemFields } from "./subscription-item.ts";
import { end, pause } from "./subscription-status.ts";
import { cycleBoundary, get, idOf, periodAt, type World } from "./world.ts";

/** As recorded in 2024 (laravel/cashier-stripe#1675), and an hour before anything is paid. */
const ORDER = ["invoice.created", "customer.subscription.updated"] as const;

const everyMonth = { interval: "month", interval_count: 1 } as const;

/**
 * The items whose period is over begin the next one, and a draft is made of it. The invoice's own period is the one that is
 * over. `before` is the subscription as it was last told of, where a schedule's phase has begun at the same instant.
 */
export function renew(world: World, id: string, now: UnixSeconds, before = get(world, "subscriptions", id)): void {
  const subscription = get(world, "subscriptions", id);
  if (subscription.status === "trialing" && endsWithoutCard(world, subscription)) return;
  const isDue = (item: Stripe.SubscriptionItem) => item.current_period_end <= now;
  const due = subscription.items.data.filter(isDue);
  const data = subscription.items.data.map((item) =>
    isDue(item) ? { ...item, ...nextPeriod(subscription, item, now) } : item,
  );
  inOrder(world, ORDER, () => {
    change(world, "subscriptions", id, {
      ...itemFields(id, data),
      ...(subscription.status === "trialing" && { status: "active" }),
    });
    const collects = subscription.status !== "unpaid" && subscription.pause_collection?.behavior !== "keep_as_draft";
    billSubscription(world, {
      subscription: get(world, "subscriptions", id),
      reason: "subscription_cycle",
      period: { start: Math.min(...due.map((item) => item.current_period_start)), end: now },
      items: data.filter((_, i) => due.some((item) => item.id === data[i]?.id)),
      finalizesAt: collects ? now + world.billing.finalizeAfterHours * 3600 : null,
    });
    const after = get(world, "subscriptions", id);
    emit(world, "customer.subscription.updated", after, { previous: difference({ ...before }, { ...after }) });
  });
}

/** Counted from the anchor, so that the 31st comes back after February. */
function nextPeriod(
  { billing_cycle_anchor: anchor }: Stripe.Subscription,
  { price, current_period_end: start }: Stripe.SubscriptionItem,
  now: UnixSeconds,
) {
  const every = price.recurring ?? everyMonth;
  const aligned = periodAt(anchor, every, now);
  const next = aligned.start === start ? aligned.end : cycleBoundary(start, every, 1);
  return { current_period_start: start, current_period_end: next };
}

/** A trial that ends with nothing to charge ends as its settings say. */
function endsWithoutCard(
  world: World,
  { id, trial_settings, default_payment_method, customer }: Stripe.Subscription,
): boolean {
  const behavior = trial_settings?.end_behavior.missing_payment_method ?? "create_invoice";
  const hasCard =
    default_payment_method ?? get(world, "customers", idOf(customer)).invoice_settings.default_payment_method;
  if (hasCard || behavior === "create_invoice") return false;
  if (behavior === "pause") pause(world, id, "trial_end_without_payment_method");
  else end(world, id, { reason: "payment_failed" });
  return true;
}
