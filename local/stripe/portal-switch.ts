import type Stripe from "stripe";
import { featuresOf, subscriptionIn } from "./portal.ts";
import { refused } from "./problem.ts";
import { updateSchedule } from "./schedule.ts";
import { createFrom } from "./schedule-new.ts";
import { updateParams, updateSubscriptionAsAsked } from "./subscription-update.ts";
import { cycleBoundary, get, idOf, type World } from "./world.ts";

type Settings = Stripe.BillingPortal.Configuration.Features.SubscriptionUpdate;

/** The prices that a subscription may be switched to in a portal session. What is more than one item is nobody's to switch. */
export function pricesToSwitchTo(world: World, session: string, id: string): Stripe.Price[] {
  const { subscription_update: settings } = featuresOf(world, session);
  const { items, status, schedule } = subscriptionIn(world, session, id);
  const [item, ...others] = items.data;
  const isOpen = settings.enabled && settings.default_allowed_updates.includes("price");
  if (!isOpen || !item || others.length > 0 || schedule !== null || status === "canceled") return [];
  const offered = (settings.products ?? []).flatMap(({ prices }) => prices);
  return offered.filter((price) => price !== item.price.id).map((price) => get(world, "prices", price));
}

/**
 * Another price in the place of the one that runs: at once, billed as the configuration says, or, under the conditions that it
 * names, from the period's end on, by a schedule.
 * Source: docs.stripe.com/changelog/acacia/2024-10-28/customer-portal-schedule-downgrades.
 */
export function switchInPortal(world: World, session: string, id: string, wanted: string): Stripe.Subscription {
  const price = pricesToSwitchTo(world, session, id).find((each) => each.id === wanted);
  const [item] = subscriptionIn(world, session, id).items.data;
  if (!price || !item) throw refused("This portal does not switch this subscription to that price.");
  const { subscription_update: settings } = featuresOf(world, session);
  if (waits(settings, item.price, price)) return switchLater(world, id, price);
  return updateSubscriptionAsAsked(world, id, {
    ...updateParams.parse({}),
    items: [{ id: item.id, price: wanted }],
    billing_cycle_anchor: settings.billing_cycle_anchor === "now" ? "now" : "unchanged",
    proration_behavior: settings.proration_behavior as "always_invoice" | "create_prorations" | "none",
    payment_behavior: "error_if_incomplete",
  });
}

function waits({ schedule_at_period_end: { conditions } }: Settings, from: Stripe.Price, to: Stripe.Price): boolean {
  return conditions.some(({ type }) =>
    type === "shortening_interval"
      ? lengthOf(to) < lengthOf(from)
      : (to.unit_amount ?? 0) < (from.unit_amount ?? 0) && lengthOf(to) === lengthOf(from),
  );
}

const lengthOf = ({ recurring }: Stripe.Price): number => (recurring ? cycleBoundary(0, recurring, 1) : 0);

function switchLater(world: World, id: string, price: Stripe.Price): Stripe.Subscription {
  const schedule = createFrom(world, id);
  const [running] = schedule.phases;
  const now = (running?.items ?? []).map(({ price: each, quantity = 1 }) => ({
    price: idOf(each as string),
    quantity,
  }));
  updateSchedule(world, schedule.id, {
    end_behavior: "release",
    phases: [
      { items: now, ...(running && { start_date: running.start_date, end_date: running.end_date }) },
      { items: [{ price: price.id, quantity: now[0]?.quantity ?? 1 }], proration_behavior: "none" },
    ],
  });
  return get(world, "subscriptions", id);
}
