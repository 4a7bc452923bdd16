import type Stripe from "stripe";
import { change, emit, update } from "./event.ts";
import type { UnixSeconds } from "./state.ts";
import { changeSubscription } from "./subscription-change.ts";
import { type ItemParams, itemFields, newItem, planOf } from "./subscription-item.ts";
import { end } from "./subscription-status.ts";
import { get, idOf, type World } from "./world.ts";

/** When the phase that a schedule is in is over; `null` once it is in none. */
export function phaseEnd(world: World, schedule: string): UnixSeconds | null {
  return get(world, "subscription_schedules", schedule).current_phase?.end_date ?? null;
}

/** The running phase is over: the next one begins, or the schedule ends. With `renews` its items are billed by the renewal. */
export function enterPhase(world: World, id: string, now: UnixSeconds, renews: boolean): void {
  const schedule = get(world, "subscription_schedules", id);
  const { current_phase, phases } = schedule;
  const running = phases.findIndex((phase) => phase.start_date === current_phase?.start_date);
  const next = phases[running + 1];
  const subscription = idOf(schedule.subscription as string);
  if (!next && schedule.end_behavior === "cancel") {
    complete(world, id, now);
    end(world, subscription, { reason: "cancellation_requested" });
    return;
  }
  if (!next) {
    release(world, id, now);
    return;
  }
  if (renews) replaceItems(world, subscription, next, now);
  else applyPhase(world, subscription, next);
  update(world, "subscription_schedule.updated", "subscription_schedules", id, {
    current_phase: { end_date: next.end_date, start_date: next.start_date },
  });
}

/** A phase that differs from what runs, in the middle of a period: with prorations, as it says. */
export function applyPhase(world: World, id: string, phase: Stripe.SubscriptionSchedule.Phase): void {
  changeSubscription(world, id, {
    items: itemParams(get(world, "subscriptions", id), phase),
    prorationBehavior: phase.proration_behavior as "always_invoice" | "create_prorations" | "none",
    paymentBehavior: "allow_incomplete",
    anchor: phase.billing_cycle_anchor === "phase_start" ? "now" : "unchanged",
    ...(Object.keys(phase.metadata ?? {}).length > 0 && { fields: { metadata: phase.metadata ?? {} } }),
  });
}

/** What of the items changes; an item keeps its id as long as there is something to put into it. */
function itemParams(
  { items }: Stripe.Subscription,
  { items: wanted }: Stripe.SubscriptionSchedule.Phase,
): ItemParams[] {
  const left = [...items.data];
  const take = (index: number) => left.splice(index, 1)[0]?.id;
  const same = wanted.map(({ price }) => take(left.findIndex((item) => item.price.id === idOf(price))));
  const asked = wanted.map(({ price, quantity }, i): ItemParams => {
    const id = same[i] ?? take(0);
    return { ...(id !== undefined && { id }), price: idOf(price), quantity: quantity ?? 1 };
  });
  return [...asked, ...left.map((item): ItemParams => ({ id: item.id, deleted: true }))];
}

/**
 * At a boundary nobody is told yet, since the renewal tells. With another interval the cycle begins anew: "the billing cycle
 * anchor is automatically modified as needed". Source: the SDK's text of `phases.billing_cycle_anchor`.
 */
function replaceItems(world: World, id: string, phase: Stripe.SubscriptionSchedule.Phase, now: UnixSeconds): void {
  const subscription = get(world, "subscriptions", id);
  const data = itemParams(subscription, phase).flatMap((params): Stripe.SubscriptionItem[] => {
    const old = subscription.items.data.find((item) => item.id === params.id);
    if (params.deleted) return [];
    const price = get(world, "prices", params.price ?? "");
    if (!old) return [newItem(world, id, price, params, { start: now, end: now }, now)];
    return [{ ...old, plan: planOf(price), price, quantity: params.quantity ?? 1 }];
  });
  const hasOtherInterval = data.some(({ id: item, price }) => {
    const old = subscription.items.data.find((each) => each.id === item)?.price;
    return old !== undefined && old.recurring?.interval !== price.recurring?.interval;
  });
  change(world, "subscriptions", id, {
    ...itemFields(id, data),
    ...((hasOtherInterval || phase.billing_cycle_anchor === "phase_start") && { billing_cycle_anchor: now }),
    ...(Object.keys(phase.metadata ?? {}).length > 0 && { metadata: phase.metadata ?? {} }),
  });
}

function complete(world: World, id: string, now: UnixSeconds): void {
  const { subscription } = get(world, "subscription_schedules", id);
  change(world, "subscriptions", idOf(subscription as string), { schedule: null });
  const { after } = change(world, "subscription_schedules", id, {
    completed_at: now,
    current_phase: null,
    status: "completed",
  });
  emit(world, "subscription_schedule.completed", after);
}

/** The subscription goes on by itself, as it is. */
export function release(world: World, id: string, now: UnixSeconds): Stripe.SubscriptionSchedule {
  const subscription = idOf(get(world, "subscription_schedules", id).subscription as string);
  const { after } = change(world, "subscription_schedules", id, {
    current_phase: null,
    released_at: now,
    released_subscription: subscription,
    status: "released",
    subscription: null,
  });
  emit(world, "subscription_schedule.released", after);
  update(world, "customer.subscription.updated", "subscriptions", subscription, { schedule: null });
  return after;
}
