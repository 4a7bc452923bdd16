import Stripe from "stripe";
import { change, emit } from "./event.ts";
import type { LineDraft } from "./invoice-line.ts";
import { all, customerNow, get, newId, put, type World } from "./world.ts";

/** Something to be billed, waiting for an invoice. */
export function addInvoiceItem(world: World, customer: string, draft: LineDraft): Stripe.InvoiceItem {
  const { amount, currency, description, period, price, quantity, metadata, discountable, subscription, item } = draft;
  const { proration, credited } = draft;
  const invoiceItem: Stripe.InvoiceItem = {
    id: newId(world, "ii"),
    object: "invoiceitem",
    amount,
    currency,
    customer,
    customer_account: null,
    date: customerNow(world, customer),
    description,
    discountable,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata,
    net_amount: amount,
    parent:
      subscription === null
        ? null
        : {
            subscription_details: { subscription, ...(item !== undefined && { subscription_item: item }) },
            type: "subscription_details",
          },
    period,
    pricing: price && {
      price_details: { price: price.id, product: price.product as string },
      type: "price_details",
      unit_amount_decimal: proration ? null : price.unit_amount_decimal,
    },
    proration,
    proration_details: { credited_items: credited ? creditedItems(credited) : null, discount_amounts: [] },
    quantity,
    quantity_decimal: Stripe.Decimal.from(quantity),
    tax_rates: [],
    test_clock: get(world, "customers", customer).test_clock ?? null,
  };
  put(world, "invoice_items", invoiceItem);
  emit(world, "invoiceitem.created", invoiceItem);
  return invoiceItem;
}

function creditedItems({
  invoice,
  line,
}: NonNullable<LineDraft["credited"]>): Stripe.InvoiceItem.ProrationDetails.CreditedItems {
  return { invoice_line_item_details: { invoice, invoice_line_items: [line] }, type: "invoice_line_items" };
}

/** What waits for this subscription's next invoice, the newest change first. */
export function waitingItems(world: World, subscription: string): Stripe.InvoiceItem[] {
  return all(world, "invoice_items")
    .filter(({ invoice, parent }) => invoice === null && parent?.subscription_details?.subscription === subscription)
    .toSorted((a, b) => b.date - a.date);
}

/** A waiting item as a line, on the invoice that it has waited for. */
export function billItem(world: World, item: Stripe.InvoiceItem, invoice: string): LineDraft {
  change(world, "invoice_items", item.id, { invoice });
  return lineOfItem(world, item);
}

export function lineOfItem(world: World, item: Stripe.InvoiceItem): LineDraft {
  const price = item.pricing?.price_details?.price as string | undefined;
  const credited = item.proration_details?.credited_items?.invoice_line_item_details;
  const { subscription = null, subscription_item } = item.parent?.subscription_details ?? {};
  return {
    amount: item.amount,
    currency: item.currency,
    description: item.description ?? "",
    period: item.period,
    price: price === undefined ? null : get(world, "prices", price),
    quantity: item.quantity,
    metadata: item.metadata ?? {},
    discountable: item.discountable,
    subscription,
    item: subscription_item,
    proration: item.proration,
    ...(credited && { credited: { invoice: credited.invoice, line: credited.invoice_line_items[0] ?? "" } }),
    invoiceItem: item.id,
  };
}
