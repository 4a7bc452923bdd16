import { afterAll, beforeAll, expect, test } from "vitest";
import { type Account, openAccount } from "./account.ts";
import { advance, at, linesOf, lookAt, START, subscribe } from "./moves.ts";

const A_MONTH_LATER = at("2027-02-28T09:00:00Z");
const A_YEAR_LATER = at("2028-01-31T09:00:00Z");
/** Too early for a cent of the month to be used up. */
const SECONDS_LATER = START + 4;

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

test("from month to year with the anchor unchanged both lines are prorations, and the year began with the month", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  await advance(account, subscribed, SECONDS_LATER);
  await account.stripe.subscriptions.update(subscribed.id, {
    items: [{ id: subscribed.item, price: account.prices.year }],
    proration_behavior: "always_invoice",
    billing_cycle_anchor: { type: "unchanged" },
  });
  const { subscription, period, invoice } = await lookAt(account, subscribed);
  expect(subscription.billing_cycle_anchor).toBe(START);
  expect(period).toEqual({ start: START, end: A_YEAR_LATER });
  expect(invoice).toMatchObject({
    billing_reason: "subscription_update",
    status: "paid",
    total: 225_00,
    period_start: START,
    period_end: SECONDS_LATER,
  });
  expect(linesOf(invoice)).toEqual([
    { proration: true, amount: -25_00, quantity: 1, start: SECONDS_LATER, end: A_MONTH_LATER },
    { proration: true, amount: 250_00, quantity: 1, start: SECONDS_LATER, end: A_YEAR_LATER },
  ]);
});

test("the credit of a proration names the line that it gives back", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  const { invoice: first } = await lookAt(account, subscribed);
  await advance(account, subscribed, SECONDS_LATER);
  await account.stripe.subscriptions.update(subscribed.id, {
    items: [{ id: subscribed.item, price: account.prices.year }],
    proration_behavior: "always_invoice",
  });
  const { invoice } = await lookAt(account, subscribed);
  expect(invoice.lines.data.map(({ parent }) => parent?.subscription_item_details?.proration_details)).toEqual([
    { credited_items: { invoice: first.id, invoice_line_items: [first.lines.data[0]?.id] } },
    { credited_items: null },
  ]);
});

test("from month to year with the anchor moved to now the new year is a line like any other", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  await advance(account, subscribed, SECONDS_LATER);
  await account.stripe.subscriptions.update(subscribed.id, {
    items: [{ id: subscribed.item, price: account.prices.year }],
    proration_behavior: "always_invoice",
    billing_cycle_anchor: { type: "now" },
  });
  const { subscription, period, invoice } = await lookAt(account, subscribed);
  const year = { start: SECONDS_LATER, end: A_YEAR_LATER + 4 };
  expect(subscription.billing_cycle_anchor).toBe(SECONDS_LATER);
  expect(period).toEqual(year);
  expect(invoice).toMatchObject({
    billing_reason: "subscription_update",
    total: 225_00,
    period_start: SECONDS_LATER,
    period_end: SECONDS_LATER,
  });
  expect(linesOf(invoice)).toEqual([
    { proration: true, amount: -25_00, quantity: 1, start: SECONDS_LATER, end: A_MONTH_LATER },
    { proration: false, amount: 250_00, quantity: 1, ...year },
  ]);
});

test("half a month later half of the month is credited, whatever begins in its place", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  await advance(account, subscribed, at("2027-02-14T09:00:00Z"));
  await account.stripe.subscriptions.update(subscribed.id, {
    items: [{ id: subscribed.item, price: account.prices.year }],
    proration_behavior: "always_invoice",
    billing_cycle_anchor: { type: "now" },
  });
  const { invoice } = await lookAt(account, subscribed);
  expect(linesOf(invoice).map(({ amount }) => amount)).toEqual([-12_50, 250_00]);
});

test("what is prorated is prorated by the second", async () => {
  const subscribed = await subscribe(account, account.prices.basic);
  await advance(account, subscribed, at("2027-02-10T09:00:01Z"));
  await account.stripe.subscriptions.update(subscribed.id, {
    items: [{ id: subscribed.item, price: account.prices.month }],
    proration_behavior: "always_invoice",
  });
  const { invoice } = await lookAt(account, subscribed);
  const share = ((28 - 10) * 86_400 - 1) / (28 * 86_400);
  expect(linesOf(invoice).map(({ amount }) => amount)).toEqual([-Math.round(10_00 * share), Math.round(25_00 * share)]);
});

test("four seats more make no invoice and no new period; they wait for the next one", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  const before = await lookAt(account, subscribed);
  await advance(account, subscribed, at("2027-02-14T09:00:00Z"));
  await account.stripe.subscriptionItems.update(subscribed.item, { quantity: 5 });
  const after = await lookAt(account, subscribed);
  expect(after.invoice.id).toBe(before.invoice.id);
  expect(after.period).toEqual(before.period);
  expect(after.subscription.items.data).toMatchObject([{ quantity: 5 }]);
  await advance(account, subscribed, A_MONTH_LATER + 7200);
  const { invoice } = await lookAt(account, subscribed);
  const half = { proration: true, start: at("2027-02-14T09:00:00Z"), end: A_MONTH_LATER };
  const month = { start: A_MONTH_LATER, end: at("2027-03-31T09:00:00Z") };
  expect(linesOf(invoice)).toHaveLength(3);
  expect(linesOf(invoice)).toEqual(
    expect.arrayContaining([
      { ...half, quantity: 1, amount: -12_50 },
      { ...half, quantity: 5, amount: 62_50 },
      { ...month, proration: false, quantity: 5, amount: 125_00 },
    ]),
  );
});

test("with no proration a change leaves neither a line nor an invoice, and is billed by the renewal", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  const before = await lookAt(account, subscribed);
  await account.stripe.subscriptions.update(subscribed.id, {
    items: [{ id: subscribed.item, quantity: 3 }],
    proration_behavior: "none",
  });
  const { invoice, subscription } = await lookAt(account, subscribed);
  expect(invoice.id).toBe(before.invoice.id);
  expect(subscription.items.data).toMatchObject([{ quantity: 3 }]);
  const { data } = await account.stripe.invoiceItems.list({ customer: subscribed.customer });
  expect(data).toEqual([]);
  await advance(account, subscribed, A_MONTH_LATER + 7200);
  const { invoice: renewal } = await lookAt(account, subscribed);
  expect(linesOf(renewal)).toMatchObject([{ proration: false, quantity: 3, amount: 75_00 }]);
});

test("all of these answers are as Stripe's types say", () => {
  expect(account.violations()).toEqual([]);
});
