import type Stripe from "stripe";
import * as z from "zod";
import { listPage } from "./list.ts";
import { page, text } from "./params.ts";
import type { Decline } from "./payment-method.ts";
import type { Routes } from "./route.ts";
import { all, customerNow, get, newId, put, type World } from "./world.ts";

/** An attempt to move money: declined, under way (a bank debit), or done. */
export function newCharge(
  world: World,
  intent: Stripe.PaymentIntent,
  paymentMethod: string,
  outcome: Decline | "pending" | "succeeded",
): Stripe.Charge {
  const id = newId(world, "ch");
  const decline = typeof outcome === "string" ? undefined : outcome;
  const isDone = outcome === "succeeded";
  const { card, type } = get(world, "payment_methods", paymentMethod);
  return put(world, "charges", {
    ...untouched,
    id,
    amount: intent.amount,
    amount_captured: isDone ? intent.amount : 0,
    balance_transaction: isDone ? newId(world, "txn") : null,
    captured: decline === undefined,
    created: customerNow(world, intent.customer),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    metadata: intent.metadata,
    outcome: outcomeOf(decline),
    paid: decline === undefined,
    payment_intent: intent.id,
    payment_method: paymentMethod,
    payment_method_details: {
      type,
      ...(card && { card: cardUsed(card, intent.amount) }),
    },
    status: decline ? "failed" : isDone ? "succeeded" : "pending",
  });
}

function outcomeOf(decline: Decline | undefined): Stripe.Charge.Outcome {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: decline ? "declined_by_network" : "approved_by_network",
    reason: decline?.declineCode ?? null,
    risk_level: "normal",
    risk_score: 35,
    seller_message: decline ? "The bank did not return any further details with this decline." : "Payment complete.",
    type: decline ? "issuer_declined" : "authorized",
  };
}

function cardUsed(
  { brand, country, exp_month, exp_year, fingerprint, funding, last4 }: Stripe.PaymentMethod.Card,
  amount: number,
) {
  return {
    amount_authorized: amount,
    authorization_code: "472009",
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country,
    electronic_commerce_indicator: null,
    exp_month,
    exp_year,
    extended_authorization: { status: "disabled" },
    fingerprint: fingerprint ?? null,
    funding,
    incremental_authorization: { status: "unavailable" },
    installments: null,
    last4,
    mandate: null,
    multicapture: { status: "unavailable" },
    network: brand,
    network_token: { used: false },
    network_transaction_id: "105102104705511",
    overcapture: { maximum_amount_capturable: amount, status: "unavailable" },
    regulated_status: "unregulated",
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}

const untouched = {
  object: "charge",
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  billing_details: {
    address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
    email: null,
    name: null,
    phone: null,
    tax_id: null,
  },
  calculated_statement_descriptor: "PASSBOOK",
  disputed: false,
  failure_balance_transaction: null,
  fraud_details: {},
  livemode: false,
  on_behalf_of: null,
  radar_options: {},
  receipt_email: null,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
} as const satisfies Partial<Stripe.Charge>;

const list = z.strictObject({ ...page, customer: text.optional(), payment_intent: text.optional() });

export const chargeRoutes: Routes = {
  "GET /v1/charges": ({ world, read }) => {
    const { customer, payment_intent, ...wanted } = read(list);
    const charges = all(world, "charges").filter(
      (charge) =>
        (!customer || charge.customer === customer) && (!payment_intent || charge.payment_intent === payment_intent),
    );
    return listPage(world, "/v1/charges", charges, wanted);
  },
  "GET /v1/charges/:id": ({ world, id }) => get(world, "charges", id),
};
