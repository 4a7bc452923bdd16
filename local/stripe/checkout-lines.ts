import type Stripe from "stripe";
import * as z from "zod";
import { count, ignored, metadata, text } from "./params.ts";
import { createPrice, recurringParams } from "./price.ts";
import { refused } from "./problem.ts";
import { createProduct } from "./product.ts";
import { get, idOf, newId, type World } from "./world.ts";

export const lineParams = z.strictObject({
  adjustable_quantity: ignored,
  metadata: ignored,
  price: text.optional(),
  price_data: z
    .strictObject({
      currency: text,
      product: text.optional(),
      product_data: z
        .strictObject({
          name: text,
          description: ignored,
          images: ignored,
          metadata: metadata.optional(),
          tax_code: ignored,
        })
        .optional(),
      recurring: recurringParams.optional(),
      tax_behavior: ignored,
      unit_amount: count.optional(),
    })
    .optional(),
  quantity: count.optional(),
  tax_rates: ignored,
});

/** What a session was created with and does not show. */
export interface HiddenSession {
  readonly lineItems: Stripe.ApiList<Stripe.LineItem>;
  readonly coupons: readonly string[];
  readonly subscriptionData?:
    | {
        readonly description?: string;
        readonly metadata?: Stripe.Metadata;
        readonly trial_end?: number;
        readonly trial_period_days?: number;
        readonly trial_settings?: {
          readonly end_behavior: { readonly missing_payment_method: "cancel" | "create_invoice" | "pause" };
        };
      }
    | undefined;
  readonly paymentMetadata: Stripe.Metadata;
  readonly paymentDescription: string | null;
}

export function lineItemsOf(
  world: World,
  session: string,
  mode: string,
  asked: readonly z.infer<typeof lineParams>[],
): Stripe.LineItem[] {
  const lines = asked.map((params, i) => lineItem(world, params, `line_items[${i}]`));
  const isRecurring = ({ price }: Stripe.LineItem) => price?.type === "recurring";
  if (mode === "payment" && lines.some(isRecurring)) {
    throw refused(
      "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.",
      { param: "line_items" },
    );
  }
  if (mode === "subscription" && !lines.some(isRecurring)) {
    throw refused("You must provide at least one recurring price in `subscription` mode when using prices.", {
      param: "line_items",
    });
  }
  return lines;
}

function lineItem(
  world: World,
  { price: id, price_data, quantity = 1 }: z.infer<typeof lineParams>,
  param: string,
): Stripe.LineItem {
  const price = price_data ? inlinePrice(world, price_data) : get(world, "prices", id ?? "", `${param}[price]`);
  if (!price.active)
    throw refused(`The price specified is inactive. This field only accepts active prices.`, {
      param: `${param}[price]`,
    });
  const amount = (price.unit_amount ?? 0) * quantity;
  return {
    id: newId(world, "li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: get(world, "products", idOf(price.product as string)).name,
    metadata: {},
    price,
    quantity,
  };
}

function inlinePrice(world: World, data: NonNullable<z.infer<typeof lineParams>["price_data"]>): Stripe.Price {
  const { product, product_data, recurring } = data;
  const of = product ?? createProduct(world, product_data?.name ?? "", product_data?.metadata ?? {}).id;
  return createPrice(world, {
    currency: data.currency,
    unit_amount: data.unit_amount,
    product: of,
    ...(recurring && { recurring }),
  });
}
