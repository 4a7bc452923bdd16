import type { Instant } from "@passbook/core";
import type Stripe from "stripe";
import { invalid } from "../http/request.ts";
import { idOf } from "../stripe/links.ts";
import { lookupKey } from "../stripe/prices.ts";
import type { Billing } from "./billing.ts";
import type { Standing } from "./standing.ts";
import type { Steps } from "./steps.ts";

/** What is to be beside the plan, or not any more. */
export interface AddOnWanted {
  readonly addOn: string;
  readonly remove?: true | undefined;
}

/**
 * Puts an add-on beside the plan that runs, or takes it away, without proration: its price and its credits begin, and end, with
 * the next renewal (M2). What it is already is left as it is.
 * @param standing as it was when the request first came.
 * @returns when it takes effect.
 * @throws {Refusal} 422: the plan is paid yearly, or will be.
 */
export async function changeAddOn(
  billing: Billing,
  steps: Steps,
  standing: Standing,
  { addOn, remove }: AddOnWanted,
  now: Instant,
): Promise<Instant> {
  const { stripe, policy, shelf } = billing;
  const { subscription, until, addOns } = standing;
  const item = addOns.find((beside) => beside.addOn === addOn)?.item;
  const isThere = item !== undefined;
  if (isThere !== Boolean(remove)) return until;
  const key = lookupKey(policy.name, `addon_${addOn}`, "month");
  const price = item?.price.id ?? (await shelf([key], now)).get(key)?.id ?? "";
  const items = item ? [{ id: item.id, deleted: true }] : [{ price }];
  const schedule = scheduleOf(subscription);
  if (!schedule)
    await steps.take("items", (options) =>
      stripe.subscriptions.update(subscription.id, { items, proration_behavior: "none" }, options),
    );
  // A schedule would put its own items back.
  else
    await steps.take("phases", (options) =>
      stripe.subscriptionSchedules.update(
        schedule.id,
        { proration_behavior: "none", phases: schedule.phases.map((phase) => withItem(phase, price, remove)) },
        options,
      ),
    );
  return until;
}

/** @throws {Refusal} 422 (M2) */
export function refuseYearly({ interval, subscription }: Standing, { remove }: AddOnWanted): void {
  const planned = subscription.metadata["planned"]?.split("/")[1];
  const isYearly = interval === "year" || (subscription.schedule !== null && planned === "year");
  if (isYearly && !remove) throw invalid([{ field: "addOn", message: "is beside monthly plans only" }]);
}

function scheduleOf({ schedule }: Stripe.Subscription): Stripe.SubscriptionSchedule | undefined {
  return schedule && typeof schedule === "object" ? schedule : undefined;
}

function withItem(
  { items, start_date, end_date, proration_behavior }: Stripe.SubscriptionSchedule.Phase,
  price: string,
  remove: true | undefined,
): Stripe.SubscriptionScheduleUpdateParams.Phase {
  const others = items
    .map((item) => ({ price: idOf(item.price) ?? "", quantity: item.quantity ?? 1 }))
    .filter((item) => item.price !== price);
  return { items: remove ? others : [...others, { price, quantity: 1 }], start_date, end_date, proration_behavior };
}
