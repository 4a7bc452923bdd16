import type Stripe from "stripe";
import { customerAt, type Till } from "./customer.ts";

/** What the bank says to the next charges. */
export type Card = "succeeds" | "declines";

/** Stripe's own: a card that can be put in, and whose charges all fail, is the one that ends in 0341 (docs.stripe.com/testing). */
const TOKENS: Readonly<Record<Card, string>> = { succeeds: "pm_card_visa", declines: "pm_card_chargeCustomerFail" };
const DECLINING = "0341";

/** The card that pays; `null` where nobody has put one in. */
export async function cardOf(till: Till, account: string): Promise<Card | null> {
  const customer = await customerAt(till, account);
  if (!customer) return null;
  const { data } = await till.stripe.subscriptions.list({ customer: customer.id });
  const [own] = data.map(({ default_payment_method }) => default_payment_method);
  const method = own ?? customer.invoice_settings.default_payment_method;
  if (!method) return null;
  const { card } = await till.stripe.paymentMethods.retrieve(typeof method === "string" ? method : method.id);
  return card?.last4 === DECLINING ? "declines" : "succeeds";
}

/** Puts in another card, as somebody does in the portal: for the customer, and for what already runs. */
export async function putCard({ stripe }: Till, { id: customer }: Stripe.Customer, card: Card): Promise<void> {
  const { id } = await stripe.paymentMethods.attach(TOKENS[card], { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  const { data } = await stripe.subscriptions.list({ customer });
  for (const subscription of data) await stripe.subscriptions.update(subscription.id, { default_payment_method: id });
}
