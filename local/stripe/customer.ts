import type Stripe from "stripe";
import * as z from "zod";
import { change, emit, update } from "./event.ts";
import { listPage } from "./list.ts";
import { ignored, int, metadata, page, text, unset } from "./params.ts";
import { attach, paymentMethodFrom } from "./payment-method.ts";
import { refused } from "./problem.ts";
import type { Routes } from "./route.ts";
import { cancelAllOf } from "./subscription-end.ts";
import { withoutEmpty } from "./subscription-update.ts";
import { all, get, livingCustomer, newId, nowOn, put, type World } from "./world.ts";

const optional = z.union([unset, text]).optional();
const fields = {
  address: ignored,
  balance: int.optional(),
  description: optional,
  email: optional,
  expand: ignored,
  invoice_settings: z
    .strictObject({ default_payment_method: optional, custom_fields: ignored, footer: ignored })
    .optional(),
  metadata: metadata.optional(),
  name: optional,
  phone: optional,
  preferred_locales: ignored,
  shipping: ignored,
  tax: ignored,
  tax_exempt: ignored,
};
const creation = z.strictObject({ ...fields, payment_method: text.optional(), test_clock: text.optional() });
const changes = z.strictObject({ ...fields, default_source: ignored });
const list = z.strictObject({ ...page, email: text.optional(), test_clock: text.optional() });

type Order = Partial<z.infer<typeof creation>>;

export function createCustomer(world: World, order: Order): Stripe.Customer {
  const id = newId(world, "cus");
  const clock = order.test_clock === undefined ? null : get(world, "test_clocks", order.test_clock, "test_clock").id;
  put(world, "customers", {
    id,
    object: "customer",
    address: null,
    balance: order.balance ?? 0,
    created: nowOn(world, clock),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: order.description ?? null,
    discount: null,
    email: order.email ?? null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: order.metadata ?? {},
    name: order.name ?? null,
    next_invoice_sequence: 1,
    phone: order.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: clock,
  });
  const wanted = order.invoice_settings?.default_payment_method ?? undefined;
  const method = order.payment_method ?? wanted;
  if (method !== undefined) {
    // One token names one payment method within a request, however often it is said.
    const attached = attach(world, paymentMethodFrom(world, method), id);
    const isDefault = wanted !== undefined;
    if (isDefault) change(world, "customers", id, { invoice_settings: withDefault(world, id, attached.id) });
  }
  const customer = get(world, "customers", id);
  emit(world, "customer.created", customer);
  return customer;
}

function withDefault(world: World, id: string, method: string | null): Stripe.Customer.InvoiceSettings {
  return { ...get(world, "customers", id).invoice_settings, default_payment_method: method };
}

function updateCustomer(world: World, id: string, order: z.infer<typeof changes>): Stripe.Customer {
  const { metadata: before } = livingCustomer(world, id);
  const { balance, description, email, name, phone, metadata: data } = order;
  const given = Object.entries({ balance, description, email, name, phone }).filter(([, value]) => value !== undefined);
  const method = order.invoice_settings?.default_payment_method;
  if (method && get(world, "payment_methods", method, "invoice_settings[default_payment_method]").customer !== id) {
    throw refused(
      `The customer does not have a payment method with the ID ${method}. The payment method must be attached to the customer.`,
      { code: "resource_missing", param: "invoice_settings[default_payment_method]" },
    );
  }
  return update(world, "customer.updated", "customers", id, {
    ...(Object.fromEntries(given) as Partial<Stripe.Customer>),
    ...(data !== undefined && { metadata: data === null ? {} : withoutEmpty({ ...before, ...data }) }),
    ...(method !== undefined && { invoice_settings: withDefault(world, id, method) }),
  });
}

const isDeleted = (customer: Stripe.Customer): boolean => Boolean(customer.deleted);

/** "Immediately cancels any active subscriptions." Source: docs.stripe.com/api/customers/delete. */
export function deleteCustomer(world: World, id: string): object {
  const customer = livingCustomer(world, id);
  cancelAllOf(world, id);
  emit(world, "customer.deleted", customer);
  put(world, "customers", { ...customer, deleted: true } as unknown as Stripe.Customer);
  return { id, object: "customer", deleted: true };
}

export const customerRoutes: Routes = {
  "POST /v1/customers": ({ world, read }) => createCustomer(world, read(creation)),
  "GET /v1/customers": ({ world, read }) => {
    const { email, test_clock, ...wanted } = read(list);
    const customers = all(world, "customers").filter(
      (customer) =>
        !isDeleted(customer) &&
        (!email || customer.email === email) &&
        // "The response will not include customers with test clocks if this parameter is not set."
        (customer.test_clock ?? null) === (test_clock ?? null),
    );
    return listPage(world, "/v1/customers", customers, wanted);
  },
  "GET /v1/customers/:id": ({ world, id }) => get(world, "customers", id),
  "POST /v1/customers/:id": ({ world, id, read }) => updateCustomer(world, id, read(changes)),
  "DELETE /v1/customers/:id": ({ world, id }) => deleteCustomer(world, id),
};
