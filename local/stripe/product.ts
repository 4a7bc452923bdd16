import type Stripe from "stripe";
import * as z from "zod";
import { emit, update } from "./event.ts";
import { listPage } from "./list.ts";
import { flag, ignored, metadata, page, text } from "./params.ts";
import type { Routes } from "./route.ts";
import type { UnixSeconds } from "./state.ts";
import { all, get, newId, put, type World } from "./world.ts";

export function newProduct(id: string, name: string, created: UnixSeconds, data: Stripe.Metadata): Stripe.Product {
  return {
    id,
    object: "product",
    active: true,
    created,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: data,
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: "service",
    unit_label: null,
    updated: created,
    url: null,
  };
}

export function createProduct(
  world: World,
  name: string,
  data: Stripe.Metadata,
  id = newId(world, "prod"),
): Stripe.Product {
  const product = put(world, "products", newProduct(id, name, world.wallNow(), data));
  emit(world, "product.created", product);
  return product;
}

const fields = {
  active: flag.optional(),
  default_price: text.optional(),
  description: text.optional(),
  metadata: metadata.optional(),
  tax_code: ignored,
  unit_label: text.optional(),
  url: text.optional(),
  expand: ignored,
};
const list = z.strictObject({ ...page, active: flag.optional(), ids: z.array(text).optional() });

/** What was given, without what was left out. */
function given({ active, default_price, description, unit_label, url }: Partial<Record<keyof typeof fields, unknown>>) {
  const named = Object.entries({ active, default_price, description, unit_label, url });
  return Object.fromEntries(named.filter(([, value]) => value !== undefined)) as Partial<Stripe.Product>;
}

export const productRoutes: Routes = {
  "POST /v1/products": ({ world, read }) => {
    const order = read(z.strictObject({ ...fields, id: text.optional(), name: text }));
    const product = newProduct(order.id ?? newId(world, "prod"), order.name, world.wallNow(), order.metadata ?? {});
    const whole = put(world, "products", { ...product, ...given(order) });
    emit(world, "product.created", whole);
    return whole;
  },
  "GET /v1/products": ({ world, read }) => {
    const { active, ids, ...wanted } = read(list);
    const products = all(world, "products").filter(
      (product) => (active === undefined || product.active === active) && (!ids || ids.includes(product.id)),
    );
    return listPage(world, "/v1/products", products, wanted);
  },
  "GET /v1/products/:id": ({ world, id }) => get(world, "products", id),
  "POST /v1/products/:id": ({ world, id, read }) => {
    const order = read(z.strictObject({ ...fields, name: text.optional() }));
    return update(world, "product.updated", "products", id, {
      ...given(order),
      ...(order.name && { name: order.name }),
      ...(order.metadata !== undefined && { metadata: { ...get(world, "products", id).metadata, ...order.metadata } }),
      updated: world.wallNow(),
    });
  },
};
