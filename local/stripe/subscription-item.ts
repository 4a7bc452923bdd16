import type Stripe from "stripe";
import * as z from "zod";
import { count, flag, ignored, metadata, text } from "./params.ts";
import { createPrice, isMetered, recurringParams } from "./price.ts";
import { missing, refused } from "./problem.ts";
import { get, newId, nowOn, type Period, periodAt, type World } from "./world.ts";

const priceData = z.strictObject({
  currency: text,
  product: text,
  recurring: recurringParams,
  unit_amount: count.optional(),
  tax_behavior: ignored,
});

export const newItemParams = z.strictObject({
  metadata: metadata.optional(),
  price: text.optional(),
  price_data: priceData.optional(),
  quantity: count.optional(),
  tax_rates: ignored,
  discounts: ignored,
});

export const changedItemParams = newItemParams.extend({
  clear_usage: ignored,
  deleted: flag.optional(),
  id: text.optional(),
});

export type ItemParams = z.infer<typeof changedItemParams>;

/** The recurring price that an item asks for. */
export function priceOf(world: World, { price, price_data }: ItemParams, param: string): Stripe.Price {
  const found = price_data ? createPrice(world, price_data) : get(world, "prices", price ?? "", `${param}[price]`);
  if (!found.recurring) {
    throw refused(
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
      { param: `${param}[price]` },
    );
  }
  return found;
}

export function newItem(
  world: World,
  subscription: string,
  price: Stripe.Price,
  { quantity = 1, metadata: data }: ItemParams,
  period: Period,
  created: number,
): Stripe.SubscriptionItem {
  return {
    id: newId(world, "si"),
    object: "subscription_item",
    billing_thresholds: null,
    created,
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    metadata: data ?? {},
    plan: planOf(price),
    price,
    ...(isMetered(price) ? {} : { quantity }),
    subscription,
    tax_rates: [],
  };
}

/** The older name of a recurring price, which still is in every item. */
export function planOf(price: Stripe.Price): Stripe.Plan {
  return {
    id: price.id,
    object: "plan",
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: "per_unit",
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? "month",
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: price.recurring?.meter ?? null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: price.recurring?.usage_type ?? "licensed",
  };
}

/**
 * The items after a change: those that are not named stay. An item whose price has another interval is in the period of that
 * interval, counted from the anchor, in which it is now: `[T0, T0 + 1 year]` after month to year. Recorded, flexible mode.
 */
export function changedItems(
  world: World,
  subscription: Stripe.Subscription,
  asked: readonly ItemParams[],
): Stripe.SubscriptionItem[] {
  const { id, items, billing_cycle_anchor: anchor, test_clock } = subscription;
  const now = nowOn(world, test_clock);
  const data = [...items.data];
  asked.forEach((params, i) => {
    const place = params.id === undefined ? -1 : data.findIndex((item) => item.id === params.id);
    if (params.id !== undefined && place === -1) throw missing("subscription item", params.id, `items[${i}][id]`);
    const old = data[place];
    if (old && params.deleted) data.splice(place, 1);
    else if (old) data[place] = changedItem(world, subscription, old, params, now, i);
    else {
      const price = priceOf(world, params, `items[${i}]`);
      if (data.some((item) => item.price.id === price.id)) {
        throw refused(`Cannot add multiple subscription items with the same plan: ${price.id}`, {
          param: `items[${i}][price]`,
        });
      }
      data.push(newItem(world, id, price, params, periodOf(subscription, price, anchor, now), now));
    }
  });
  if (data.length === 0) throw refused("A subscription must have at least one active item.", { param: "items" });
  return data;
}

function changedItem(
  world: World,
  subscription: Stripe.Subscription,
  old: Stripe.SubscriptionItem,
  params: ItemParams,
  now: number,
  i: number,
): Stripe.SubscriptionItem {
  const price = params.price || params.price_data ? priceOf(world, params, `items[${i}]`) : old.price;
  const isSameInterval =
    price.recurring?.interval === old.price.recurring?.interval &&
    price.recurring?.interval_count === old.price.recurring?.interval_count;
  const period = isSameInterval
    ? { start: old.current_period_start, end: old.current_period_end }
    : periodOf(subscription, price, subscription.billing_cycle_anchor, now);
  return {
    ...old,
    current_period_end: period.end,
    current_period_start: period.start,
    metadata: params.metadata === undefined ? old.metadata : { ...old.metadata, ...params.metadata },
    plan: planOf(price),
    price,
    quantity: params.quantity ?? old.quantity ?? 1,
  };
}

function periodOf(
  { status, trial_start, trial_end }: Stripe.Subscription,
  price: Stripe.Price,
  anchor: number,
  now: number,
): Period {
  if (status === "trialing" && trial_end !== null) return { start: trial_start ?? now, end: trial_end };
  return periodAt(anchor, price.recurring ?? { interval: "month", interval_count: 1 }, now);
}

/** The list of items, with what is on the wire and not in the types: `total_count`, and of a single item its plan and quantity. */
export function itemFields(id: string, data: Stripe.SubscriptionItem[]): Pick<Stripe.Subscription, "items"> {
  const items = {
    object: "list",
    data,
    has_more: false,
    total_count: data.length,
    url: `/v1/subscription_items?subscription=${id}`,
  } as const;
  const [only, ...others] = data;
  const isSingle = only && others.length === 0;
  return { items, plan: isSingle ? only.plan : null, quantity: isSingle ? only.quantity : null } as Pick<
    Stripe.Subscription,
    "items"
  >;
}
