import { omnia } from "@passbook/core/policies/omnia";
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { sellablePrices } from "../../functions/stripe/catalogue.ts";
import { freshFolder } from "../local/open-gateway.ts";
import { localStripe } from "../support/local-stripe.ts";

describe("The catalogue's prices", () => {
  it("are found by lookup key, and by id", async () => {
    const { api } = await localStripe();
    const { data, has_more } = await api.prices.list({
      lookup_keys: ["omnia_creator_year", "omnia_pack_1000", "no_such_key"],
      active: true,
      limit: 100,
    });
    expect(has_more).toBe(false);
    expect(data).toMatchObject([
      {
        object: "price",
        lookup_key: "omnia_creator_year",
        unit_amount: 99_00,
        currency: "eur",
        type: "recurring",
        recurring: { interval: "year", interval_count: 1 },
        metadata: { passbook: "omnia/creator" },
      },
      { lookup_key: "omnia_pack_1000", unit_amount: 19_00, type: "one_time", recurring: null },
    ]);
    expect(data[0]?.unit_amount_decimal?.toString()).toBe("9900");
    expect(await api.prices.retrieve(data[0]?.id ?? "")).toEqual(data[0]);
  });

  it("are all there, page by page, under the same ids in every local Stripe", async () => {
    const [here, there] = [await localStripe(), await localStripe({ seed: "another" })];
    const all = await here.api.prices.list({ limit: 3 }).autoPagingToArray({ limit: 100 });
    expect(all.map((price) => price.lookup_key)).toEqual(sellablePrices(omnia).map(({ lookupKey }) => lookupKey));
    const others = await there.api.prices.list({ limit: 100 });
    expect(others.data.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });

  it("give their lookup key away only where that is said", async () => {
    const { api, price } = await localStripe();
    const product = await api.products.create({ name: "Creator, next year" });
    const order = {
      product: product.id,
      currency: "eur",
      unit_amount: 12_90,
      recurring: { interval: "month" },
    } as const;
    await expect(api.prices.create({ ...order, lookup_key: "omnia_creator_month" })).rejects.toThrow(
      "already uses that lookup key",
    );
    const before = await price("omnia_creator_month");
    const next = await api.prices.create({ ...order, lookup_key: "omnia_creator_month", transfer_lookup_key: true });
    expect(await price("omnia_creator_month")).toBe(next.id);
    expect((await api.prices.retrieve(before)).lookup_key).toBeNull();
  });
});

describe("A list", () => {
  it("goes forwards and backwards, newest first", async () => {
    const { api } = await localStripe();
    const created: string[] = [];
    for (const name of ["one", "two", "three", "four", "five"]) created.push((await api.customers.create({ name })).id);
    const newest = created.toReversed();
    const first = await api.customers.list({ limit: 2 });
    expect([first.data.map(({ id }) => id), first.has_more]).toEqual([newest.slice(0, 2), true]);
    const rest = await api.customers.list({ limit: 3, starting_after: newest[1] ?? "" });
    expect([rest.data.map(({ id }) => id), rest.has_more]).toEqual([newest.slice(2), false]);
    const back = await api.customers.list({ limit: 2, ending_before: newest[3] ?? "" });
    expect([back.data.map(({ id }) => id), back.has_more]).toEqual([newest.slice(1, 3), true]);
  });
});

describe("What is expanded", () => {
  it("stands in place of its id, as deep as is asked, and in lists", async () => {
    const { api, customer, price } = await localStripe();
    const { customer: ada } = await customer();
    const subscription = await api.subscriptions.create({
      customer: ada,
      items: [{ price: await price("omnia_creator_month") }],
      expand: ["customer", "latest_invoice.payments.data.payment.payment_intent.latest_charge"],
    });
    const invoice = subscription.latest_invoice as Stripe.Invoice;
    const intent = invoice.payments?.data[0]?.payment.payment_intent as Stripe.PaymentIntent;
    expect(subscription.customer).toMatchObject({ id: ada, email: "ada@example.com" });
    expect(intent.latest_charge).toMatchObject({ object: "charge", amount: 9_90, paid: true });
    const { data } = await api.invoices.list({ customer: ada, expand: ["data.customer"] });
    expect(data[0]?.customer).toMatchObject({ id: ada });
    await expect(api.customers.retrieve(ada, { expand: ["favourites"] })).rejects.toThrow("cannot be expanded");
  });
});

describe("What goes wrong is an error of Stripe's own client", () => {
  it.each([
    ["a price that is not there", (api: Stripe) => api.prices.retrieve("price_unknown"), 404, "resource_missing"],
    ["a verb that it does not have", (api: Stripe) => api.quotes.create({}), 404, "unrecognized_url"],
    [
      "a parameter that nobody knows",
      (api: Stripe) => api.customers.create({ colour: "red" } as object),
      400,
      "parameter_unknown",
    ],
    ["a page that is too long", (api: Stripe) => api.prices.list({ limit: 101 }), 400, "parameter_invalid_integer"],
    [
      "what has to be said and is not",
      (api: Stripe) => api.subscriptions.create({ customer: "cus_1" }),
      400,
      "parameter_missing",
    ],
    [
      "nobody's subscription",
      (api: Stripe) => api.subscriptions.create({ customer: "cus_1", items: [{ price: "p" }] }),
      400,
      "resource_missing",
    ],
  ])("%s", async (_case, call, statusCode, code) => {
    const { api } = await localStripe();
    await expect(call(api)).rejects.toMatchObject({ type: "StripeInvalidRequestError", statusCode, code });
  });

  it("another API key", async () => {
    const { client } = await localStripe();
    await expect(client("sk_test_of_somebody_else").prices.list()).rejects.toMatchObject({
      type: "StripeAuthenticationError",
      statusCode: 401,
    });
  });
});

describe("A key makes a request happen once", () => {
  it("and answers the same the second time", async () => {
    const { api } = await localStripe();
    const create = () => api.customers.create({ name: "Ada" }, { idempotencyKey: "once" });
    const [first, second] = [await create(), await create()];
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect((await api.customers.list()).data).toHaveLength(1);
  });

  it("is refused for anything else, for a day", async () => {
    const { api, wall } = await localStripe();
    await api.customers.create({ name: "Ada" }, { idempotencyKey: "once" });
    const other = () => api.customers.create({ name: "Bea" }, { idempotencyKey: "once" });
    await expect(other()).rejects.toMatchObject({ type: "StripeIdempotencyError", statusCode: 400 });
    wall.now += 24 * 3_600_000;
    expect(await other()).toMatchObject({ name: "Bea" });
  });

  it("remembers a declined card, and not what was wrongly asked", async () => {
    const { api, customer, price } = await localStripe();
    const { customer: ada } = await customer("2026-01-31T12:00:00Z", "pm_card_chargeCustomerFail");
    const items = [{ price: await price("omnia_creator_month") }];
    const declined = () =>
      api.subscriptions.create(
        { customer: ada, items, payment_behavior: "error_if_incomplete" },
        { idempotencyKey: "declined" },
      );
    await expect(declined()).rejects.toMatchObject({ statusCode: 402, code: "card_declined" });
    await expect(declined()).rejects.toMatchObject({ statusCode: 402, headers: { "idempotent-replayed": "true" } });
    const mended = { idempotencyKey: "mended" };
    await expect(api.subscriptions.create({ customer: "cus_1", items }, mended)).rejects.toMatchObject({
      statusCode: 400,
    });
    expect(await api.subscriptions.create({ customer: ada, items, trial_period_days: 7 }, mended)).toMatchObject({
      status: "trialing",
    });
  });
});

it("keeps its key, its secret, its clock and all that has happened over a restart", async () => {
  const file = `${freshFolder()}/stripe.json`;
  const before = await localStripe({ file });
  const { id } = await before.api.customers.create({ name: "Ada", test_clock: before.stripe.testClock });
  await before.stripe.close();
  const after = await localStripe({ file });
  const { apiKey, webhookSecret, testClock } = after.stripe;
  expect({ apiKey, webhookSecret, testClock }).toEqual({
    apiKey: before.stripe.apiKey,
    webhookSecret: before.stripe.webhookSecret,
    testClock: before.stripe.testClock,
  });
  expect(await after.api.customers.retrieve(id)).toMatchObject({ name: "Ada", test_clock: testClock });
});
