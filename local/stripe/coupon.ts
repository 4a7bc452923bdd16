import type Stripe from "stripe";
import * as z from "zod";
import { emit } from "./event.ts";
import { listPage } from "./list.ts";
import { count, decimal, ignored, metadata, page, text } from "./params.ts";
import { refused } from "./problem.ts";
import type { Routes } from "./route.ts";
import type { UnixSeconds } from "./state.ts";
import { all, cycleBoundary, get, newId, put, type World } from "./world.ts";

/** What a coupon takes off an amount, in the minor unit; never more than there is. */
export function amountOff({ percent_off, amount_off }: Stripe.Coupon, amount: number): number {
  if (amount <= 0) return 0;
  return Math.min(amount, percent_off === null ? (amount_off ?? 0) : Math.round((amount * percent_off) / 100));
}

export function couponOf(world: World, { source }: Stripe.Discount): Stripe.Coupon {
  return typeof source.coupon === "string" ? get(world, "coupons", source.coupon) : (source.coupon as Stripe.Coupon);
}

interface Redemption {
  readonly customer: string;
  readonly subscription?: string;
  readonly session?: string;
  readonly at: UnixSeconds;
}

/** A coupon is redeemed: the discount that comes of it. */
export function redeem(
  world: World,
  coupon: string,
  { customer, subscription, session, at }: Redemption,
): Stripe.Discount {
  const { duration, duration_in_months } = get(world, "coupons", coupon, "discounts[0][coupon]");
  const discount: Stripe.Discount = {
    id: newId(world, "di"),
    object: "discount",
    checkout_session: session ?? null,
    customer,
    customer_account: null,
    end:
      duration === "repeating"
        ? cycleBoundary(at, { interval: "month", interval_count: duration_in_months ?? 1 }, 1)
        : null,
    invoice: null,
    invoice_item: null,
    promotion_code: null,
    source: { coupon, type: "coupon" },
    start: at,
    subscription: subscription ?? null,
    subscription_item: null,
  };
  return put(world, "discounts", discount);
}

/** Whether a discount still counts: `once` for the first invoice, `repeating` for its months, `forever`. */
export function stillCounts(world: World, discount: Stripe.Discount, at: UnixSeconds, hasBeenUsed: boolean): boolean {
  const { duration } = couponOf(world, discount);
  return duration === "once" ? !hasBeenUsed : discount.end === null || at < discount.end;
}

const create = z.strictObject({
  amount_off: count.optional(),
  currency: text.optional(),
  duration: z.enum(["forever", "once", "repeating"]).optional(),
  duration_in_months: count.optional(),
  expand: ignored,
  id: text.optional(),
  max_redemptions: count.optional(),
  metadata: metadata.optional(),
  name: text.optional(),
  percent_off: decimal.refine((percent) => percent > 0 && percent <= 100).optional(),
});

export const couponRoutes: Routes = {
  "POST /v1/coupons": ({ world, read }) => {
    const order = read(create);
    if ((order.percent_off === undefined) === (order.amount_off === undefined)) {
      throw refused("Must provide exactly one of percent_off or amount_off.", { code: "parameter_missing" });
    }
    const coupon: Stripe.Coupon = {
      id: order.id ?? newId(world, "").slice(1, 9),
      object: "coupon",
      amount_off: order.amount_off ?? null,
      created: world.wallNow(),
      currency: order.currency ?? null,
      duration: order.duration ?? "once",
      duration_in_months: order.duration_in_months ?? null,
      livemode: false,
      max_redemptions: order.max_redemptions ?? null,
      metadata: order.metadata ?? {},
      name: order.name ?? null,
      percent_off: order.percent_off ?? null,
      redeem_by: null,
      times_redeemed: 0,
      valid: true,
    };
    put(world, "coupons", coupon);
    emit(world, "coupon.created", coupon);
    return coupon;
  },
  "GET /v1/coupons": ({ world, read }) =>
    listPage(world, "/v1/coupons", all(world, "coupons"), read(z.strictObject(page))),
  "GET /v1/coupons/:id": ({ world, id }) => get(world, "coupons", id),
};
