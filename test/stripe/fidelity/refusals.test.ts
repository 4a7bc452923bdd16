import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Account, openAccount } from "./account.ts";
import { at, changeCard, newPerson } from "./moves.ts";

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

test("what is not there is named as missing", async () => {
  const { stripe } = account;
  await expect(stripe.customers.retrieve("cus_nobody")).rejects.toMatchObject({
    type: "StripeInvalidRequestError",
    statusCode: 404,
    code: "resource_missing",
    param: "id",
  });
  await expect(stripe.subscriptions.create({ customer: "cus_nobody", items: [] })).rejects.toMatchObject({
    type: "StripeInvalidRequestError",
    statusCode: 400,
  });
});

test("a parameter that Stripe does not know is refused and named", async () => {
  const misspelt = { emial: "person@example.com" } as Stripe.CustomerCreateParams;
  await expect(account.stripe.customers.create(misspelt)).rejects.toMatchObject({
    type: "StripeInvalidRequestError",
    statusCode: 400,
    code: "parameter_unknown",
    param: "emial",
  });
});

test("a card that is declined is an error of the card, and of no other kind", async () => {
  const person = await newPerson(account);
  await changeCard(account, person, "pm_card_chargeCustomerFail");
  const items = [{ price: account.prices.month }];
  const created = account.stripe.subscriptions.create({
    customer: person.customer,
    items,
    payment_behavior: "error_if_incomplete",
  });
  await expect(created).rejects.toMatchObject({
    type: "StripeCardError",
    statusCode: 402,
    code: "card_declined",
    decline_code: "generic_decline",
  });
  expect((await account.stripe.subscriptions.list({ customer: person.customer, status: "all" })).data).toEqual([]);
});

test("a clock moves no further than two of the shortest intervals at once", async () => {
  const person = await newPerson(account);
  const items = [{ price: account.prices.month }];
  await account.stripe.subscriptions.create({ customer: person.customer, items });
  const far = account.stripe.testHelpers.testClocks.advance(person.clock, { frozen_time: at("2027-06-01T09:00:00Z") });
  await expect(far).rejects.toMatchObject({ type: "StripeInvalidRequestError", statusCode: 400 });
});

test("the same request under the same key is done once; another one under that key is refused", async () => {
  const once = { idempotencyKey: `once-${account.prices.month}` };
  const [first, again] = [
    await account.stripe.customers.create({ name: "Once" }, once),
    await account.stripe.customers.create({ name: "Once" }, once),
  ];
  expect(again.id).toBe(first.id);
  await expect(account.stripe.customers.create({ name: "Twice" }, once)).rejects.toMatchObject({
    type: "StripeIdempotencyError",
    statusCode: 400,
  });
});

test("a list is shown in pages, the newest first, and none is shown twice", async () => {
  const names = ["one", "two", "three"];
  const clock = await account.stripe.testHelpers.testClocks.create({ frozen_time: at("2027-01-31T09:00:00Z") });
  for (const name of names) await account.stripe.customers.create({ name, test_clock: clock.id });
  const seen: (string | null | undefined)[] = [];
  for await (const { name } of account.stripe.customers.list({ test_clock: clock.id, limit: 2 })) seen.push(name);
  expect(seen).toEqual(names.toReversed());
});
