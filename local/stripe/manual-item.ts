import * as z from "zod";
import { addInvoiceItem } from "./invoice-item.ts";
import { listPage } from "./list.ts";
import { count, expand, int, metadata, page, text } from "./params.ts";
import { refused } from "./problem.ts";
import type { Call, Routes } from "./route.ts";
import { all, customerNow, get } from "./world.ts";

const create = z.strictObject({
  amount: int.optional(),
  currency: text.optional(),
  customer: text,
  description: text.optional(),
  expand,
  metadata: metadata.optional(),
  pricing: z.strictObject({ price: text }).optional(),
  quantity: count.optional(),
});

/** Something to be billed once, by hand: it waits until an invoice is made that includes what waits. */
function createItem({ world, read }: Call): object {
  const { amount, currency, customer, description, metadata: data, pricing, quantity = 1 } = read(create);
  const price = pricing ? get(world, "prices", pricing.price, "pricing[price]") : null;
  if (!price && (amount === undefined || currency === undefined))
    throw refused("Either pricing or both amount and currency must be provided.", { code: "parameter_missing" });
  const now = customerNow(world, get(world, "customers", customer, "customer").id);
  const product = price && get(world, "products", price.product as string).name;
  return addInvoiceItem(world, customer, {
    amount: price ? (price.unit_amount ?? 0) * quantity : (amount ?? 0),
    currency: price?.currency ?? currency ?? "",
    description: description ?? product ?? "",
    period: { start: now, end: now },
    price,
    quantity,
    metadata: data ?? {},
    discountable: true,
    subscription: null,
    proration: false,
  });
}

const list = z.strictObject({ ...page, customer: text.optional(), invoice: text.optional() });

export const invoiceItemRoutes: Routes = {
  "POST /v1/invoiceitems": createItem,
  "GET /v1/invoiceitems": ({ world, read }) => {
    const { customer, invoice, ...wanted } = read(list);
    const items = all(world, "invoice_items").filter(
      (item) => (!customer || item.customer === customer) && (!invoice || item.invoice === invoice),
    );
    return listPage(world, "/v1/invoiceitems", items, wanted);
  },
  "GET /v1/invoiceitems/:id": ({ world, id }) => get(world, "invoice_items", id),
};
