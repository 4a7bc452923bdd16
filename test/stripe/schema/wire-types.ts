import type Stripe from "stripe";

/** Every object of Stripe's that we read or that the local Stripe answers, by what its `object` says. */
export interface WireObjects {
  balance_transaction: Stripe.BalanceTransaction;
  "billing_portal.configuration": Stripe.BillingPortal.Configuration;
  "billing_portal.session": Stripe.BillingPortal.Session;
  charge: With<Stripe.Charge, { destination?: null; dispute?: string | null; order?: null }>;
  "checkout.session": Stripe.Checkout.Session;
  coupon: Stripe.Coupon | Stripe.DeletedCoupon;
  credit_note: Stripe.CreditNote;
  credit_note_line_item: Stripe.CreditNoteLineItem;
  customer: Stripe.Customer | Stripe.DeletedCustomer;
  customer_balance_transaction: Stripe.CustomerBalanceTransaction;
  discount: Stripe.Discount | Stripe.DeletedDiscount;
  dispute: Stripe.Dispute;
  invoice: Stripe.Invoice | Stripe.DeletedInvoice;
  invoice_payment: Stripe.InvoicePayment;
  invoiceitem: Stripe.InvoiceItem | Stripe.DeletedInvoiceItem;
  item: Stripe.LineItem;
  line_item: Without<Stripe.InvoiceLineItem, "subscription">;
  payment_intent: Stripe.PaymentIntent;
  payment_method: Stripe.PaymentMethod;
  plan: Stripe.Plan | Stripe.DeletedPlan;
  price: Stripe.Price | Stripe.DeletedPrice;
  product: Stripe.Product | Stripe.DeletedProduct;
  refund: Stripe.Refund;
  setup_intent: Stripe.SetupIntent;
  subscription: With<Stripe.Subscription, { plan?: Stripe.Plan | null; quantity?: number }>;
  subscription_item: Stripe.SubscriptionItem | Stripe.DeletedSubscriptionItem;
  subscription_schedule: Stripe.SubscriptionSchedule;
  "test_helpers.test_clock": Stripe.TestHelpers.TestClock | Stripe.TestHelpers.DeletedTestClock;
  webhook_endpoint: Stripe.WebhookEndpoint | Stripe.DeletedWebhookEndpoint;
}

/** Every event about one of them, by its type. */
export type WireEvents = {
  [Event in Stripe.Event as Event["data"]["object"] extends Known ? Event["type"] : never]: Event;
};

type Known = { readonly object: keyof WireObjects };

/** What the wire carries and the type does not name. */
type With<T, More> = T & More;

/** What the type requires and recorded objects lack. */
type Without<T, Keys extends keyof T> = Omit<T, Keys> & Partial<Pick<T, Keys>>;
