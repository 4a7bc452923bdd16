import type Stripe from "stripe";
import type { CardBehaviour } from "./test-card.ts";

/** Seconds since 1970, as everywhere in Stripe. */
export type UnixSeconds = number;

/** The objects that Stripe has, by id, oldest first. A stored object is never changed, only replaced. */
export interface Tables {
  readonly billing_portal_configurations: Map<string, Stripe.BillingPortal.Configuration>;
  readonly billing_portal_sessions: Map<string, Stripe.BillingPortal.Session>;
  readonly charges: Map<string, Stripe.Charge>;
  readonly checkout_sessions: Map<string, Stripe.Checkout.Session>;
  readonly coupons: Map<string, Stripe.Coupon>;
  readonly credit_notes: Map<string, Stripe.CreditNote>;
  readonly customers: Map<string, Stripe.Customer>;
  readonly discounts: Map<string, Stripe.Discount>;
  readonly disputes: Map<string, Stripe.Dispute>;
  readonly events: Map<string, Stripe.Event>;
  readonly invoice_items: Map<string, Stripe.InvoiceItem>;
  readonly invoice_payments: Map<string, Stripe.InvoicePayment>;
  readonly invoices: Map<string, Stripe.Invoice>;
  readonly payment_intents: Map<string, Stripe.PaymentIntent>;
  readonly payment_methods: Map<string, Stripe.PaymentMethod>;
  readonly prices: Map<string, Stripe.Price>;
  readonly products: Map<string, Stripe.Product>;
  readonly refunds: Map<string, Stripe.Refund>;
  readonly subscription_schedules: Map<string, Stripe.SubscriptionSchedule>;
  readonly subscriptions: Map<string, Stripe.Subscription>;
  readonly test_clocks: Map<string, Stripe.TestHelpers.TestClock>;
  readonly webhook_endpoints: Map<string, Stripe.WebhookEndpoint>;
}

export type TableName = keyof Tables;
export type Row<Name extends TableName> = Tables[Name] extends Map<string, infer T> ? T : never;

/** What happens when a delayed payment is settled. */
export interface DelayedPayment {
  readonly paymentIntent: string;
  readonly succeeds: boolean;
  readonly at: UnixSeconds;
  readonly wallAt: UnixSeconds;
}

/** What was answered, and to what. */
export interface KeptAnswer {
  readonly digest: string;
  readonly status: number;
  readonly body: string;
  readonly request: string;
  readonly at: UnixSeconds;
}

/** What Stripe knows and does not show in its objects, by the id of the object that it is about. */
export interface Hidden {
  /** How a payment method's card behaves. */
  readonly cards: Map<string, CardBehaviour>;
  /** How many of a customer's next payments are declined whatever the card is. */
  readonly declines: Map<string, number>;
  /** What a Checkout Session was created with and does not show. */
  readonly sessions: Map<string, unknown>;
  /** By payment intent. */
  readonly delayed: Map<string, DelayedPayment>;
  /** What a schedule's subscription has been told already, and which subscriptions' trial ends have been announced. */
  readonly announced: Map<string, UnixSeconds>;
  /** By key: what a request with it was answered. */
  readonly idempotency: Map<string, KeptAnswer>;
  /** The instant that a clock is at while it advances. */
  readonly instants: Map<string, UnixSeconds>;
  /** The paid line that each item's current period was billed by: what a credit for unused time names. */
  readonly billedBy: Map<string, { readonly invoice: string; readonly line: string }>;
  /** How much of a metered item was used in its running period. */
  readonly usage: Map<string, number>;
  /** What an endpoint's deliveries are signed with. */
  readonly secrets: Map<string, string>;
}

export interface State {
  readonly tables: Tables;
  readonly hidden: Hidden;
  /** How many ids have been made. */
  ids: number;
}

const tableNames = [
  "billing_portal_configurations",
  "billing_portal_sessions",
  "charges",
  "checkout_sessions",
  "coupons",
  "credit_notes",
  "customers",
  "discounts",
  "disputes",
  "events",
  "invoice_items",
  "invoice_payments",
  "invoices",
  "payment_intents",
  "payment_methods",
  "prices",
  "products",
  "refunds",
  "subscription_schedules",
  "subscriptions",
  "test_clocks",
  "webhook_endpoints",
] as const satisfies readonly TableName[];

const hiddenNames = [
  "announced",
  "billedBy",
  "cards",
  "declines",
  "delayed",
  "idempotency",
  "instants",
  "secrets",
  "sessions",
  "usage",
] as const satisfies readonly (keyof Hidden)[];

type Entries = readonly (readonly [string, unknown])[];

/** A state as JSON can hold it. */
export interface StoredState {
  readonly ids: number;
  readonly tables: Readonly<Record<string, Entries>>;
  readonly hidden: Readonly<Record<string, Entries>>;
}

/** A state of its own: nothing, or what `stored` holds. */
export function openState(stored: StoredState = { ids: 0, tables: {}, hidden: {} }): State {
  return {
    ids: stored.ids,
    tables: Object.fromEntries(tableNames.map((name) => [name, new Map(stored.tables[name])])) as unknown as Tables,
    hidden: Object.fromEntries(hiddenNames.map((name) => [name, new Map(stored.hidden[name])])) as unknown as Hidden,
  };
}

/** What `openState` takes. Objects are never changed, so that this is a copy. */
export function storedState({ ids, tables, hidden }: State): StoredState {
  return {
    ids,
    tables: Object.fromEntries(tableNames.map((name) => [name, [...tables[name]]])),
    hidden: Object.fromEntries(hiddenNames.map((name) => [name, [...hidden[name]]])),
  };
}
