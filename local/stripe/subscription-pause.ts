import type Stripe from "stripe";
import { collect, finalizeInvoice } from "./collect.ts";
import { change } from "./event.ts";
import { declinedProblem } from "./payment-method.ts";
import { refused } from "./problem.ts";
import { billSubscription } from "./subscription-invoice.ts";
import { itemFields } from "./subscription-item.ts";
import { activateResumed, pause } from "./subscription-status.ts";
import { cycleBoundary, get, hide, nowOn, periodAt, type World } from "./world.ts";

/** Only what Stripe can pause. Source: the texts of `subscriptions.pause` in the `stripe` package, endive. */
export function pauseNow(world: World, id: string): Stripe.Subscription {
  const { schedule, collection_method, status } = get(world, "subscriptions", id);
  if (schedule) throw refused("Cannot pause a subscription with an attached schedule.");
  if (collection_method !== "charge_automatically")
    throw refused("Only subscriptions that are charged automatically can be paused.");
  if (status !== "active" && status !== "trialing" && status !== "past_due")
    throw refused(`A subscription that is ${status} cannot be paused.`);
  return pause(world, id, "pause_requested");
}

export interface ResumeOrder {
  readonly anchor: "now" | "unchanged";
  /** Nothing runs before its invoice is paid; else it runs once payment has been tried. */
  readonly onSuccessOnly: boolean;
}

/** Begins anew, with a whole period from now; or in the cycle that it had, whose running period is billed if it is another one. */
export function resumeNow(world: World, id: string, { anchor, onSuccessOnly }: ResumeOrder): Stripe.Subscription {
  const subscription = get(world, "subscriptions", id);
  if (subscription.status !== "paused") throw refused("Only a paused subscription can be resumed.");
  const now = nowOn(world, subscription.test_clock);
  const start = anchor === "now" ? now : subscription.billing_cycle_anchor;
  const items = subscription.items.data.map((item) => {
    const every = item.price.recurring ?? { interval: "month", interval_count: 1 };
    const period = anchor === "now" ? { start: now, end: cycleBoundary(now, every, 1) } : periodAt(start, every, now);
    return { ...item, current_period_start: period.start, current_period_end: period.end };
  });
  const billed =
    anchor === "now"
      ? items
      : items.filter((item, i) => item.current_period_start > (subscription.items.data[i]?.current_period_start ?? 0));
  change(world, "subscriptions", id, { ...itemFields(id, items), billing_cycle_anchor: start });
  if (billed.length === 0) return activateResumed(world, id);
  const invoice = billSubscription(world, {
    subscription: get(world, "subscriptions", id),
    reason: "subscription_update",
    period: { start: now, end: now },
    items: billed,
  });
  hide(world, "announced", `resumes ${invoice.id}`, now);
  const finalized = finalizeInvoice(world, invoice.id);
  if (finalized.status !== "open") return get(world, "subscriptions", id);
  const outcome = collect(world, invoice.id);
  if (outcome.is === "declined" && onSuccessOnly) throw declinedProblem(outcome.decline, true);
  if (outcome.is === "declined") {
    activateResumed(world, id);
    return change(world, "subscriptions", id, { status: "past_due" }).after;
  }
  return get(world, "subscriptions", id);
}
