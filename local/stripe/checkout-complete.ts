import type Stripe from "stripe";
import type { HiddenSession } from "./checkout-lines.ts";
import { collect, finalizeInvoice, paymentOf } from "./collect.ts";
import { createCustomer } from "./customer.ts";
import { change, emit, inOrder, update } from "./event.ts";
import { draftInvoice } from "./invoice-draft.ts";
import { attempt, type Outcome, openIntent } from "./payment-intent.ts";
import { attach, declinedProblem, declineOf, newPaymentMethod } from "./payment-method.ts";
import { refused } from "./problem.ts";
import { createSubscription } from "./subscription-create.ts";
import { createParams } from "./subscription-params.ts";
import type { TestCard } from "./test-card.ts";
import { customerNow, get, idOf, livingCustomer, type World } from "./world.ts";

/** As seen after Basil: the subscription is made after the payment. Source: a public log of `stripe listen`, 2025-10-08. */
const SUBSCRIBING = [
  "customer.created",
  "charge.succeeded",
  "payment_method.attached",
  "checkout.session.completed",
  "customer.updated",
  "customer.subscription.created",
  "payment_intent.succeeded",
  "payment_intent.created",
  "invoice.created",
  "invoice.finalized",
  "invoice.paid",
  "invoice.payment_succeeded",
  "invoice_payment.paid",
] as const;

/** As seen for a single payment. */
const PAYING = [
  "customer.created",
  "payment_method.attached",
  "charge.succeeded",
  "payment_intent.succeeded",
  "payment_intent.created",
  "payment_intent.processing",
  "checkout.session.completed",
  "charge.updated",
  "invoice.created",
  "invoice.finalized",
  "invoice.paid",
  "invoice.payment_succeeded",
  "invoice_payment.paid",
] as const;

export interface Payer {
  readonly email: string;
  readonly name: string;
}

/**
 * Somebody has sent the page's form, with one of Stripe's test cards.
 * @throws {StripeProblem} 402: the card is declined; the session stays open, and there is no subscription. Source:
 * docs.stripe.com/changelog/basil/2025-03-31/checkout-legacy-subscription-upgrade.
 */
export function completeSession(world: World, id: string, card: TestCard, payer: Payer): Stripe.Checkout.Session {
  const session = get(world, "checkout_sessions", id);
  if (session.status !== "open") throw refused(`This Checkout Session is ${session.status}.`);
  refuseDeclined(world, session, card);
  return inOrder(world, session.mode === "subscription" ? SUBSCRIBING : PAYING, () => {
    const customer = customerOf(world, session, payer);
    const method = newPaymentMethod(world, card);
    if (customer !== null && session.mode !== "payment") attach(world, method, customer);
    const done =
      session.mode === "subscription"
        ? subscribe(world, session, String(customer), method.id)
        : pay(world, session, customer, method.id);
    if (customer !== null && session.currency)
      update(world, "customer.updated", "customers", customer, { currency: session.currency });
    const completed = change(world, "checkout_sessions", id, {
      ...done,
      customer,
      customer_details: {
        address: null,
        business_name: null,
        individual_name: null,
        phone: null,
        tax_exempt: "none",
        tax_ids: [],
        email: payer.email,
        name: payer.name,
      },
      status: "complete",
      url: null,
    }).after;
    emit(world, "checkout.session.completed", completed);
    return completed;
  });
}

/** A card that will be declined is tried all the same: that it was is what the seller hears. */
function refuseDeclined(world: World, session: Stripe.Checkout.Session, card: TestCard): void {
  const customer = session.customer === null ? null : idOf(session.customer);
  const isDelayed = card.behaviour === "settles" || card.behaviour === "fails_to_settle";
  const isTold = (world.state.hidden.declines.get(customer ?? "") ?? 0) > 0;
  const declines = isTold || (!isDelayed && declineOf(card.behaviour) !== undefined);
  const amount = session.amount_total ?? 0;
  const isFreeForNow = amount === 0 && card.behaviour === "declines_later";
  if (!declines || isFreeForNow) return;
  const intent = openIntent(world, { amount, currency: session.currency ?? "eur", customer, description: null });
  const outcome = attempt(world, intent.id, newPaymentMethod(world, card).id);
  if (outcome.is === "declined") throw declinedProblem(outcome.decline, true);
}

function customerOf(world: World, session: Stripe.Checkout.Session, { email, name }: Payer): string | null {
  if (session.customer !== null) return livingCustomer(world, idOf(session.customer), "customer").id;
  if (session.customer_creation === "if_required") return null;
  return createCustomer(world, { email, name }).id;
}

type Done = Partial<Stripe.Checkout.Session>;

const hiddenOf = (world: World, id: string) => world.state.hidden.sessions.get(id) as HiddenSession;

function subscribe(world: World, session: Stripe.Checkout.Session, customer: string, method: string): Done {
  const { lineItems, coupons, subscriptionData } = hiddenOf(world, session.id);
  const asItem = ({ price, quantity }: Stripe.LineItem) => ({ price: price?.id ?? "", quantity: quantity ?? 1 });
  const isRecurring = ({ price }: Stripe.LineItem) => price?.type === "recurring";
  const subscription = createSubscription(world, {
    ...createParams.omit({ items: true, customer: true }).parse({}),
    ...subscriptionData,
    customer,
    add_invoice_items: lineItems.data.filter((line) => !isRecurring(line)).map(asItem),
    default_payment_method: method,
    discounts: coupons.map((coupon) => ({ coupon })),
    items: lineItems.data.filter(isRecurring).map(asItem),
    payment_behavior: "error_if_incomplete",
  });
  const invoice = get(world, "invoices", idOf(subscription.latest_invoice ?? ""));
  return {
    invoice: invoice.id,
    payment_status: invoice.amount_due === 0 ? "no_payment_required" : invoice.status === "paid" ? "paid" : "unpaid",
    subscription: subscription.id,
  };
}

function pay(world: World, session: Stripe.Checkout.Session, customer: string | null, method: string): Done {
  if (session.payment_status === "no_payment_required") return {};
  if (session.invoice_creation?.enabled && customer !== null) return payByInvoice(world, session, customer, method);
  const { paymentMetadata, paymentDescription } = hiddenOf(world, session.id);
  const intent = openIntent(world, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "eur",
    customer,
    description: paymentDescription,
    metadata: paymentMetadata,
  });
  return {
    payment_intent: intent.id,
    payment_status: statusAfter(world, intent.id, attempt(world, intent.id, method)),
  };
}

function statusAfter(world: World, intent: string, outcome: Outcome): Stripe.Checkout.Session.PaymentStatus {
  if (outcome.is === "declined") throw declinedProblem(outcome.decline);
  if (outcome.is === "processing") return "unpaid";
  const charge = idOf(get(world, "payment_intents", intent).latest_charge as string);
  update(world, "charge.updated", "charges", charge, { receipt_url: `${world.url()}/receipts/${charge}` });
  return "paid";
}

/** The same purchase as an invoice, too; whoever grants for both grants twice. */
function payByInvoice(world: World, session: Stripe.Checkout.Session, customer: string, method: string): Done {
  const now = customerNow(world, customer);
  const invoice = draftInvoice(world, {
    customer,
    subscription: null,
    reason: "manual",
    period: { start: now, end: now },
    lines: () =>
      hiddenOf(world, session.id).lineItems.data.map((line) => ({
        amount: line.amount_total,
        currency: line.currency,
        description: line.description ?? "",
        period: { start: now, end: now },
        price: line.price,
        quantity: line.quantity ?? 1,
        metadata: {},
        discountable: true,
        subscription: null,
        proration: false,
      })),
    finalizesAt: null,
    currency: session.currency ?? "eur",
    metadata: session.metadata ?? {},
  });
  const intent = idOf(paymentOf(world, finalizeInvoice(world, invoice.id)).payment.payment_intent as string);
  change(world, "payment_intents", intent, { metadata: hiddenOf(world, session.id).paymentMetadata });
  return {
    invoice: invoice.id,
    payment_intent: intent,
    payment_status: statusAfter(world, intent, collect(world, invoice.id, method)),
  };
}
