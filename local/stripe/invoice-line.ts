import Stripe from "stripe";
import type { Period, World } from "./world.ts";
import { newId } from "./world.ts";

/** What a line is before it is part of an invoice. */
export interface LineDraft {
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly period: Period;
  readonly price: Stripe.Price | null;
  readonly quantity: number;
  readonly metadata: Stripe.Metadata;
  readonly discountable: boolean;
  readonly subscription: string | null;
  /** The item that it is for; absent: something billed once. */
  readonly item?: string | undefined;
  readonly proration: boolean;
  readonly credited?: { readonly invoice: string; readonly line: string } | undefined;
  readonly invoiceItem?: string | undefined;
}

const money = (amount: number, currency: string): string =>
  (amount / 100).toLocaleString("en", { style: "currency", currency: currency.toUpperCase() });

/** A whole period of an item, as a subscription bills it. */
export function periodLine(
  subscription: Stripe.Subscription,
  item: Stripe.SubscriptionItem,
  { name, unit_label }: Pick<Stripe.Product, "name" | "unit_label">,
  isTrial: boolean,
): LineDraft {
  const { price, quantity = 1 } = item;
  const unit = price.unit_amount ?? 0;
  const sold = `${quantity}${unit_label ? ` ${unit_label}` : ""} × ${name}`;
  return {
    amount: isTrial ? 0 : unit * quantity,
    currency: price.currency,
    description: isTrial
      ? `Free trial for ${sold}`
      : `${sold} (at ${money(unit, price.currency)} / ${price.recurring?.interval})`,
    period: { start: item.current_period_start, end: item.current_period_end },
    price: isTrial ? { ...price, unit_amount: 0, unit_amount_decimal: Stripe.Decimal.from(0) } : price,
    quantity,
    metadata: subscription.metadata,
    discountable: true,
    subscription: subscription.id,
    item: item.id,
    proration: false,
  };
}

/** What was used of a metered item in the period that is over. Recorded: the renewal of a metered price. */
export function usageLine(
  subscription: Stripe.Subscription,
  item: Stripe.SubscriptionItem,
  product: Pick<Stripe.Product, "name" | "unit_label">,
  { period, quantity }: Pick<LineDraft, "period" | "quantity">,
): LineDraft {
  return { ...periodLine(subscription, { ...item, quantity }, product, false), period };
}

/** The line of an invoice. The type's `subscription` is on no line that Stripe was recorded to send, and so not on ours. */
export function toLine(
  world: World,
  invoice: string,
  draft: LineDraft,
  discounts: Stripe.InvoiceLineItem["discount_amounts"],
): Stripe.InvoiceLineItem {
  const line: Omit<Stripe.InvoiceLineItem, "subscription"> = {
    id: newId(world, "il"),
    object: "line_item",
    amount: draft.amount,
    currency: draft.currency,
    description: draft.description,
    discount_amounts: discounts,
    discountable: draft.discountable,
    discounts: [],
    invoice,
    livemode: false,
    metadata: draft.metadata,
    parent: parentOf(draft),
    period: draft.period,
    pretax_credit_amounts: (discounts ?? []).map(({ amount, discount }) => ({
      amount,
      discount,
      type: "discount" as const,
    })),
    pricing: draft.price && {
      price_details: { price: draft.price.id, product: draft.price.product as string },
      type: "price_details",
      unit_amount_decimal: draft.proration ? null : draft.price.unit_amount_decimal,
    },
    quantity: draft.quantity,
    quantity_decimal: Stripe.Decimal.from(draft.quantity),
    subtotal: draft.amount,
    taxes: [],
  };
  return line as Stripe.InvoiceLineItem;
}

function parentOf({ item, invoiceItem, subscription, proration, credited }: LineDraft): Stripe.InvoiceLineItem.Parent {
  const proration_details = {
    credited_items: credited ? { invoice: credited.invoice, invoice_line_items: [credited.line] } : null,
  };
  if (item === undefined) {
    return {
      invoice_item_details: { invoice_item: invoiceItem ?? "", proration, proration_details, subscription },
      subscription_item_details: null,
      type: "invoice_item_details",
    };
  }
  return {
    invoice_item_details: null,
    subscription_item_details: {
      invoice_item: invoiceItem ?? null,
      proration,
      proration_details,
      subscription,
      subscription_item: item,
    },
    type: "subscription_item_details",
  };
}
