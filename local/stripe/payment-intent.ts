import type Stripe from "stripe";
import * as z from "zod";
import { newCharge } from "./charge.ts";
import { openDispute } from "./dispute.ts";
import { change, emit } from "./event.ts";
import { listPage } from "./list.ts";
import { page, text } from "./params.ts";
import { behaviourOf, type Decline, declineOf } from "./payment-method.ts";
import type { Routes } from "./route.ts";
import { all, customerNow, get, hide, idOf, newId, put, type World } from "./world.ts";

interface Payment {
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly metadata?: Stripe.Metadata;
}

/** How an attempt ends. */
export type Outcome =
  | { readonly is: "succeeded" | "processing" }
  | { readonly is: "declined"; readonly decline: Decline };

export function openIntent(
  world: World,
  { amount, currency, customer, description, metadata = {} }: Payment,
): Stripe.PaymentIntent {
  const id = newId(world, "pi");
  const intent: Stripe.PaymentIntent = {
    ...untouched,
    id,
    amount,
    client_secret: `${id}_secret_${id.slice(-8)}`,
    created: customerNow(world, customer),
    currency,
    customer,
    description,
    metadata,
  };
  put(world, "payment_intents", intent);
  emit(world, "payment_intent.created", intent);
  return intent;
}

const GENERIC = { code: "card_declined", declineCode: "generic_decline", message: "Your card was declined." };

/** Whether this customer's next payment was to be declined; it is now one less. */
function isToldToDecline(world: World, customer: string | null): boolean {
  const left = world.state.hidden.declines.get(customer ?? "") ?? 0;
  if (left > 0) hide(world, "declines", customer ?? "", left - 1);
  return left > 0;
}

/** Charges an intent, and tells of the charge and of the intent. */
export function attempt(world: World, id: string, paymentMethod: string): Outcome {
  const intent = get(world, "payment_intents", id);
  const behaviour = behaviourOf(world, paymentMethod);
  const isDelayed = behaviour === "settles" || behaviour === "fails_to_settle";
  const customer = intent.customer === null ? null : idOf(intent.customer);
  const decline = isToldToDecline(world, customer) ? GENERIC : isDelayed ? undefined : declineOf(behaviour);
  if (decline) return declined(world, intent, paymentMethod, decline);
  const charge = newCharge(world, intent, paymentMethod, isDelayed ? "pending" : "succeeded");
  if (isDelayed) {
    const { after } = change(world, "payment_intents", id, {
      status: "processing",
      latest_charge: charge.id,
      payment_method: paymentMethod,
      last_payment_error: null,
    });
    delay(world, id, behaviour === "settles");
    emit(world, "charge.pending", charge);
    emit(world, "payment_intent.processing", after);
    return { is: "processing" };
  }
  emit(world, "charge.succeeded", charge);
  succeed(world, id, charge.id, paymentMethod);
  if (behaviour === "disputed" || behaviour === "inquired") {
    openDispute(world, { charge: charge.id, isInquiry: behaviour === "inquired" });
  }
  return { is: "succeeded" };
}

/** How long a bank debit takes on the customer's clock. */
const SETTLES_AFTER_SECONDS = 180;

function delay(world: World, paymentIntent: string, succeeds: boolean): void {
  const now = customerNow(world, get(world, "payment_intents", paymentIntent).customer);
  hide(world, "delayed", paymentIntent, {
    paymentIntent,
    succeeds,
    at: now + SETTLES_AFTER_SECONDS,
    wallAt: world.wallNow() + world.billing.settleAfterSeconds,
  });
}

function declined(world: World, intent: Stripe.PaymentIntent, paymentMethod: string, decline: Decline): Outcome {
  const charge = newCharge(world, intent, paymentMethod, decline);
  fail(world, intent.id, charge.id, decline);
  return { is: "declined", decline };
}

function succeed(world: World, id: string, charge: string, paymentMethod: string): void {
  const { amount } = get(world, "payment_intents", id);
  const { after } = change(world, "payment_intents", id, {
    amount_received: amount,
    last_payment_error: null,
    latest_charge: charge,
    payment_method: paymentMethod,
    processing: null,
    status: "succeeded",
  });
  emit(world, "payment_intent.succeeded", after);
}

function fail(world: World, id: string, chargeId: string, { code, declineCode, message }: Decline): void {
  emit(world, "charge.failed", get(world, "charges", chargeId));
  const { after } = change(world, "payment_intents", id, {
    last_payment_error: {
      charge: chargeId,
      code,
      decline_code: declineCode,
      message,
      type: "card_error",
    },
    latest_charge: chargeId,
    payment_method: null,
    status: "requires_payment_method",
  });
  emit(world, "payment_intent.payment_failed", after);
}

/** The money of a bank debit has come, or it will not come. */
export function settle(world: World, id: string, succeeds: boolean): Outcome {
  const { latest_charge, payment_method, amount } = get(world, "payment_intents", id);
  const charge = idOf(latest_charge as string);
  const method = idOf(payment_method as string);
  if (succeeds) {
    const { after } = change(world, "charges", charge, {
      amount_captured: amount,
      balance_transaction: newId(world, "txn"),
      status: "succeeded",
    });
    emit(world, "charge.succeeded", after);
    succeed(world, id, charge, method);
    return { is: "succeeded" };
  }
  const decline = declineOf("fails_to_settle") ?? GENERIC;
  change(world, "charges", charge, {
    failure_code: decline.code,
    failure_message: decline.message,
    paid: false,
    status: "failed",
  });
  fail(world, id, charge, decline);
  return { is: "declined", decline };
}

const untouched = {
  object: "payment_intent",
  allowed_payment_method_types: null,
  amount_capturable: 0,
  amount_details: { tip: {} },
  amount_received: 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  canceled_at: null,
  cancellation_reason: null,
  capture_method: "automatic",
  confirmation_method: "automatic",
  customer_account: null,
  excluded_payment_method_types: null,
  last_payment_error: null,
  latest_charge: null,
  livemode: false,
  managed_payments: null,
  next_action: null,
  on_behalf_of: null,
  payment_method: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ["card"],
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  status: "requires_payment_method",
  transfer_data: null,
  transfer_group: null,
} satisfies Partial<Stripe.PaymentIntent>;

export const paymentIntentRoutes: Routes = {
  "GET /v1/payment_intents": ({ world, read }) => {
    const { customer, ...wanted } = read(z.strictObject({ ...page, customer: text.optional() }));
    const intents = all(world, "payment_intents").filter((intent) => !customer || intent.customer === customer);
    return listPage(world, "/v1/payment_intents", intents, wanted);
  },
  "GET /v1/payment_intents/:id": ({ world, id }) => get(world, "payment_intents", id),
};
