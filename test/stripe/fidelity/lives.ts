import { open, submit } from "../../support/page.ts";
import type { Account } from "./account.ts";
import { DAY, endOf, type Life, live } from "./life.ts";
import { advance, idOf, newPerson, START, type Subscribed, subscribe } from "./moves.ts";
import { troubledLives } from "./troubled-lives.ts";

/** Two years of months, with everything that can be changed about a plan that is paid for. */
const faithful: Life = async (account) => {
  const { stripe, prices } = account;
  const { id: coupon } = await stripe.coupons.create({ percent_off: 100, duration: "once", name: "A gift" });
  const subscribed = await subscribe(account, prices.basic, {
    trial_period_days: 14,
    metadata: { account: "faithful" },
  });
  const { id, item, customer } = subscribed;
  await live(account, subscribed, [1, 1]);
  await stripe.subscriptions.update(id, { discounts: [{ coupon }] });
  await live(account, subscribed, [2, 3]);
  await stripe.subscriptions.update(id, {
    items: [{ id: item, price: prices.month }],
    proration_behavior: "always_invoice",
  });
  await live(account, subscribed, [4, 4]);
  await stripe.subscriptions.update(id, { items: [{ id: item, quantity: 4 }] });
  await live(account, subscribed, [5, 5]);
  await stripe.subscriptions.update(id, {
    items: [{ id: item, price: prices.basic, quantity: 1 }],
    proration_behavior: "always_invoice",
  });
  await live(account, subscribed, [6, 7]);
  await stripe.customers.update(customer, { name: "Another Name", metadata: { account: "renamed" } });
  await stripe.invoices.createPreview({ subscription: id });
  await refundInParts(account, subscribed);
  await live(account, subscribed, [8, 24]);
  await stripe.subscriptions.cancel(id, { prorate: true, invoice_now: true });
  await stripe.invoices.list({ customer, limit: 100, expand: ["data.payments"] });
};

async function refundInParts({ stripe }: Account, { customer }: Subscribed): Promise<void> {
  const { data } = await stripe.charges.list({ customer, limit: 100 });
  const [last, before] = data.filter(({ paid, amount }) => paid && amount > 2_00);
  await stripe.refunds.create({ charge: last?.id ?? "", amount: 1_00 });
  await stripe.refunds.create({ charge: last?.id ?? "", reason: "requested_by_customer" });
  const payment_intent = idOf(before?.payment_intent);
  const [payment] = (await stripe.invoicePayments.list({ payment: { type: "payment_intent", payment_intent } })).data;
  await stripe.creditNotes.create({ invoice: idOf(payment?.invoice), amount: 1_00, refund_amount: 1_00 });
}

/** Down at the period's end, by a schedule. */
const modest: Life = async (account) => {
  const { stripe, prices } = account;
  const subscribed = await subscribe(account, prices.month);
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: subscribed.id });
  const [phase] = schedule.phases;
  await stripe.subscriptionSchedules.update(schedule.id, {
    end_behavior: "release",
    phases: [
      { items: [{ price: prices.month }], start_date: phase?.start_date ?? 0, end_date: phase?.end_date ?? 0 },
      { items: [{ price: prices.basic }], duration: { interval: "month", interval_count: 1 } },
    ],
  });
  await live(account, subscribed, [1, 3]);
  const again = await stripe.subscriptionSchedules.create({ from_subscription: subscribed.id });
  await stripe.subscriptionSchedules.release(again.id);
};

/** Paused, resumed, and gone with everything. */
const wavering: Life = async (account) => {
  const { stripe } = account;
  const subscribed = await subscribe(account, account.prices.month);
  await advance(account, subscribed, START + 10 * DAY);
  await stripe.subscriptions.pause(subscribed.id);
  await advance(account, subscribed, START + 20 * DAY);
  await stripe.subscriptions.resume(subscribed.id);
  await advance(account, subscribed, endOf(2));
  await stripe.subscriptions.update(subscribed.id, { cancel_at: endOf(3) });
  await stripe.subscriptions.update(subscribed.id, { cancel_at: "" });
  await stripe.customers.del(subscribed.customer);
};

/** Buys on pages: a plan and packs, by card and by bank, and cancels in the portal. */
const shopper: Life = async (account) => {
  const { stripe, prices } = account;
  const person = await newPerson(account);
  const urls = { customer: person.customer, success_url: "https://example.com/" };
  const buy = async (mode: "payment" | "subscription", price: string, cardNumber: string) => {
    const session = await stripe.checkout.sessions.create({ ...urls, mode, line_items: [{ price, quantity: 2 }] });
    await submit(await open(session.url ?? ""), { cardNumber });
    await stripe.checkout.sessions.retrieve(session.id, { expand: ["line_items"] });
  };
  await buy("subscription", prices.month, "4242424242424242");
  await buy("payment", prices.pack, "4242424242424242");
  await buy("payment", prices.pack, "000123456789");
  await buy("payment", prices.pack, "000222222227");
  await stripe.checkout.sessions.create({
    ...urls,
    mode: "payment",
    line_items: [{ price: prices.pack, quantity: 1 }],
  });
  for (const days of [7, 14]) await advance(account, person, START + days * DAY);
  const { id: configuration } = await stripe.billingPortal.configurations.create({
    features: { subscription_cancel: { enabled: true }, invoice_history: { enabled: true } },
  });
  await stripe.billingPortal.sessions.create({ customer: person.customer, configuration });
  await stripe.checkout.sessions.list({ customer: person.customer });
};

/** What sells and where it is told: made, changed and listed. */
const shopkeeper: Life = async ({ stripe, prices }) => {
  const product = await stripe.products.create({ name: "A thing", metadata: { a: "b" } });
  await stripe.products.update(product.id, { name: "Another thing" });
  await stripe.prices.update(prices.pack, { lookup_key: "a_pack", metadata: { a: "b" } });
  await stripe.prices.list({ lookup_keys: ["a_pack"], expand: ["data.product"] });
  await stripe.products.list({ limit: 3 });
  const url = "https://example.com/webhook";
  const endpoint = await stripe.webhookEndpoints.create({ url, enabled_events: ["invoice.paid"] });
  await stripe.webhookEndpoints.update(endpoint.id, { enabled_events: ["*"] });
  await stripe.webhookEndpoints.list();
  await stripe.webhookEndpoints.del(endpoint.id);
};

export const lives: Readonly<Record<string, Life>> = {
  faithful,
  modest,
  wavering,
  shopper,
  shopkeeper,
  ...troubledLives,
};
