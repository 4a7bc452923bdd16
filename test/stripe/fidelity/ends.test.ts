import { afterAll, beforeAll, expect, test } from "vitest";
import { type Account, openAccount } from "./account.ts";
import { advance, at, lookAt, START, subscribe } from "./moves.ts";

const A_MONTH_LATER = at("2027-02-28T09:00:00Z");
const DAY_3 = at("2027-02-03T09:00:00Z");
const DAY_4 = at("2027-02-04T09:00:00Z");

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

test("what is cancelled for the period's end stays active, and says when it was asked and when it ends", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  await advance(account, subscribed, DAY_3);
  const cancelled = await account.stripe.subscriptions.update(subscribed.id, { cancel_at_period_end: true });
  expect(cancelled).toMatchObject({
    status: "active",
    cancel_at_period_end: true,
    cancel_at: A_MONTH_LATER,
    canceled_at: DAY_3,
    ended_at: null,
    cancellation_details: { reason: "cancellation_requested" },
  });
});

test("a resumed subscription has forgotten that it was cancelled", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  await account.stripe.subscriptions.update(subscribed.id, { cancel_at_period_end: true });
  const resumed = await account.stripe.subscriptions.update(subscribed.id, { cancel_at_period_end: false });
  expect(resumed).toMatchObject({
    status: "active",
    cancel_at_period_end: false,
    cancel_at: null,
    canceled_at: null,
    cancellation_details: { reason: null },
  });
});

test("cancelled now after it was cancelled for later, it ended now and was asked for then", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  await advance(account, subscribed, DAY_3);
  await account.stripe.subscriptions.update(subscribed.id, { cancel_at_period_end: true });
  await advance(account, subscribed, DAY_4);
  expect(await account.stripe.subscriptions.cancel(subscribed.id)).toMatchObject({
    status: "canceled",
    cancel_at_period_end: false,
    cancel_at: null,
    canceled_at: DAY_3,
    ended_at: DAY_4,
    cancellation_details: { reason: "cancellation_requested" },
  });
});

test("at the end of the period what was cancelled ends", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  await account.stripe.subscriptions.update(subscribed.id, { cancel_at_period_end: true });
  await advance(account, subscribed, A_MONTH_LATER + 3600);
  const { subscription, invoice } = await lookAt(account, subscribed);
  expect(subscription).toMatchObject({ status: "canceled", ended_at: A_MONTH_LATER, canceled_at: START });
  expect(invoice.billing_reason).toBe("subscription_create");
});

test("a trial that is cancelled now is over, and keeps the end that it would have had", async () => {
  const subscribed = await subscribe(account, account.prices.month, { trial_period_days: 14 });
  expect(await account.stripe.subscriptions.cancel(subscribed.id)).toMatchObject({
    status: "canceled",
    canceled_at: START,
    ended_at: START,
    trial_end: at("2027-02-14T09:00:00Z"),
  });
});

test("while its invoices are voided a subscription stays active, and nothing but the pause has changed", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  const { pause_collection: none, ...before } = await account.stripe.subscriptions.retrieve(subscribed.id);
  const pause = { behavior: "void", resumes_at: A_MONTH_LATER - 1 } as const;
  const paused = await account.stripe.subscriptions.update(subscribed.id, { pause_collection: pause });
  expect(none).toBeNull();
  expect(JSON.parse(JSON.stringify(paused))).toEqual({
    ...JSON.parse(JSON.stringify(before)),
    pause_collection: pause,
  });
  const cleared = await account.stripe.subscriptions.update(subscribed.id, { pause_collection: "" });
  expect(cleared).toMatchObject({ status: "active", pause_collection: null });
});

test("all of these answers are as Stripe's types say", () => {
  expect(account.violations()).toEqual([]);
});
