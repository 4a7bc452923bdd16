import Stripe from "stripe";
import * as z from "zod";
import type { SellablePrice } from "../../functions/stripe/catalogue.ts";
import { emit, update } from "./event.ts";
import { stableId } from "./ids.ts";
import { listPage } from "./list.ts";
import { count, decimal, flag, ignored, metadata, page, text } from "./params.ts";
import { refused } from "./problem.ts";
import { createProduct, newProduct } from "./product.ts";
import type { Routes } from "./route.ts";
import { all, get, newId, put, type World } from "./world.ts";

/** Catalogue prices exist from the beginning. */
const CREATED_AT = Date.UTC(2026, 0, 1) / 1000;

/** A catalogue price as Stripe shows it, under the same id after every restart. */
export function toStripePrice({
  lookupKey,
  product,
  unitAmount,
  currency,
  interval,
  passbook,
}: SellablePrice): Stripe.Price {
  return {
    ...untouched,
    id: stableId("price", lookupKey),
    created: CREATED_AT,
    currency,
    lookup_key: lookupKey,
    metadata: { passbook },
    product: stableId("prod", `${passbook} ${product}`),
    recurring: interval ? recurring({ interval }) : null,
    type: interval ? "recurring" : "one_time",
    unit_amount: unitAmount,
    unit_amount_decimal: Stripe.Decimal.from(unitAmount),
  };
}

/** Puts the catalogue on Stripe's shelf, whatever was there under its keys. */
export function seedCatalogue(world: World, sellables: readonly SellablePrice[]): void {
  // Lists are newest first: the first of the catalogue is put last.
  for (const sellable of sellables.toReversed()) {
    const price = toStripePrice(sellable);
    const product = newProduct(price.product as string, sellable.product, CREATED_AT, { passbook: sellable.passbook });
    put(world, "products", product);
    put(world, "prices", price);
  }
}

export interface PriceOrder {
  readonly currency: string;
  readonly unit_amount?: number | undefined;
  readonly recurring?:
    | {
        readonly interval: Stripe.Price.Recurring.Interval;
        readonly interval_count?: number | undefined;
        readonly meter?: string | undefined;
        readonly usage_type?: "licensed" | "metered" | undefined;
      }
    | undefined;
  readonly product: string;
}

/** A price that a Checkout line or an item brings along, and one that is created. */
export function createPrice(
  world: World,
  { currency, unit_amount = 0, recurring: every, product }: PriceOrder,
  fields: Partial<Stripe.Price> = {},
): Stripe.Price {
  const price: Stripe.Price = {
    ...untouched,
    id: newId(world, "price"),
    created: world.wallNow(),
    currency: currency.toLowerCase(),
    lookup_key: null,
    metadata: {},
    product,
    recurring: every ? recurring(every) : null,
    type: every ? "recurring" : "one_time",
    unit_amount,
    unit_amount_decimal: Stripe.Decimal.from(unit_amount),
    ...fields,
  };
  put(world, "prices", price);
  emit(world, "price.created", price);
  return price;
}

function recurring(every: NonNullable<PriceOrder["recurring"]>): Stripe.Price.Recurring {
  const { interval, interval_count = 1, meter = null, usage_type = "licensed" } = every;
  if (usage_type === "metered" && meter === null)
    throw refused("Metered prices must be backed by a meter.", { param: "recurring[meter]" });
  return { interval, interval_count, meter, trial_period_days: null, usage_type };
}

/** Billed for what was used, when the time is over. */
export function isMetered({ recurring: every }: Stripe.Price): boolean {
  return every?.usage_type === "metered";
}

const untouched = {
  object: "price",
  active: true,
  billing_scheme: "per_unit",
  custom_unit_amount: null,
  livemode: false,
  nickname: null,
  tax_behavior: "unspecified",
  tiers_mode: null,
  transform_quantity: null,
} as const satisfies Partial<Stripe.Price>;

/** A lookup key names one price: it is moved where that is asked for, and refused where it is not. */
function claimLookupKey(world: World, key: string, transfer: boolean): void {
  const holder = all(world, "prices").find(({ lookup_key }) => lookup_key === key);
  if (!holder) return;
  if (!transfer) throw refused(`A price (${holder.id}) already uses that lookup key.`, { param: "lookup_key" });
  update(world, "price.updated", "prices", holder.id, { lookup_key: null });
}

const interval = z.enum(["day", "week", "month", "year"]);
export const recurringParams = z.strictObject({
  interval,
  interval_count: count.optional(),
  meter: text.optional(),
  usage_type: z.enum(["licensed", "metered"]).optional(),
  trial_period_days: ignored,
});

const changes = {
  active: flag.optional(),
  expand: ignored,
  lookup_key: text.optional(),
  metadata: metadata.optional(),
  nickname: text.optional(),
  tax_behavior: z.enum(["exclusive", "inclusive", "unspecified"]).optional(),
  transfer_lookup_key: flag.optional(),
};
const create = z.strictObject({
  ...changes,
  billing_scheme: ignored,
  currency: text,
  product: text.optional(),
  product_data: z
    .strictObject({ name: text, metadata: metadata.optional(), id: text.optional(), active: ignored })
    .optional(),
  recurring: recurringParams.optional(),
  unit_amount: count.optional(),
  unit_amount_decimal: decimal.optional(),
});
const list = z.strictObject({
  ...page,
  active: flag.optional(),
  currency: text.optional(),
  lookup_keys: z.array(text).max(10).optional(),
  product: text.optional(),
  recurring: z.strictObject({ interval: interval.optional() }).optional(),
  type: z.enum(["one_time", "recurring"]).optional(),
});

export const priceRoutes: Routes = {
  "POST /v1/prices": ({ world, read }) => {
    const order = read(create);
    if (order.lookup_key) claimLookupKey(world, order.lookup_key, order.transfer_lookup_key ?? false);
    if (!order.product && !order.product_data)
      throw refused("You must specify either `product` or `product_data` when creating a price.", {
        code: "parameter_missing",
        param: "product",
      });
    const product = order.product
      ? get(world, "products", order.product, "product")
      : createProduct(
          world,
          order.product_data?.name ?? "",
          order.product_data?.metadata ?? {},
          order.product_data?.id,
        );
    return createPrice(
      world,
      { ...order, unit_amount: order.unit_amount ?? Math.round(order.unit_amount_decimal ?? 0), product: product.id },
      {
        lookup_key: order.lookup_key ?? null,
        metadata: order.metadata ?? {},
        nickname: order.nickname ?? null,
        active: order.active ?? true,
        tax_behavior: order.tax_behavior ?? "unspecified",
      },
    );
  },
  "GET /v1/prices": ({ world, read }) => {
    const wanted = read(list);
    const { active, currency, lookup_keys, product, type } = wanted;
    const prices = all(world, "prices")
      .filter((price) => !lookup_keys || lookup_keys.includes(price.lookup_key ?? ""))
      .filter((price) => active === undefined || price.active === active)
      .filter((price) => (!currency || price.currency === currency) && (!product || price.product === product))
      .filter(
        (price) =>
          (!type || price.type === type) &&
          (!wanted.recurring?.interval || price.recurring?.interval === wanted.recurring.interval),
      );
    return listPage(world, "/v1/prices", prices, wanted);
  },
  "GET /v1/prices/:id": ({ world, id }) => get(world, "prices", id),
  "POST /v1/prices/:id": ({ world, id, read }) => {
    const {
      lookup_key,
      transfer_lookup_key = false,
      metadata: given,
      active,
      nickname,
    } = read(z.strictObject(changes));
    const price = get(world, "prices", id);
    if (lookup_key && lookup_key !== price.lookup_key) claimLookupKey(world, lookup_key, transfer_lookup_key);
    return update(world, "price.updated", "prices", id, {
      ...(lookup_key && { lookup_key }),
      ...(active !== undefined && { active }),
      ...(nickname && { nickname }),
      ...(given !== undefined && { metadata: { ...price.metadata, ...given } }),
    });
  },
};
