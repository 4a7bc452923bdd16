import type Stripe from "stripe";
import { change, emit, update } from "./event.ts";
import type { Row } from "./state.ts";
import { all, get, hide, idOf, nowOn, type World } from "./world.ts";

type PausedFor = Stripe.Subscription.StatusDetails.Paused.Subscription.Type;

/** The subscription that an invoice belongs to, unless it belongs to none. */
export function subscriptionOf(world: World, { parent }: Stripe.Invoice): Stripe.Subscription | undefined {
  const reference = parent?.subscription_details?.subscription;
  return reference ? world.state.tables.subscriptions.get(idOf(reference)) : undefined;
}

export function updateSubscription(
  world: World,
  id: string,
  fields: Partial<Row<"subscriptions">>,
): Stripe.Subscription {
  return update(world, "customer.subscription.updated", "subscriptions", id, fields);
}

/** What an invoice that is no longer owed (paid, or written off) does to its subscription. */
export function afterSettled(world: World, invoice: Stripe.Invoice): void {
  const subscription = subscriptionOf(world, invoice);
  if (!subscription) return;
  if (world.state.hidden.announced.has(`pending_update ${invoice.id}`)) applyPendingUpdate(world, subscription);
  if (subscription.latest_invoice !== invoice.id) return;
  const { status } = subscription;
  if (status === "paused" && world.state.hidden.announced.has(`resumes ${invoice.id}`))
    activateResumed(world, subscription.id);
  if (status !== "incomplete" && status !== "past_due" && status !== "unpaid") return;
  // Paid while it is being created: it begins active, and nobody has heard of it otherwise.
  if (isBeingCreated(world, subscription)) change(world, "subscriptions", subscription.id, { status: "active" });
  else updateSubscription(world, subscription.id, { status: "active" });
}

const isBeingCreated = (world: World, { id }: Stripe.Subscription) =>
  world.state.hidden.announced.has(`creating ${id}`);

/** What a failed payment does: an unpaid first invoice keeps the subscription from beginning, any other makes it late. */
export function afterFailed(world: World, invoice: Stripe.Invoice): void {
  const subscription = subscriptionOf(world, invoice);
  const isWaiting = world.state.hidden.announced.has(`pending_update ${invoice.id}`);
  if (!subscription || isWaiting || (subscription.status !== "active" && subscription.status !== "trialing")) return;
  updateSubscription(world, subscription.id, { status: "past_due" });
}

/** What voiding does: what waited for the payment is over; what was late is late no more. */
export function afterVoided(world: World, invoice: Stripe.Invoice): void {
  const subscription = subscriptionOf(world, invoice);
  if (!subscription) return;
  if (world.state.hidden.announced.has(`pending_update ${invoice.id}`) && subscription.pending_update) {
    const { after } = change(world, "subscriptions", subscription.id, { pending_update: null });
    emit(world, "customer.subscription.pending_update_expired", after);
    return;
  }
  if (subscription.latest_invoice !== invoice.id) return;
  const now = nowOn(world, subscription.test_clock);
  if (subscription.status === "incomplete") {
    updateSubscription(world, subscription.id, { ended_at: now, status: "incomplete_expired" });
  } else if (subscription.status === "past_due" || subscription.status === "unpaid") {
    updateSubscription(world, subscription.id, { status: "active" });
  }
}

/** A change that waited for its payment is made. */
function applyPendingUpdate(world: World, { id, pending_update, items }: Stripe.Subscription): void {
  if (!pending_update) return;
  const changed = new Map((pending_update.subscription_items ?? []).map((item) => [item.id, item]));
  const data = [
    ...items.data.map((item) => changed.get(item.id) ?? item),
    ...[...changed.values()].filter((item) => !items.data.some((old) => old.id === item.id)),
  ];
  const { billing_cycle_anchor, trial_end } = pending_update;
  const { after, previous } = change(world, "subscriptions", id, {
    items: { ...items, data },
    pending_update: null,
    ...(billing_cycle_anchor !== null && { billing_cycle_anchor }),
    ...(trial_end !== null && { trial_end }),
  });
  emit(world, "customer.subscription.pending_update_applied", after);
  emit(world, "customer.subscription.updated", after, { previous });
}

/** Nothing is billed and no period begins until somebody resumes it. Source: changelog/endive/2026-09-30. */
export function pause(world: World, id: string, type: PausedFor): Stripe.Subscription {
  const { items, test_clock } = get(world, "subscriptions", id);
  const now = nowOn(world, test_clock);
  const data = items.data.map((item) => ({ ...item, current_period_end: Math.min(item.current_period_end, now) }));
  const { after, previous } = change(world, "subscriptions", id, {
    items: { ...items, data },
    status: "paused",
    status_details: { paused: { subscription: { type }, transitioned_at: now, type: "subscription" } },
  });
  emit(world, "customer.subscription.paused", after);
  emit(world, "customer.subscription.updated", after, { previous });
  return after;
}

export function activateResumed(world: World, id: string): Stripe.Subscription {
  const { status_details: _paused, ...rest } = get(world, "subscriptions", id);
  world.state.tables.subscriptions.set(id, rest);
  const { after, previous } = change(world, "subscriptions", id, { status: "active" });
  emit(world, "customer.subscription.resumed", after);
  emit(world, "customer.subscription.updated", after, { previous });
  return after;
}

interface Ending {
  readonly reason: Stripe.Subscription.CancellationDetails.Reason;
  readonly details?: Partial<Stripe.Subscription.CancellationDetails> | undefined;
}

/** It is over. Stripe no longer collects by itself what is still owed; a schedule of it is over, too. */
export function end(world: World, id: string, { reason, details }: Ending): Stripe.Subscription {
  const before = get(world, "subscriptions", id);
  const now = nowOn(world, before.test_clock);
  const { after } = change(world, "subscriptions", id, {
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: before.canceled_at ?? now,
    cancellation_details: {
      comment: null,
      feedback: null,
      feedback_option: null,
      ...before.cancellation_details,
      ...details,
      reason: before.cancellation_details?.reason ?? reason,
    },
    ended_at: now,
    pending_update: null,
    schedule: null,
    status: "canceled",
  });
  for (const invoice of all(world, "invoices")) {
    const isOwed = invoice.status === "open" || invoice.status === "draft";
    if (isOwed && subscriptionOf(world, invoice)?.id === id) {
      change(world, "invoices", invoice.id, {
        auto_advance: false,
        automatically_finalizes_at: null,
        next_payment_attempt: null,
      });
    }
  }
  emit(world, "customer.subscription.deleted", after);
  if (before.schedule) endSchedule(world, idOf(before.schedule), now);
  hide(world, "announced", `ended ${id}`, now);
  return after;
}

function endSchedule(world: World, id: string, now: number): void {
  const { after } = change(world, "subscription_schedules", id, {
    canceled_at: now,
    current_phase: null,
    status: "canceled",
  });
  emit(world, "subscription_schedule.canceled", after);
}
