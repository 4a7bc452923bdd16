import type Stripe from "stripe";
import * as z from "zod";
import { listPage } from "./list.ts";
import { page, text } from "./params.ts";
import type { Routes } from "./route.ts";
import { all, get, newId, nowOn, put, type World } from "./world.ts";

/** The link between an invoice and the payment intent that it is to be paid by. */
export function newInvoicePayment(
  world: World,
  { id, amount_remaining, currency, test_clock }: Stripe.Invoice,
  intent: string,
): Stripe.InvoicePayment {
  return put(world, "invoice_payments", {
    id: newId(world, "inpay"),
    object: "invoice_payment",
    amount_paid: null,
    amount_requested: amount_remaining,
    created: nowOn(world, test_clock),
    currency,
    invoice: id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent, type: "payment_intent" },
    status: "open",
    status_transitions: { canceled_at: null, paid_at: null },
  });
}

const list = z.strictObject({
  ...page,
  invoice: text.optional(),
  status: text.optional(),
  payment: z.strictObject({ type: z.enum(["payment_intent"]), payment_intent: text.optional() }).optional(),
});

export const invoicePaymentRoutes: Routes = {
  "GET /v1/invoice_payments": ({ world, read }) => {
    const { invoice, status, payment: by, ...wanted } = read(list);
    const payments = all(world, "invoice_payments").filter(
      (each) =>
        (!invoice || each.invoice === invoice) &&
        (!status || each.status === status) &&
        (!by?.payment_intent || each.payment.payment_intent === by.payment_intent),
    );
    return listPage(world, "/v1/invoice_payments", payments, wanted);
  },
  "GET /v1/invoice_payments/:id": ({ world, id }) => get(world, "invoice_payments", id),
};
