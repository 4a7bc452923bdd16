import type Stripe from "stripe";
import { change, emit, update } from "./event.ts";
import { newInvoicePayment } from "./invoice-payment.ts";
import { attempt, type Outcome, openIntent, settle } from "./payment-intent.ts";
import type { UnixSeconds } from "./state.ts";
import { afterFailed, afterSettled, end, pause, subscriptionOf } from "./subscription-status.ts";
import { all, get, idOf, nowOn, type World } from "./world.ts";

const SECONDS_PER_DAY = 86_400;

/** Closes a draft: it has a number and an amount that no longer moves, and is paid at once where nothing is owed. */
export function finalizeInvoice(world: World, id: string): Stripe.Invoice {
  const draft = get(world, "invoices", id);
  const now = nowOn(world, draft.test_clock);
  const customer = idOf(draft.customer as string);
  const { balance } = get(world, "customers", customer);
  const amount_due = Math.max(0, draft.total + balance);
  const ending_balance = draft.total + balance - amount_due;
  const earlier = all(world, "invoices").filter((each) => each.customer === customer && each.number !== null).length;
  const finalized = updateInvoice(world, id, {
    amount_due,
    amount_remaining: amount_due,
    auto_advance: draft.auto_advance || draft.billing_reason !== "manual",
    automatically_finalizes_at: null,
    effective_at: now,
    hosted_invoice_url: `${world.url()}/i/pay/${id}`,
    invoice_pdf: `${world.url()}/i/pay/${id}`,
    ending_balance,
    number: `${customer.slice(-8).toUpperCase()}-${String(earlier + 1).padStart(4, "0")}`,
    starting_balance: balance,
    status: "open",
    status_transitions: { ...draft.status_transitions, finalized_at: now },
  });
  emit(world, "invoice.finalized", finalized);
  const isThere = !get(world, "customers", customer).deleted;
  if (isThere && ending_balance !== balance)
    update(world, "customer.updated", "customers", customer, { balance: ending_balance });
  // Nothing is owed: nobody is charged, and there is no payment of any kind.
  return amount_due === 0 ? markPaid(world, id, 0) : finalized;
}

/** What is made, closed and paid in one instant is told of by that, and was never seen otherwise. Source: the observed logs. */
function updateInvoice(world: World, id: string, fields: Partial<Stripe.Invoice>): Stripe.Invoice {
  const { created, test_clock } = get(world, "invoices", id);
  if (created === nowOn(world, test_clock)) return change(world, "invoices", id, fields).after;
  return update(world, "invoice.updated", "invoices", id, fields);
}

const descriptions: Readonly<Record<string, string>> = {
  subscription_create: "Subscription creation",
  subscription_update: "Subscription update",
};

/** The payment that an invoice is to be paid by; it is made when it is first needed. */
export function paymentOf(world: World, invoice: Stripe.Invoice): Stripe.InvoicePayment {
  const open = all(world, "invoice_payments").find(
    (payment) => payment.invoice === invoice.id && payment.status === "open",
  );
  if (open) return open;
  const intent = openIntent(world, {
    amount: invoice.amount_remaining,
    currency: invoice.currency,
    customer: idOf(invoice.customer as string),
    description:
      descriptions[invoice.billing_reason ?? ""] ??
      (subscriptionOf(world, invoice) ? "Subscription update" : `Payment for Invoice`),
  });
  return newInvoicePayment(world, invoice, intent.id);
}

/** What a payment method is charged by default: the subscription's, else the customer's. */
export function usualMethod(world: World, invoice: Stripe.Invoice): string | undefined {
  const subscription = subscriptionOf(world, invoice);
  const customer = get(world, "customers", idOf(invoice.customer as string));
  const method =
    invoice.default_payment_method ??
    subscription?.default_payment_method ??
    customer.invoice_settings.default_payment_method;
  return method ? idOf(method) : undefined;
}

const NO_METHOD: Outcome = {
  is: "declined",
  decline: {
    code: "resource_missing",
    declineCode: "generic_decline",
    message: "There is no default_payment_method set on this Customer or Invoice. Please set one.",
  },
};

/** Charges what an open invoice asks for, and says what came of it. */
export function collect(world: World, id: string, method?: string): Outcome {
  const invoice = get(world, "invoices", id);
  const payment = paymentOf(world, invoice);
  const chosen = method ?? usualMethod(world, invoice);
  const intent = intentOf(payment);
  const outcome = chosen === undefined ? NO_METHOD : attempt(world, intent, chosen);
  conclude(world, id, payment.id, outcome);
  return outcome;
}

/** A bank debit for an invoice has been settled. */
export function settleCollection(world: World, payment: Stripe.InvoicePayment, succeeds: boolean): void {
  conclude(world, idOf(payment.invoice), payment.id, settle(world, intentOf(payment), succeeds));
}

function intentOf({ payment }: Stripe.InvoicePayment): string {
  return idOf(payment.payment_intent as string);
}

function conclude(world: World, id: string, payment: string, outcome: Outcome): void {
  if (outcome.is === "processing") {
    change(world, "invoices", id, { attempted: true, next_payment_attempt: null });
    return;
  }
  const { amount_remaining, test_clock } = get(world, "invoices", id);
  if (outcome.is === "declined") {
    failAttempt(world, id);
    return;
  }
  const now = nowOn(world, test_clock);
  const { after } = change(world, "invoice_payments", payment, {
    amount_paid: amount_remaining,
    status: "paid",
    status_transitions: { canceled_at: null, paid_at: now },
  });
  markPaid(world, id, amount_remaining);
  emit(world, "invoice_payment.paid", after);
}

/** Nothing is owed any more: paid in full, in part from the balance, or somewhere else. */
export function markPaid(world: World, id: string, amount: number, outOfBand = false): Stripe.Invoice {
  const invoice = get(world, "invoices", id);
  const now = nowOn(world, invoice.test_clock);
  const paid = updateInvoice(world, id, {
    amount_paid: invoice.amount_paid + (outOfBand ? 0 : amount),
    ...(outOfBand && { amount_paid_off_stripe: amount }),
    amount_remaining: 0,
    attempt_count: invoice.attempt_count + (amount > 0 && !outOfBand ? 1 : 0),
    attempted: true,
    auto_advance: false,
    next_payment_attempt: null,
    status: "paid",
    status_transitions: { ...invoice.status_transitions, paid_at: now },
  });
  emit(world, "invoice.paid", paid);
  // "Both fire otherwise": a payment outside Stripe is the one that this event is not sent for. Source: the SDK's event texts.
  if (!outOfBand) emit(world, "invoice.payment_succeeded", paid);
  afterSettled(world, paid);
  return paid;
}

function failAttempt(world: World, id: string): void {
  const invoice = get(world, "invoices", id);
  const attempt_count = invoice.attempt_count + 1;
  const next_payment_attempt = nextAttempt(world, invoice, attempt_count);
  const failed = updateInvoice(world, id, {
    attempt_count,
    attempted: true,
    next_payment_attempt,
    auto_advance: next_payment_attempt !== null,
  });
  emit(world, "invoice.payment_failed", failed);
  afterFailed(world, failed);
  const isRenewal = invoice.billing_reason === "subscription_cycle";
  if (isRenewal && next_payment_attempt === null) giveUp(world, failed);
}

/** Only renewals are retried by themselves; a first invoice has its 23 hours, any other waits for somebody. */
function nextAttempt(
  world: World,
  { billing_reason, test_clock, auto_advance }: Stripe.Invoice,
  attempts: number,
): UnixSeconds | null {
  const days = world.billing.retryAfterDays[attempts - 1];
  const isRetried = billing_reason !== "subscription_create" && billing_reason !== "manual" && auto_advance !== false;
  return isRetried && days !== undefined ? nowOn(world, test_clock) + days * SECONDS_PER_DAY : null;
}

/** Every attempt has failed. The invoice stays open. Source: docs.stripe.com/billing/revenue-recovery/smart-retries. */
function giveUp(world: World, invoice: Stripe.Invoice): void {
  const subscription = subscriptionOf(world, invoice);
  if (subscription?.status !== "past_due") return;
  switch (world.billing.afterLastAttempt) {
    case "cancel":
      end(world, subscription.id, { reason: "payment_failed" });
      break;
    case "unpaid":
      update(world, "customer.subscription.updated", "subscriptions", subscription.id, { status: "unpaid" });
      break;
    case "pause":
      pause(world, subscription.id, "final_payment_failure");
      break;
    case "past_due":
      break;
  }
}
