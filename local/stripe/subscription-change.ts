import type Stripe from "stripe";
import { collect, finalizeInvoice, paymentOf } from "./collect.ts";
import { change, difference, emit, inOrder } from "./event.ts";
import type { LineDraft } from "./invoice-line.ts";
import { declinedProblem } from "./payment-method.ts";
import { prorate } from "./proration.ts";
import type { UnixSeconds } from "./state.ts";
import { billSubscription, queueLines, runningPeriod } from "./subscription-invoice.ts";
import { changedItems, type ItemParams, itemFields } from "./subscription-item.ts";
import { cycleBoundary, get, hide, nowOn, type World } from "./world.ts";

export interface ItemChange {
  readonly items: readonly ItemParams[];
  readonly prorationBehavior: "always_invoice" | "create_prorations" | "none";
  readonly paymentBehavior: "allow_incomplete" | "default_incomplete" | "error_if_incomplete" | "pending_if_incomplete";
  readonly anchor: "now" | "unchanged";
  readonly prorationDate?: UnixSeconds | undefined;
  /** The trial ends now, or at another time than it did. */
  readonly trialEnd?: UnixSeconds | "now" | undefined;
  /** What else changes, and needs no money. */
  readonly fields?: Partial<Stripe.Subscription>;
  readonly extra?: readonly LineDraft[];
}

/** What a change of items, of the anchor or of the trial comes to: the subscription after it, and what it bills. */
export interface PlannedChange {
  readonly after: Stripe.Subscription;
  /** Prorations. */
  readonly lines: readonly LineDraft[];
  /** Whole periods that begin with it. */
  readonly newPeriods: readonly Stripe.SubscriptionItem[];
  readonly isInvoicedNow: boolean;
}

/** Works a change out; pure, but for the ids of new items. */
export function planChange(
  world: World,
  id: string,
  { items, prorationBehavior, anchor, prorationDate, trialEnd, fields, extra = [] }: ItemChange,
): PlannedChange {
  const before = get(world, "subscriptions", id);
  const now = nowOn(world, before.test_clock);
  const endsTrial =
    before.status === "trialing" && (trialEnd === "now" || (typeof trialEnd === "number" && trialEnd <= now));
  const newTrialEnd = !endsTrial && typeof trialEnd === "number" && trialEnd > now ? trialEnd : undefined;
  const startsCycle = anchor === "now" || endsTrial || newTrialEnd !== undefined;
  const changed = items.length > 0 ? changedItems(world, before, items) : before.items.data;
  const data = startsCycle ? changed.map((item) => restarted(item, now, newTrialEnd)) : changed;
  const after: Stripe.Subscription = {
    ...before,
    ...fields,
    ...itemFields(id, data),
    ...(startsCycle && { billing_cycle_anchor: newTrialEnd ?? now }),
    ...(endsTrial && { status: "active", trial_end: now }),
    ...(newTrialEnd !== undefined && {
      status: "trialing",
      trial_end: newTrialEnd,
      trial_start: before.trial_start ?? now,
    }),
  };
  const wasFree = before.status === "trialing";
  const prorates = prorationBehavior !== "none" && !wasFree && newTrialEnd === undefined;
  const at = prorationDate ?? now;
  const lines = prorates
    ? prorate(world, { subscription: after, before: before.items.data, after: data, at, isNewCycle: startsCycle })
    : [];
  const isInvoicedNow = startsCycle || (prorationBehavior === "always_invoice" && lines.length > 0) || extra.length > 0;
  return { after, lines: [...lines, ...extra], newPeriods: startsCycle ? data : [], isInvoicedNow };
}

function restarted(
  item: Stripe.SubscriptionItem,
  now: UnixSeconds,
  end: UnixSeconds | undefined,
): Stripe.SubscriptionItem {
  const every = item.price.recurring ?? { interval: "month", interval_count: 1 };
  return { ...item, current_period_start: now, current_period_end: end ?? cycleBoundary(now, every, 1) };
}

const ORDER = ["customer.subscription.updated", "invoiceitem.created", "invoice.created", "invoice.finalized"] as const;

const PENDING_SECONDS = 23 * 3600;

/** Makes a change: bills what it costs at once, or leaves it to the next invoice. */
export function changeSubscription(world: World, id: string, asked: ItemChange): Stripe.Subscription {
  const before = get(world, "subscriptions", id);
  const { after, lines, newPeriods, isInvoicedNow } = planChange(world, id, asked);
  return inOrder(world, ORDER, () => {
    change(world, "subscriptions", id, after);
    queueLines(world, after, lines);
    if (!isInvoicedNow) return tell(world, before);
    const now = nowOn(world, before.test_clock);
    const invoice = billSubscription(world, {
      subscription: get(world, "subscriptions", id),
      reason: "subscription_update",
      // A cycle that begins anew has no time behind it.
      period: newPeriods.length > 0 ? { start: now, end: now } : runningPeriod(world, before),
      items: newPeriods,
      isTrial: after.status === "trialing",
    });
    if (asked.paymentBehavior === "pending_if_incomplete") return payFirst(world, before, invoice);
    const told = tell(world, before);
    // Cut short, a trial is announced and over at once. Source: the SDK's text of `customer.subscription.trial_will_end`.
    if (before.status === "trialing" && told.status === "active")
      emit(world, "customer.subscription.trial_will_end", told);
    const finalized = finalizeInvoice(world, invoice.id);
    if (finalized.status === "open") pay(world, told, finalized, asked.paymentBehavior);
    return get(world, "subscriptions", id);
  });
}

function tell(world: World, before: Stripe.Subscription): Stripe.Subscription {
  const after = get(world, "subscriptions", before.id);
  const previous = difference({ ...before }, { ...after });
  if (Object.keys(previous).length > 0) emit(world, "customer.subscription.updated", after, { previous });
  return after;
}

function pay(
  world: World,
  { id, collection_method }: Stripe.Subscription,
  invoice: Stripe.Invoice,
  behavior: ItemChange["paymentBehavior"],
): void {
  if (collection_method === "send_invoice") return;
  if (behavior === "default_incomplete") {
    paymentOf(world, invoice);
    change(world, "invoices", invoice.id, { auto_advance: false });
    const { after, previous } = change(world, "subscriptions", id, { status: "past_due" });
    emit(world, "customer.subscription.updated", after, { previous });
    return;
  }
  const outcome = collect(world, invoice.id);
  if (outcome.is === "declined" && behavior === "error_if_incomplete") throw declinedProblem(outcome.decline);
}

/** The change is made once it is paid for; until then, and for 23 hours at most, it is a pending update. */
function payFirst(world: World, before: Stripe.Subscription, invoice: Stripe.Invoice): Stripe.Subscription {
  const { id } = before;
  const now = nowOn(world, before.test_clock);
  const after = get(world, "subscriptions", id);
  const waiting = `pending_update ${invoice.id}`;
  hide(world, "announced", waiting, now);
  const isPaid = finalizeInvoice(world, invoice.id).status === "paid" || collect(world, invoice.id).is === "succeeded";
  if (isPaid) {
    world.state.hidden.announced.delete(waiting);
    return tell(world, before);
  }
  change(world, "invoices", invoice.id, { auto_advance: false, next_payment_attempt: null });
  change(world, "subscriptions", id, {
    ...before,
    latest_invoice: invoice.id,
    pending_update: {
      billing_cycle_anchor:
        after.billing_cycle_anchor === before.billing_cycle_anchor ? null : after.billing_cycle_anchor,
      cancel_at_period_end: null,
      discount: null,
      discounts: null,
      expires_at: now + PENDING_SECONDS,
      metadata: null,
      subscription_items: after.items.data,
      trial_end: null,
      trial_from_plan: null,
    },
  });
  return tell(world, before);
}
