import { afterAll, beforeAll, expect, test } from "vitest";
import { type Account, openAccount } from "./account.ts";
import { advance, at, linesOf, lookAt, START, subscribe } from "./moves.ts";

const A_MONTH_LATER = at("2027-02-28T09:00:00Z");
const TWO_WEEKS_LATER = at("2027-02-14T09:00:00Z");

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

test("the first invoice is for the month that begins, and its own period is an instant", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  const { subscription, period, invoice } = await lookAt(account, subscribed);
  expect(subscription).toMatchObject({
    status: "active",
    billing_cycle_anchor: START,
    billing_mode: { type: "flexible" },
  });
  expect(period).toEqual({ start: START, end: A_MONTH_LATER });
  expect(invoice).toMatchObject({
    billing_reason: "subscription_create",
    status: "paid",
    total: 25_00,
    amount_paid: 25_00,
    attempt_count: 1,
    attempted: true,
    auto_advance: false,
    period_start: START,
    period_end: START,
    parent: { type: "subscription_details", subscription_details: { subscription: subscribed.id } },
  });
  expect(linesOf(invoice)).toEqual([
    { proration: false, amount: 25_00, quantity: 1, start: START, end: A_MONTH_LATER },
  ]);
});

test("a trial begins with an invoice about nothing that is paid at once, and the cycle is anchored at its end", async () => {
  const subscribed = await subscribe(account, account.prices.month, { trial_period_days: 14 });
  const { subscription, period, invoice } = await lookAt(account, subscribed);
  expect(subscription).toMatchObject({
    status: "trialing",
    trial_start: START,
    trial_end: TWO_WEEKS_LATER,
    billing_cycle_anchor: TWO_WEEKS_LATER,
  });
  expect(period).toEqual({ start: START, end: TWO_WEEKS_LATER });
  expect(invoice).toMatchObject({
    billing_reason: "subscription_create",
    status: "paid",
    total: 0,
    attempt_count: 0,
    attempted: true,
    period_start: START,
    period_end: START,
  });
  expect(linesOf(invoice)).toEqual([{ proration: false, amount: 0, quantity: 1, start: START, end: TWO_WEEKS_LATER }]);
  expect((await account.stripe.invoicePayments.list({ invoice: invoice.id })).data).toEqual([]);
});

test("ten seats are one line with a quantity of ten", async () => {
  const subscribed = await subscribe(account, account.prices.month, { quantity: 10 });
  const { invoice } = await lookAt(account, subscribed);
  expect(invoice).toMatchObject({ billing_reason: "subscription_create", period_start: START, period_end: START });
  expect(linesOf(invoice)).toMatchObject([{ proration: false, amount: 250_00, quantity: 10 }]);
});

test("a coupon leaves the line's amount as it is; only what is paid is less", async () => {
  const { id: coupon } = await account.stripe.coupons.create({ percent_off: 10, duration: "forever" });
  const subscribed = await subscribe(account, account.prices.month, { discounts: [{ coupon }] });
  const { invoice } = await lookAt(account, subscribed);
  expect(invoice).toMatchObject({
    subtotal: 25_00,
    total: 22_50,
    amount_paid: 22_50,
    period_start: START,
    period_end: START,
  });
  expect(linesOf(invoice)).toMatchObject([{ proration: false, amount: 25_00 }]);
  expect(invoice.lines.data[0]?.discount_amounts).toMatchObject([{ amount: 2_50 }]);
  expect(invoice.total_discount_amounts).toMatchObject([{ amount: 2_50 }]);
  expect(invoice.discounts).toEqual([expect.stringMatching(/^di_/)]);
});

test("a first payment that is declined leaves the subscription incomplete and its invoice open", async () => {
  const declined = subscribe(account, account.prices.month, { payment_behavior: "default_incomplete" });
  const { subscription, invoice, period } = await lookAt(account, await declined);
  expect(subscription.status).toBe("incomplete");
  expect(invoice).toMatchObject({ status: "open", amount_remaining: 25_00, attempt_count: 0 });
  expect(period).toEqual({ start: START, end: A_MONTH_LATER });
});

test("an invoice made by hand has what waits for it, here nothing, and the month so far as its period", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  await advance(account, subscribed, TWO_WEEKS_LATER);
  const draft = await account.stripe.invoices.create({ customer: subscribed.customer, subscription: subscribed.id });
  const invoice = await account.stripe.invoices.finalizeInvoice(draft.id);
  expect(invoice).toMatchObject({
    billing_reason: "manual",
    status: "paid",
    total: 0,
    period_start: START,
    period_end: TWO_WEEKS_LATER,
    parent: { subscription_details: { subscription: subscribed.id } },
  });
  expect(linesOf(invoice)).toEqual([]);
});

test("all of these answers are as Stripe's types say", () => {
  expect(account.violations()).toEqual([]);
});
