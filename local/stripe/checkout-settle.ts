import { settleCollection } from "./collect.ts";
import { change, emit } from "./event.ts";
import { settle } from "./payment-intent.ts";
import type { DelayedPayment } from "./state.ts";
import { all, get, type World } from "./world.ts";

/** The money of a completed but unpaid session has come, or will not come. */
export function settleSession(world: World, { session, paymentIntent, succeeds }: DelayedPayment): void {
  world.state.hidden.delayed.delete(session);
  const ofInvoice = all(world, "invoice_payments").find(({ payment }) => payment.payment_intent === paymentIntent);
  if (ofInvoice) settleCollection(world, ofInvoice, succeeds);
  else settle(world, paymentIntent, succeeds);
  if (!succeeds) {
    emit(world, "checkout.session.async_payment_failed", get(world, "checkout_sessions", session));
    return;
  }
  const { after } = change(world, "checkout_sessions", session, { payment_status: "paid" });
  emit(world, "checkout.session.async_payment_succeeded", after);
}

/** The delayed payments for which somebody who only waits has waited long enough. */
export function settleWaiting(world: World): void {
  for (const delayed of world.state.hidden.delayed.values().toArray())
    if (delayed.wallAt <= world.wallNow()) settleSession(world, delayed);
}
