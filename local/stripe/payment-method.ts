import type Stripe from "stripe";
import * as z from "zod";
import { change, emit } from "./event.ts";
import { listPage } from "./list.ts";
import { ignored, metadata, page, text } from "./params.ts";
import { missing, refused, StripeProblem } from "./problem.ts";
import type { Routes } from "./route.ts";
import { type CardBehaviour, cardOfNumber, cardOfToken, type TestCard } from "./test-card.ts";
import { all, get, hide, livingCustomer, newId, nowOn, put, type World } from "./world.ts";

/** A new payment method with one of Stripe's test cards, of nobody yet. */
export function newPaymentMethod(world: World, { number, brand, behaviour }: TestCard): Stripe.PaymentMethod {
  const id = newId(world, "pm");
  const isBank = brand === "bank";
  const type = !isBank ? "card" : number.startsWith("AT") ? "sepa_debit" : "us_bank_account";
  hide(world, "cards", id, behaviour);
  return put(world, "payment_methods", {
    id,
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    ...(isBank ? {} : { card: cardDetails(number, brand) }),
    created: world.wallNow(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type,
  });
}

function cardDetails(number: string, brand: string): Stripe.PaymentMethod.Card {
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    display_brand: brand,
    exp_month: 12,
    exp_year: 2040,
    fingerprint: `test${number.slice(-4)}`,
    funding: "credit",
    generated_from: null,
    last4: number.slice(-4),
    networks: { available: [brand], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

/** The payment method that an id or one of Stripe's tokens (`pm_card_visa`) names; a token makes a new one. */
export function paymentMethodFrom(world: World, idOrToken: string, param = "payment_method"): Stripe.PaymentMethod {
  const card = cardOfToken(idOrToken);
  if (card) return newPaymentMethod(world, card);
  const known = world.state.tables.payment_methods.get(idOrToken);
  if (known) return known;
  throw missing("PaymentMethod", idOrToken, param);
}

export function behaviourOf(world: World, paymentMethod: string): CardBehaviour {
  return world.state.hidden.cards.get(paymentMethod) ?? "succeeds";
}

/** @throws {StripeProblem} 402: the bank is asked about a card that is attached. */
export function attach(world: World, paymentMethod: Stripe.PaymentMethod, customer: string): Stripe.PaymentMethod {
  if (paymentMethod.customer === customer) return paymentMethod;
  if (paymentMethod.customer !== null) {
    throw refused("The payment method you provided has already been attached to a customer.");
  }
  const behaviour = behaviourOf(world, paymentMethod.id);
  const declined = declineOf(behaviour);
  if (declined && behaviour !== "declines_later" && behaviour !== "fails_to_settle") throw declinedProblem(declined);
  const { after } = change(world, "payment_methods", paymentMethod.id, { customer });
  emit(world, "payment_method.attached", after);
  return after;
}

export interface Decline {
  readonly code: string;
  readonly declineCode: string;
  readonly message: string;
}

/** What the bank answers to a charge: nothing, where it succeeds. */
export function declineOf(behaviour: CardBehaviour): Decline | undefined {
  switch (behaviour) {
    case "declines":
    case "declines_later":
      return { code: "card_declined", declineCode: "generic_decline", message: "Your card was declined." };
    case "insufficient_funds":
    case "fails_to_settle":
      return { code: "card_declined", declineCode: "insufficient_funds", message: "Your card has insufficient funds." };
    case "expired":
      return { code: "expired_card", declineCode: "expired_card", message: "Your card has expired." };
    default:
      return undefined;
  }
}

export function declinedProblem({ code, declineCode, message }: Decline, keepsChanges = false): StripeProblem {
  return new StripeProblem(402, code, message, { type: "card_error", declineCode, keepsChanges });
}

const create = z.strictObject({
  type: z.enum(["card"]),
  card: z.strictObject({
    token: text.optional(),
    number: text.optional(),
    exp_month: ignored,
    exp_year: ignored,
    cvc: ignored,
  }),
  billing_details: ignored,
  metadata: metadata.optional(),
  expand: ignored,
});

function listOf(world: World, customer: string | undefined, type: string | undefined): Stripe.PaymentMethod[] {
  return all(world, "payment_methods").filter(
    (method) => method.customer === customer && (!type || method.type === type),
  );
}

export const paymentMethodRoutes: Routes = {
  "POST /v1/payment_methods": ({ world, read }) => {
    const { card } = read(create);
    const known = card.token ? cardOfToken(card.token) : cardOfNumber(card.number ?? "");
    if (!known)
      throw new StripeProblem(402, "incorrect_number", "Your card number is incorrect.", { type: "card_error" });
    return newPaymentMethod(world, known);
  },
  "GET /v1/payment_methods/:id": ({ world, id }) => get(world, "payment_methods", id),
  "POST /v1/payment_methods/:id/attach": ({ world, id, read }) => {
    const { customer } = read(z.strictObject({ customer: text, expand: ignored }));
    livingCustomer(world, customer, "customer");
    return attach(world, paymentMethodFrom(world, id, "id"), customer);
  },
  "POST /v1/payment_methods/:id/detach": ({ world, id }) => {
    const { after, previous } = change(world, "payment_methods", id, { customer: null });
    for (const customer of all(world, "customers")) {
      if (customer.invoice_settings?.default_payment_method !== id) continue;
      change(world, "customers", customer.id, {
        invoice_settings: { ...customer.invoice_settings, default_payment_method: null },
      });
    }
    emit(world, "payment_method.detached", after, { previous, at: nowOn(world, null) });
    return after;
  },
  "GET /v1/payment_methods": ({ world, read }) => {
    const { customer, type, ...wanted } = read(
      z.strictObject({ ...page, customer: text.optional(), type: text.optional() }),
    );
    return listPage(world, "/v1/payment_methods", listOf(world, customer, type), wanted);
  },
  "GET /v1/customers/:id/payment_methods": ({ world, id, read }) => {
    const { type, ...wanted } = read(z.strictObject({ ...page, type: text.optional() }));
    get(world, "customers", id);
    return listPage(world, `/v1/customers/${id}/payment_methods`, listOf(world, id, type), wanted);
  },
};
