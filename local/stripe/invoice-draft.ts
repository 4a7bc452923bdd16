import type Stripe from "stripe";
import { couponOf, stillCounts } from "./coupon.ts";
import { change, emit } from "./event.ts";
import { type LineDraft, toLine } from "./invoice-line.ts";
import { discountLines, totals } from "./invoice-total.ts";
import type { UnixSeconds } from "./state.ts";
import { customerNow, get, hide, idOf, newId, type Period, put, type World } from "./world.ts";

export interface InvoiceDraft {
  readonly customer: string;
  readonly subscription: Stripe.Subscription | null;
  readonly reason: Stripe.Invoice.BillingReason;
  /** The invoice's own period, which is never the one that its lines are for. */
  readonly period: Period;
  /** Told the invoice's id, since lines name it. */
  readonly lines: (invoice: string) => readonly LineDraft[];
  /** When it is finalized by itself; `null`: by whoever made it. */
  readonly finalizesAt: UnixSeconds | null;
  readonly currency: string;
  readonly metadata?: Stripe.Metadata;
  readonly discounts?: readonly string[];
}

/** Makes the draft of an invoice and tells of it. */
export function draftInvoice(world: World, draft: InvoiceDraft): Stripe.Invoice {
  const invoice = put(world, "invoices", composeInvoice(world, draft));
  // A coupon of one use has had it.
  if (draft.subscription) useOnce(world, draft.subscription);
  emit(world, "invoice.created", invoice);
  return invoice;
}

/** An invoice as it would be, without making it. */
export function composeInvoice(world: World, draft: InvoiceDraft): Stripe.Invoice {
  const { customer, subscription, reason, period, finalizesAt, currency, metadata = {} } = draft;
  const id = newId(world, "in");
  const now = customerNow(world, customer);
  const lines = draft.lines(id);
  const discounts = (draft.discounts ?? subscription?.discounts ?? [])
    .map((discount) => get(world, "discounts", idOf(discount)))
    .filter((discount) => stillCounts(world, discount, now, world.state.hidden.announced.has(discount.id)));
  const taken = discountLines(world, lines, discounts);
  const { balance, email, name, phone, test_clock } = get(world, "customers", customer);
  const shownLines = lines.map((line, i) => toLine(world, id, line, taken[i] ?? []));
  return {
    ...untouched,
    ...totals(shownLines, balance),
    id,
    automatically_finalizes_at: finalizesAt,
    auto_advance: finalizesAt !== null,
    billing_reason: reason,
    created: now,
    currency,
    customer,
    customer_email: email,
    customer_name: name ?? null,
    customer_phone: phone ?? null,
    discounts: discounts.map((discount) => discount.id),
    lines: { object: "list", data: shownLines, has_more: false, url: `/v1/invoices/${id}/lines` },
    metadata,
    parent: subscription && {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: "subscription_details",
    },
    period_end: period.end,
    period_start: period.start,
    test_clock: test_clock ?? null,
    webhooks_delivered_at: now,
  };
}

function useOnce(world: World, { id, discounts, customer }: Stripe.Subscription): void {
  const now = customerNow(world, customer);
  const once = discounts
    .map(idOf)
    .filter((discount) => couponOf(world, get(world, "discounts", discount)).duration === "once");
  for (const discount of once) hide(world, "announced", discount, now);
  if (once.length > 0)
    change(world, "subscriptions", id, { discounts: discounts.filter((discount) => !once.includes(idOf(discount))) });
}

/** What nothing here ever sets: no tax, no shipping, nobody's address. */
const untouched = {
  object: "invoice",
  account_country: "US",
  account_name: "Passbook (local)",
  account_tax_ids: null,
  application: null,
  attempt_count: 0,
  attempted: false,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  collection_method: "charge_automatically",
  custom_fields: null,
  customer_account: null,
  customer_address: null,
  customer_shipping: null,
  customer_tax_exempt: "none",
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  due_date: null,
  effective_at: null,
  ending_balance: null,
  footer: null,
  from_invoice: null,
  hosted_invoice_url: null,
  invoice_pdf: null,
  issuer: { type: "self" },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  next_payment_attempt: null,
  number: null,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null,
  status: "draft",
  status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
} satisfies Partial<Stripe.Invoice>;
