import type Stripe from "stripe";
import { amountOff, couponOf, stillCounts } from "./coupon.ts";
import type { LineDraft } from "./invoice-line.ts";
import { isMetered } from "./price.ts";
import type { UnixSeconds } from "./state.ts";
import { get, idOf, type World } from "./world.ts";

interface Change {
  readonly subscription: Stripe.Subscription;
  readonly before: readonly Stripe.SubscriptionItem[];
  readonly after: readonly Stripe.SubscriptionItem[];
  readonly at: UnixSeconds;
  /** The cycle begins anew: all unused time is credited, and what comes is billed as whole periods, by others. */
  readonly isNewCycle: boolean;
}

/**
 * Second by second: a credit for the unused time of every item that changes, and a debit for what remains with what it has
 * changed to. Source: docs.stripe.com/billing/subscriptions/prorations; recorded month to year, both anchors.
 */
export function prorate(world: World, { subscription, before, after, at, isNewCycle }: Change): LineDraft[] {
  const hasChanged = (item: Stripe.SubscriptionItem, other: Stripe.SubscriptionItem | undefined) =>
    !isMetered(item.price) &&
    (isNewCycle || other === undefined || item.price.id !== other.price.id || item.quantity !== other.quantity);
  const credits = before.flatMap((item) => {
    if (
      !hasChanged(
        item,
        after.find(({ id }) => id === item.id),
      )
    )
      return [];
    const credited = world.state.hidden.billedBy.get(item.id);
    return [{ ...part(world, subscription, item, at, -1), ...(credited && { credited }) }];
  });
  const debits = isNewCycle
    ? []
    : after.flatMap((item) => {
        return hasChanged(
          item,
          before.find(({ id }) => id === item.id),
        )
          ? [part(world, subscription, item, at, 1)]
          : [];
      });
  // Time that nobody had paid for can't be credited, nor can what is over.
  return [...credits, ...debits].filter(
    ({ amount, period }) => period.end > period.start && (amount !== 0 || period.end > at),
  );
}

function part(
  world: World,
  subscription: Stripe.Subscription,
  item: Stripe.SubscriptionItem,
  at: UnixSeconds,
  sign: 1 | -1,
): LineDraft {
  const { price, quantity = 1, current_period_start: start, current_period_end: end } = item;
  const share = Math.max(0, end - at) / (end - start);
  const amount = Math.round(netOf(world, subscription, (price.unit_amount ?? 0) * quantity, at) * share);
  const { name } = get(world, "products", idOf(price.product as string));
  return {
    amount: amount === 0 ? 0 : sign * amount,
    currency: price.currency,
    description: `${sign < 0 ? "Unused" : "Remaining"} time on ${name} after ${dayOf(at)}`,
    period: { start: at, end },
    price,
    quantity,
    metadata: subscription.metadata,
    discountable: false,
    subscription: subscription.id,
    item: item.id,
    proration: true,
  };
}

/** `proration_discounts: included`: what a discount takes off is taken off the prorated amounts. */
function netOf(world: World, { discounts }: Stripe.Subscription, amount: number, at: UnixSeconds): number {
  return discounts
    .map((discount) => get(world, "discounts", idOf(discount)))
    .filter((discount) => stillCounts(world, discount, at, world.state.hidden.announced.has(discount.id)))
    .filter((discount) => couponOf(world, discount).percent_off !== null)
    .reduce((left, discount) => left - amountOff(couponOf(world, discount), left), amount);
}

const dayOf = (at: UnixSeconds): string =>
  new Date(at * 1000).toLocaleDateString("en-GB", { day: "2-digit", month: "short", year: "numeric", timeZone: "UTC" });
