import type Stripe from "stripe";
import type { NewId } from "../../../local/stripe/ids.ts";
import type { UnixSeconds } from "./invoice.ts";

/** Somebody has gone through Checkout for a pack. */
export interface PackPurchase {
  readonly account: string;
  readonly customer: string;
  readonly pack: string;
  readonly price: Stripe.Price;
  readonly quantity?: number;
  readonly completedAt: UnixSeconds;
  /** `unpaid`: by a method whose money comes later. */
  readonly paymentStatus?: "paid" | "unpaid";
}

const SESSION_LIFETIME_SECONDS = 24 * 3600;

/** The session of such a purchase, whole, as Stripe sends it once it is complete. */
export function packSession(purchase: PackPurchase, newId: NewId): Stripe.Checkout.Session {
  const { account, customer, pack, price, quantity = 1, completedAt, paymentStatus = "paid" } = purchase;
  const amount = (price.unit_amount ?? 0) * quantity;
  return {
    ...untouched,
    id: newId("cs_test"),
    amount_subtotal: amount,
    amount_total: amount,
    client_reference_id: account,
    created: completedAt,
    currency: price.currency,
    customer,
    expires_at: completedAt + SESSION_LIFETIME_SECONDS,
    metadata: { account, pack, quantity: String(quantity) },
    payment_intent: newId("pi"),
    payment_status: paymentStatus,
    status: "complete",
  };
}

const noCustomText = { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null };

const nothingKnown = {
  address: null,
  business_name: null,
  email: null,
  individual_name: null,
  name: null,
  phone: null,
  tax_exempt: "none",
  tax_ids: null,
} as const;

const noInvoice = {
  enabled: false,
  invoice_data: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: null,
    metadata: {},
    rendering_options: null,
  },
} satisfies Stripe.Checkout.Session.InvoiceCreation;

/** What nothing here ever sets: a plain hosted page, one line, no tax, no shipping, no invoice. */
const untouched = {
  object: "checkout.session",
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  cancel_url: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: noCustomText,
  customer_account: null,
  customer_creation: null,
  customer_details: nothingKnown,
  customer_email: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: noInvoice,
  livemode: false,
  locale: null,
  managed_payments: null,
  mode: "payment",
  origin_context: null,
  payment_link: null,
  payment_method_collection: "if_required",
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ["card"],
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  subscription: null,
  success_url: null,
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  ui_mode: "hosted_page",
  url: null,
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;
