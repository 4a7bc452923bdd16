import type Stripe from "stripe";
import { settleCollection } from "./collect.ts";
import { change, emit } from "./event.ts";
import { settle } from "./payment-intent.ts";
import type { DelayedPayment } from "./state.ts";
import { all, idOf, type World } from "./world.ts";

/** The money of a bank debit has come, or will not come: of an invoice, of a Checkout Session, or of both. */
export function settleDelayed(world: World, { paymentIntent, succeeds }: DelayedPayment): void {
  world.state.hidden.delayed.delete(paymentIntent);
  const ofInvoice = all(world, "invoice_payments").find(({ payment }) => payment.payment_intent === paymentIntent);
  const session = all(world, "checkout_sessions").find(
    (each) => each.payment_intent === paymentIntent || (ofInvoice !== undefined && each.invoice === ofInvoice.invoice),
  );
  if (ofInvoice) settleCollection(world, ofInvoice, succeeds);
  else settle(world, paymentIntent, succeeds);
  // A later attempt for the same invoice is no longer the session's.
  if (session?.payment_status === "unpaid") settleSession(world, session, succeeds);
}

function settleSession(world: World, session: Stripe.Checkout.Session, succeeds: boolean): void {
  if (!succeeds) {
    emit(world, "checkout.session.async_payment_failed", session);
    return;
  }
  const { after } = change(world, "checkout_sessions", session.id, { payment_status: "paid" });
  emit(world, "checkout.session.async_payment_succeeded", after);
}

/** The delayed payment of a session, while it is under way. */
export function delayedOf(
  world: World,
  { payment_intent, invoice }: Stripe.Checkout.Session,
): DelayedPayment | undefined {
  const ofInvoice = all(world, "invoice_payments").find((payment) => invoice !== null && payment.invoice === invoice);
  const intent = payment_intent ?? ofInvoice?.payment.payment_intent;
  return intent ? world.state.hidden.delayed.get(idOf(intent)) : undefined;
}

/** The delayed payments for which somebody who only waits has waited long enough. */
export function settleWaiting(world: World): void {
  for (const delayed of world.state.hidden.delayed.values().toArray()) {
    if (delayed.wallAt <= world.wallNow()) settleDelayed(world, delayed);
  }
}
