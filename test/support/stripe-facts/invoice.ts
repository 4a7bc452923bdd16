import Stripe from "stripe";
import type { NewId } from "../../../local/stripe/ids.ts";

/** Seconds since 1970, as everywhere in Stripe. */
export type UnixSeconds = number;

/** From its start up to, and not with, its end. */
export interface Period {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
}

/** A payment for one period of a subscription with one item. */
export interface SubscriptionPayment {
  readonly account: string;
  readonly customer: string;
  readonly subscription: string;
  readonly subscriptionItem: string;
  readonly price: Stripe.Price;
  readonly quantity?: number;
  /** What is paid for. */
  readonly period: Period;
  /** The period that ends where this one starts. Absent: it is the first invoice. */
  readonly renewalOf?: Period;
  readonly paidAt: UnixSeconds;
}

/** The invoice of such a payment, whole, as Stripe sends it once it is paid. */
export function paidInvoice(payment: SubscriptionPayment, newId: NewId): Stripe.Invoice {
  const { account, customer, subscription, price, quantity = 1, period, renewalOf, paidAt } = payment;
  const id = newId("in");
  const amount = (price.unit_amount ?? 0) * quantity;
  // Stripe makes a renewal's draft when the old period ends, and charges it about an hour later.
  const createdAt = renewalOf ? period.start : paidAt;
  return {
    ...untouched,
    id,
    ...paidInFull(amount),
    billing_reason: renewalOf ? "subscription_cycle" : "subscription_create",
    created: createdAt,
    currency: price.currency,
    customer,
    effective_at: paidAt,
    lines: {
      object: "list",
      data: [subscriptionLine(payment, id, amount, newId)],
      has_more: false,
      url: `/v1/invoices/${id}/lines`,
    },
    number: id.slice(-12).toUpperCase(),
    parent: {
      quote_details: null,
      subscription_details: { metadata: { account }, subscription },
      type: "subscription_details",
    },
    // Never the service period: an instant on the first invoice, the period before on a renewal.
    period_end: period.start,
    period_start: renewalOf?.start ?? period.start,
    status: "paid",
    status_transitions: { finalized_at: paidAt, marked_uncollectible_at: null, paid_at: paidAt, voided_at: null },
    webhooks_delivered_at: createdAt,
  };
}

function subscriptionLine(
  payment: SubscriptionPayment,
  invoice: string,
  amount: number,
  newId: NewId,
): Stripe.InvoiceLineItem {
  const { account, subscription, subscriptionItem, price, quantity = 1, period } = payment;
  return {
    id: newId("il"),
    object: "line_item",
    amount,
    currency: price.currency,
    description: `${quantity} × ${price.lookup_key}`,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: { account },
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription,
        subscription_item: subscriptionItem,
      },
      type: "subscription_item_details",
    },
    period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: price.product as string },
      type: "price_details",
      unit_amount_decimal: price.unit_amount_decimal,
    },
    quantity,
    quantity_decimal: Stripe.Decimal.from(quantity),
    subscription,
    subtotal: amount,
    taxes: [],
  };
}

function paidInFull(amount: number) {
  return {
    amount_due: amount,
    amount_overpaid: 0,
    amount_paid: amount,
    amount_remaining: 0,
    ending_balance: 0,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    starting_balance: 0,
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_discount_amounts: [],
    total_excluding_tax: amount,
    total_pretax_credit_amounts: [],
    total_taxes: [],
  } satisfies Partial<Stripe.Invoice>;
}

/** What nothing here ever sets: no tax, no shipping, no discounts, nobody's address. */
const untouched = {
  object: "invoice",
  account_country: "US",
  account_name: "Passbook (local)",
  account_tax_ids: null,
  amount_shipping: 0,
  application: null,
  attempt_count: 1,
  attempted: true,
  auto_advance: false,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  automatically_finalizes_at: null,
  collection_method: "charge_automatically",
  custom_fields: null,
  customer_account: null,
  customer_address: null,
  customer_email: null,
  customer_name: null,
  customer_phone: null,
  customer_shipping: null,
  customer_tax_exempt: "none",
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  due_date: null,
  footer: null,
  from_invoice: null,
  hosted_invoice_url: null,
  invoice_pdf: null,
  issuer: { type: "self" },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  metadata: {},
  next_payment_attempt: null,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null,
  test_clock: null,
} as const satisfies Partial<Stripe.Invoice>;
