import Stripe from "stripe";
import * as z from "zod";
import { change, emit } from "./event.ts";
import { listPage } from "./list.ts";
import { count, expand, metadata, page, text } from "./params.ts";
import { refused } from "./problem.ts";
import { createRefund } from "./refund.ts";
import type { Routes } from "./route.ts";
import { all, get, idOf, newId, nowOn, put, type World } from "./world.ts";

const customLine = z.strictObject({
  description: text,
  quantity: count,
  type: z.literal("custom_line_item"),
  unit_amount: count,
});

const create = z.strictObject({
  amount: count.optional(),
  credit_amount: count.optional(),
  expand,
  invoice: text,
  lines: z.array(customLine).min(1).max(100).optional(),
  memo: text.optional(),
  metadata: metadata.optional(),
  out_of_band_amount: count.optional(),
  reason: z.enum(["duplicate", "fraudulent", "order_change", "product_unsatisfactory"]).optional(),
  refund_amount: count.optional(),
});

type Order = z.infer<typeof create>;

/** Takes something back from an invoice: before it is paid, what is owed; after, a refund, credit, or money given elsewhere. */
function createCreditNote(world: World, order: Order): Stripe.CreditNote {
  const invoice = get(world, "invoices", order.invoice, "invoice");
  if (invoice.status !== "open" && invoice.status !== "paid")
    throw refused(`A credit note can only be created for an open or paid invoice; this one is ${invoice.status}.`);
  const isPaid = invoice.status === "paid";
  const given = [order.refund_amount, order.credit_amount, order.out_of_band_amount].map((each) => each ?? 0);
  const amount =
    order.amount ??
    (order.lines?.map((line) => line.quantity * line.unit_amount) ?? given).reduce((sum, each) => sum + each, 0);
  if (isPaid && given.reduce((sum, each) => sum + each, 0) !== amount) {
    throw refused(
      "The sum of refund_amount, credit_amount and out_of_band_amount must equal the amount of the credit note.",
      { param: "amount" },
    );
  }
  const already = invoice.post_payment_credit_notes_amount + invoice.pre_payment_credit_notes_amount;
  if (amount < 1 || amount > invoice.total - already)
    throw refused("The amount is more than what is left of the invoice.", { param: "amount" });
  const refund = order.refund_amount ? refundOf(world, invoice, order.refund_amount) : undefined;
  const note = put(world, "credit_notes", newNote(world, invoice, order, amount, refund?.id));
  const customer = idOf(invoice.customer as string);
  if (order.credit_amount)
    change(world, "customers", customer, { balance: get(world, "customers", customer).balance - order.credit_amount });
  change(
    world,
    "invoices",
    invoice.id,
    isPaid
      ? { post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + amount }
      : {
          amount_due: invoice.amount_due - amount,
          amount_remaining: invoice.amount_remaining - amount,
          pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + amount,
        },
  );
  emit(world, "credit_note.created", note);
  return note;
}

function refundOf(world: World, invoice: Stripe.Invoice, amount: number): Stripe.Refund {
  const payment = all(world, "invoice_payments").find((each) => each.invoice === invoice.id && each.status === "paid");
  const intent = payment && get(world, "payment_intents", idOf(payment.payment.payment_intent as string));
  if (!intent?.latest_charge)
    throw refused("The invoice has no payment that could be refunded.", { param: "refund_amount" });
  return createRefund(world, { charge: idOf(intent.latest_charge), amount });
}

function newNote(
  world: World,
  invoice: Stripe.Invoice,
  order: Order,
  amount: number,
  refund: string | undefined,
): Stripe.CreditNote {
  const id = newId(world, "cn");
  const now = nowOn(world, invoice.test_clock);
  const isPaid = invoice.status === "paid";
  const number = all(world, "credit_notes").filter((note) => note.invoice === invoice.id).length + 1;
  return {
    id,
    object: "credit_note",
    amount,
    amount_shipping: 0,
    created: now,
    currency: invoice.currency,
    customer: invoice.customer as string,
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: now,
    invoice: invoice.id,
    lines: {
      object: "list",
      data: linesOf(world, order, amount),
      has_more: false,
      url: `/v1/credit_notes/${id}/lines`,
    },
    livemode: false,
    memo: order.memo ?? null,
    metadata: order.metadata ?? {},
    number: `${invoice.number}-CN-${String(number).padStart(2, "0")}`,
    out_of_band_amount: order.out_of_band_amount ?? null,
    pdf: `${world.url()}/credit_notes/${id}/pdf`,
    post_payment_amount: isPaid ? amount : 0,
    pre_payment_amount: isPaid ? 0 : amount,
    pretax_credit_amounts: [],
    reason: order.reason ?? null,
    refunds:
      refund === undefined
        ? []
        : [{ amount_refunded: order.refund_amount ?? 0, payment_record_refund: null, refund, type: "refund" }],
    shipping_cost: null,
    status: "issued",
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    total_taxes: [],
    type: isPaid ? "post_payment" : "pre_payment",
    voided_at: null,
  };
}

function linesOf(world: World, { lines }: Order, amount: number): Stripe.CreditNoteLineItem[] {
  const one = { description: "Credit", quantity: 1, unit_amount: amount };
  return (lines ?? [one]).map((line) => noteLine(world, line));
}

function noteLine(
  world: World,
  { description, quantity, unit_amount }: Omit<z.infer<typeof customLine>, "type">,
): Stripe.CreditNoteLineItem {
  return {
    id: newId(world, "cnli"),
    object: "credit_note_line_item",
    amount: quantity * unit_amount,
    description,
    discount_amount: 0,
    discount_amounts: [],
    livemode: false,
    metadata: null,
    pretax_credit_amounts: [],
    quantity,
    tax_rates: [],
    taxes: [],
    type: "custom_line_item",
    unit_amount,
    unit_amount_decimal: Stripe.Decimal.from(unit_amount),
  };
}

export const creditNoteRoutes: Routes = {
  "POST /v1/credit_notes": ({ world, read }) => createCreditNote(world, read(create)),
  "GET /v1/credit_notes": ({ world, read }) => {
    const { invoice, customer, ...wanted } = read(
      z.strictObject({ ...page, customer: text.optional(), invoice: text.optional() }),
    );
    const notes = all(world, "credit_notes").filter(
      (note) => (!invoice || note.invoice === invoice) && (!customer || note.customer === customer),
    );
    return listPage(world, "/v1/credit_notes", notes, wanted);
  },
  "GET /v1/credit_notes/:id": ({ world, id }) => get(world, "credit_notes", id),
};
