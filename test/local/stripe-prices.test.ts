import { omnia } from "@passbook/core/policies/omnia";
import Stripe from "stripe";
import { describe, expect, it, onTestFinished } from "vitest";
import { sellablePrices } from "../../local/stripe/catalogue.ts";
import { startStripe } from "../../local/stripe/server.ts";
import { freshFolder } from "./open-gateway.ts";

/** The local Stripe and the unmodified client of the `stripe` package. */
async function openStripe(file = `${freshFolder()}/stripe.json`) {
  const stripe = await startStripe({
    port: 0,
    prices: sellablePrices(omnia),
    file,
    webhookUrl: () => "http://127.0.0.1:9",
  });
  onTestFinished(stripe.close);
  const client = (apiKey: string) => {
    const { hostname: host, port } = new URL(stripe.url);
    return new Stripe(apiKey, { host, port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
  };
  return { stripe, client: client(stripe.apiKey), stranger: client("sk_test_of_somebody_else") };
}

describe("the catalogue's prices, by the `stripe` package", () => {
  it("are found by lookup key", async () => {
    const { client } = await openStripe();
    const { data, has_more } = await client.prices.list({
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
      {
        lookup_key: "omnia_pack_1000",
        unit_amount: 19_00,
        type: "one_time",
        recurring: null,
        metadata: { passbook: "omnia/pack_1000" },
      },
    ]);
    expect(data[0]?.unit_amount_decimal?.toString()).toBe("9900");
  });

  it("are all there, page by page", async () => {
    const { client } = await openStripe();
    const all = await client.prices.list({ limit: 3 }).autoPagingToArray({ limit: 100 });
    expect(all.map((price) => price.lookup_key)).toEqual(sellablePrices(omnia).map(({ lookupKey }) => lookupKey));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect((await client.prices.list({ active: false })).data).toEqual([]);
  });

  it("have the same ids in every local Stripe", async () => {
    const [here, there] = [await openStripe(), await openStripe()];
    const ids = async ({ client }: typeof here) => (await client.prices.list()).data.map(({ id }) => id);
    expect(await ids(here)).toEqual(await ids(there));
  });

  it("are retrieved by id", async () => {
    const { client } = await openStripe();
    const [listed] = (await client.prices.list({ lookup_keys: ["omnia_pro_month"] })).data;
    expect(await client.prices.retrieve(listed?.id ?? "")).toMatchObject({ lookup_key: "omnia_pro_month" });
  });
});

describe("what the local Stripe does not do fails loudly in Stripe's own client", () => {
  it.each([
    ["a price that is not there", (client: Stripe) => client.prices.retrieve("price_unknown"), 404, "resource_missing"],
    ["a verb that it does not have", (client: Stripe) => client.customers.create({}), 404, "unrecognized_url"],
    [
      "a parameter that it does not know",
      (client: Stripe) => client.prices.list({ currency: "eur" }),
      400,
      "parameter_unknown",
    ],
    [
      "a page that is too long",
      (client: Stripe) => client.prices.list({ limit: 101 }),
      400,
      "parameter_invalid_integer",
    ],
  ])("%s", async (_case, call, statusCode, code) => {
    const { client } = await openStripe();
    await expect(call(client)).rejects.toMatchObject({ type: "StripeInvalidRequestError", statusCode, code });
  });

  it("another API key", async () => {
    const { stranger } = await openStripe();
    await expect(stranger.prices.list()).rejects.toMatchObject({ type: "StripeAuthenticationError", statusCode: 401 });
  });
});

it("keeps its key and its webhook secret over a restart", async () => {
  const file = `${freshFolder()}/stripe.json`;
  const [first, second] = [await openStripe(file), await openStripe(file)];
  expect(second.stripe.apiKey).toBe(first.stripe.apiKey);
  expect(second.stripe.webhookSecret).toBe(first.stripe.webhookSecret);
});
