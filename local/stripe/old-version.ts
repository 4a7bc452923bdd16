import type Stripe from "stripe";
import { planOf } from "./subscription-item.ts";
import { all, find, idOf, type World } from "./world.ts";

/** The last version before Basil moved the fields that renewals are read from. */
const OLD_VERSION = "2024-06-20";

type Fields = Record<string, unknown>;

/** Whether an endpoint that is pinned to a version hears the shapes from before Basil. */
export const isBeforeBasil = (version: string | null): boolean => version !== null && version < "2025-03-31";

/** An event as an old API version renders it. Source: docs.stripe.com/changelog/basil/2025-03-31. */
export function inOldVersion(world: World, event: Stripe.Event): Stripe.Event {
  const object = event.data.object as unknown as Fields;
  return {
    ...event,
    api_version: OLD_VERSION,
    data: { ...event.data, object: oldShape(world, object) },
  } as unknown as Stripe.Event;
}

function oldShape(world: World, object: Fields): Fields {
  switch (object["object"]) {
    case "invoice":
      return oldInvoice(world, object as unknown as Stripe.Invoice);
    case "subscription":
      return oldSubscription(object as unknown as Stripe.Subscription);
    case "charge":
    case "payment_intent":
      return { ...object, invoice: invoiceOf(world, object) };
    default:
      return object;
  }
}

function invoiceOf(world: World, { payment_intent, id }: Fields): string | null {
  const intent = payment_intent ?? id;
  const payment = all(world, "invoice_payments").find((each) => each.payment.payment_intent === intent);
  return payment ? idOf(payment.invoice) : null;
}

function oldInvoice(world: World, { parent, amount_overpaid: _overpaid, ...invoice }: Stripe.Invoice): Fields {
  const intent =
    all(world, "invoice_payments").find((each) => each.invoice === invoice.id)?.payment.payment_intent ?? null;
  const charge = intent === null ? null : (world.state.tables.payment_intents.get(idOf(intent))?.latest_charge ?? null);
  return {
    ...invoice,
    charge,
    discount: null,
    lines: { ...invoice.lines, data: invoice.lines.data.map((line) => oldLine(world, line)) },
    paid: invoice.status === "paid",
    paid_out_of_band: invoice.amount_paid_off_stripe !== undefined,
    payment_intent: intent,
    quote: null,
    subscription: parent?.subscription_details?.subscription ?? null,
    subscription_details: { metadata: parent?.subscription_details?.metadata ?? null },
    tax: null,
  };
}

function oldLine(world: World, { parent, pricing, ...line }: Stripe.InvoiceLineItem): Fields {
  const item = parent?.subscription_item_details;
  const price = find(world, "prices", pricing?.price_details?.price) ?? null;
  return {
    ...line,
    invoice_item: item?.invoice_item ?? parent?.invoice_item_details?.invoice_item ?? null,
    plan: price?.recurring ? planOf(price) : null,
    price,
    proration: item?.proration ?? false,
    proration_details: { credited_items: item?.proration_details?.credited_items ?? null },
    subscription: item?.subscription ?? null,
    ...(item && { subscription_item: item.subscription_item }),
    type: item && !item.invoice_item ? "subscription" : "invoiceitem",
  };
}

function oldSubscription({ items, billing_mode: _mode, ...subscription }: Stripe.Subscription): Fields {
  const [first] = items.data;
  return {
    ...subscription,
    current_period_end: first?.current_period_end,
    current_period_start: first?.current_period_start,
    items: {
      ...items,
      data: items.data.map(({ current_period_end: _end, current_period_start: _start, ...item }) => item),
    },
  };
}
