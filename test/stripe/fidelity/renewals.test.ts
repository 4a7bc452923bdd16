import { afterAll, beforeAll, expect, test } from "vitest";
import { type Account, isReal, openAccount } from "./account.ts";
import { advance, at, changeCard, idOf, linesOf, lookAt, START, subscribe } from "./moves.ts";

const A_MONTH_LATER = at("2027-02-28T09:00:00Z");
const A_YEAR_LATER = at("2028-01-31T09:00:00Z");
const TWO_YEARS_LATER = at("2029-01-31T09:00:00Z");
const TWO_HOURS = 7200;

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

test("an invoice for a renewal is a draft for an hour, while the subscription is in its new period already", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  await advance(account, subscribed, A_MONTH_LATER + 600);
  const { subscription, period, invoice } = await lookAt(account, subscribed);
  expect(subscription.status).toBe("active");
  expect(period).toEqual({ start: A_MONTH_LATER, end: at("2027-03-31T09:00:00Z") });
  expect(invoice).toMatchObject({
    billing_reason: "subscription_cycle",
    status: "draft",
    attempted: false,
    attempt_count: 0,
    auto_advance: true,
    number: null,
  });
});

test("once it is paid, its own period is the month that ended and its line's the month that began", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  await advance(account, subscribed, A_MONTH_LATER + TWO_HOURS);
  const { invoice, period } = await lookAt(account, subscribed);
  expect(invoice).toMatchObject({
    billing_reason: "subscription_cycle",
    status: "paid",
    total: 25_00,
    period_start: START,
    period_end: A_MONTH_LATER,
  });
  expect(linesOf(invoice)).toEqual([{ proration: false, amount: 25_00, quantity: 1, ...period }]);
  const { finalized_at, paid_at } = invoice.status_transitions;
  for (const instant of [finalized_at, paid_at]) {
    expect(instant).toBeGreaterThanOrEqual(A_MONTH_LATER + 3600);
    expect(instant).toBeLessThan(A_MONTH_LATER + 3600 + 600);
  }
});

test("a short month does not shorten those after it", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  await advance(account, subscribed, A_MONTH_LATER + TWO_HOURS);
  await advance(account, subscribed, at("2027-03-31T09:00:00Z") + TWO_HOURS);
  const { period } = await lookAt(account, subscribed);
  expect(period).toEqual({ start: at("2027-03-31T09:00:00Z"), end: at("2027-04-30T09:00:00Z") });
});

test("a year that is not paid for is past due in its new period; paid later, it is the same invoice and the same year", async () => {
  const subscribed = await subscribe(account, account.prices.year);
  await changeCard(account, subscribed, "pm_card_chargeCustomerFail");
  await advance(account, subscribed, A_YEAR_LATER + TWO_HOURS);
  const failed = await lookAt(account, subscribed);
  expect(failed.subscription.status).toBe("past_due");
  expect(failed.period).toEqual({ start: A_YEAR_LATER, end: TWO_YEARS_LATER });
  expect(failed.invoice).toMatchObject({
    billing_reason: "subscription_cycle",
    status: "open",
    attempt_count: 1,
    attempted: true,
    period_start: START,
    period_end: A_YEAR_LATER,
  });
  expect(failed.invoice.next_payment_attempt).toBeGreaterThan(A_YEAR_LATER + TWO_HOURS);
  await changeCard(account, subscribed, "pm_card_visa");
  await account.stripe.invoices.pay(failed.invoice.id);
  const recovered = await lookAt(account, subscribed);
  expect(recovered.subscription.status).toBe("active");
  expect(recovered.invoice).toMatchObject({ id: failed.invoice.id, status: "paid", attempt_count: 2 });
  expect(linesOf(recovered.invoice)).toEqual([
    { proration: false, amount: 250_00, quantity: 1, start: A_YEAR_LATER, end: TWO_YEARS_LATER },
  ]);
});

// What was used is told in a way of our own; the real one adds up a meter's events.
test.skipIf(isReal)("a metered price is billed for the month that is over, by what was used in it", async () => {
  const { stripe, prices } = account;
  const { product } = await stripe.prices.retrieve(prices.month);
  const metered = await stripe.prices.create({
    product: idOf(product),
    currency: "usd",
    unit_amount: 1,
    recurring: { interval: "month", usage_type: "metered", meter: "mtr_1" },
  });
  const subscribed = await subscribe(account, metered.id);
  await account.tellUsage(subscribed.item, 9_000);
  await account.tellUsage(subscribed.item, 184);
  await advance(account, subscribed, A_MONTH_LATER + TWO_HOURS);
  const { invoice, period } = await lookAt(account, subscribed);
  expect(invoice).toMatchObject({
    billing_reason: "subscription_cycle",
    status: "paid",
    total: 91_84,
    period_start: START,
    period_end: A_MONTH_LATER,
  });
  expect(linesOf(invoice)).toEqual([
    { proration: false, amount: 91_84, quantity: 9_184, start: START, end: A_MONTH_LATER },
  ]);
  expect(period.start).toBe(A_MONTH_LATER);
  await advance(account, subscribed, at("2027-03-31T09:00:00Z") + TWO_HOURS);
  expect((await lookAt(account, subscribed)).invoice.total).toBe(0);
});

test("a trial that ends is paid for like a renewal", async () => {
  const subscribed = await subscribe(account, account.prices.month, { trial_period_days: 14 });
  const trialEnd = at("2027-02-14T09:00:00Z");
  await advance(account, subscribed, trialEnd + TWO_HOURS);
  const { subscription, invoice, period } = await lookAt(account, subscribed);
  expect(subscription.status).toBe("active");
  expect(period).toEqual({ start: trialEnd, end: at("2027-03-14T09:00:00Z") });
  expect(invoice).toMatchObject({ billing_reason: "subscription_cycle", status: "paid", total: 25_00 });
});

test("all of these answers are as Stripe's types say", () => {
  expect(account.violations()).toEqual([]);
});
