import { setTimeout as sleep } from "node:timers/promises";
import type Stripe from "stripe";
import type { Account } from "./account.ts";

export const at = (iso: string): number => Date.parse(iso) / 1000;

/** The 31st: a month later it is the 28th, and another month later the 31st again. */
export const START = at("2027-01-31T09:00:00Z");

/** A customer on a clock of their own, with a card that works. */
export interface Person {
  readonly customer: string;
  readonly clock: string;
}

export async function newPerson({ stripe }: Account, frozen_time = START): Promise<Person> {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time });
  const { id: customer } = await stripe.customers.create({
    test_clock: clock.id,
    email: "stripe@example.org",
    name: "Stripe User",
    payment_method: "pm_card_visa",
    invoice_settings: { default_payment_method: "pm_card_visa" },
  });
  return { customer, clock: clock.id };
}

/** Lets time pass, and waits until all that it brings has happened. */
export async function advance({ stripe, isReal }: Account, { clock }: Person, to: number): Promise<void> {
  let { status } = await stripe.testHelpers.testClocks.advance(clock, { frozen_time: to });
  while (status === "advancing") {
    await sleep(isReal ? 2000 : 5);
    ({ status } = await stripe.testHelpers.testClocks.retrieve(clock));
  }
  if (status !== "ready") throw new Error(`The clock is ${status}`);
}

/** From now on every charge is declined; or none, once the card is another. */
export async function changeCard({ stripe }: Account, { customer }: Person, token: string): Promise<void> {
  const { id } = await stripe.paymentMethods.attach(token, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
}

export interface Subscribed extends Person {
  readonly id: string;
  readonly item: string;
  readonly subscription: Stripe.Subscription;
}

type Options = Omit<Stripe.SubscriptionCreateParams, "customer" | "items"> & { readonly quantity?: number };

/** A subscription to `price` of a person who has none. */
export async function subscribe(account: Account, price: string, options: Options = {}): Promise<Subscribed> {
  return await subscribePerson(account, await newPerson(account), price, options);
}

export async function subscribePerson(
  { stripe }: Account,
  person: Person,
  price: string,
  { quantity, ...options }: Options = {},
): Promise<Subscribed> {
  const subscription = await stripe.subscriptions.create({
    customer: person.customer,
    items: [{ price, ...(quantity !== undefined && { quantity }) }],
    ...options,
  });
  return { ...person, id: subscription.id, item: only(subscription.items.data).id, subscription };
}

/** The subscription with its latest invoice, as they are now. */
export async function lookAt({ stripe }: Account, { id }: Subscribed): Promise<Seen> {
  const subscription = await stripe.subscriptions.retrieve(id, { expand: ["latest_invoice"] });
  const { current_period_start: start, current_period_end: end } = only(subscription.items.data);
  return { subscription, period: { start, end }, invoice: subscription.latest_invoice as Stripe.Invoice };
}

export interface Seen {
  readonly subscription: Stripe.Subscription;
  /** Of its only item. */
  readonly period: { readonly start: number; readonly end: number };
  readonly invoice: Stripe.Invoice;
}

/** What decides about credits in an invoice's lines. */
export function linesOf({ lines }: Stripe.Invoice): Line[] {
  return lines.data.map(({ amount, period, quantity, parent }) => ({
    proration: parent?.subscription_item_details?.proration ?? parent?.invoice_item_details?.proration ?? false,
    amount,
    quantity,
    ...period,
  }));
}

interface Line {
  readonly proration: boolean;
  readonly amount: number;
  readonly quantity: number | null;
  readonly start: number;
  readonly end: number;
}

export function only<T>(list: readonly T[]): T {
  const [first, ...others] = list;
  if (first === undefined || others.length > 0) throw new Error(`Expected one, and there are ${list.length}`);
  return first;
}

/** What an object is named by where it is not shown. */
export function idOf(reference: string | { readonly id: string } | null | undefined): string {
  return typeof reference === "string" ? reference : (reference?.id ?? "");
}
