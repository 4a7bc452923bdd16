import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { type LocalStripeUnderTest, localStripe, typesOf } from "../support/local-stripe.ts";

/** One subscription and its first renewal, delivered under a chaos. */
async function year(chaos: object, seed = "one") {
  const stripe = await localStripe();
  await stripe.control("chaos", { seed, ...chaos });
  const { clock, customer } = await stripe.customer("2026-01-31T12:00:00Z");
  await stripe.api.subscriptions.create({ customer, items: [{ price: await stripe.price("omnia_creator_month") }] });
  await stripe.advance(clock, "2026-03-05T12:00:00Z");
  return stripe;
}

const idsOf = async ({ heard }: Pick<LocalStripeUnderTest, "heard">) => (await heard()).map(({ id }) => id);
/** What was to be heard: without the clock that was there before anybody listened. */
const told = async ({ events }: Pick<LocalStripeUnderTest, "events">) => (await events()).slice(1).map(({ id }) => id);

describe("Chaos", () => {
  it("is nowhere where it is not asked for: everything once, in order", async () => {
    const calm = await year({});
    expect(await idsOf(calm)).toEqual(await told(calm));
  });

  it("can deliver everything twice", async () => {
    const stripe = await year({ duplicate: 1 });
    const ids = await idsOf(stripe);
    expect(ids.toSorted()).toEqual([...(await told(stripe)), ...(await told(stripe))].toSorted());
  });

  it("can shuffle: another order of the same events, and the same one for the same seed", async () => {
    const stripe = await year({ shuffle: 20 });
    const ids = await idsOf(stripe);
    expect(ids).not.toEqual(await told(stripe));
    expect(ids.toSorted()).toEqual((await told(stripe)).toSorted());
    expect(await idsOf(await year({ shuffle: 20 }))).toEqual(ids);
    expect(await idsOf(await year({ shuffle: 20 }, "two"))).not.toEqual(ids);
  });

  it("can lose the first attempt, and its answer", async () => {
    const dropped = await year({ drop: 1 });
    expect((await idsOf(dropped)).toSorted()).toEqual((await told(dropped)).toSorted());
    const unanswered = await year({ unanswered: 1 });
    expect(await idsOf(unanswered)).toHaveLength(2 * (await told(unanswered)).length);
  });

  it("can hold deliveries back", async () => {
    const stripe = await year({ delay: 0.5, delayMs: 30 });
    const ids = await idsOf(stripe);
    expect(ids).not.toEqual(await told(stripe));
    expect(ids.toSorted()).toEqual((await told(stripe)).toSorted());
  });

  it("can tell one fact under two ids", async () => {
    const stripe = await year({ twin: 1 });
    const paid = (await stripe.heard()).filter(({ type }) => type === "invoice.paid");
    expect(paid).toHaveLength(4);
    expect(new Set(paid.map(({ id }) => id)).size).toBe(4);
    expect(new Set(paid.map(({ data }) => (data.object as Stripe.Invoice).id)).size).toBe(2);
  });

  it("can speak as a version before Basil did", async () => {
    const stripe = await year({ oldVersion: 1 });
    const paid = (await stripe.heard()).find(({ type }) => type === "invoice.paid");
    expect(paid).toMatchObject({
      api_version: "2024-06-20",
      data: {
        object: {
          subscription: expect.stringMatching(/^sub_/),
          payment_intent: expect.stringMatching(/^pi_/),
          charge: expect.stringMatching(/^ch_/),
          paid: true,
          lines: { data: [{ type: "subscription", proration: false, price: { lookup_key: "omnia_creator_month" } }] },
        },
      },
    });
    expect(paid?.data.object).not.toHaveProperty("parent");
    const created = (await stripe.heard()).find(({ type }) => type === "customer.subscription.created");
    expect(created?.data.object).toMatchObject({
      current_period_start: expect.any(Number),
      current_period_end: expect.any(Number),
    });
  });

  it("ends when it is told to", async () => {
    const { api, control, heard } = await year({ duplicate: 1 });
    const before = (await heard()).length;
    await control("chaos");
    await api.coupons.create({ percent_off: 10 });
    expect(typesOf((await heard()).slice(before))).toEqual(["coupon.created"]);
  });
});

it("An endpoint that is pinned to an old version hears the old shapes", async () => {
  const { api, price, customer: newCustomer, heard, trust } = await localStripe();
  const { customer } = await newCustomer();
  const [own] = (await api.webhookEndpoints.list()).data;
  const pinned = { url: own?.url ?? "", enabled_events: ["invoice.paid" as const], api_version: "2024-06-20" as never };
  trust((await api.webhookEndpoints.create(pinned)).secret ?? "");
  await api.subscriptions.create({ customer, items: [{ price: await price("omnia_creator_month") }] });
  const paid = (await heard()).filter(({ type }) => type === "invoice.paid");
  expect(
    paid
      .map(({ api_version, pending_webhooks }) => [api_version, pending_webhooks])
      .toSorted(([a], [b]) => String(a).localeCompare(String(b))),
  ).toEqual([
    ["2024-06-20", 2],
    [Stripe.API_VERSION, 2],
  ]);
});

it("An invoice of many lines shows the first, and says that there are more", async () => {
  const { api, price, customer: newCustomer, heard, control } = await localStripe({ billing: { shownLines: 2 } });
  const { customer } = await newCustomer();
  const product = await api.products.create({ name: "Seats" });
  const extra = (unit_amount: number) => ({
    price_data: { currency: "eur", product: product.id, unit_amount, recurring: { interval: "month" as const } },
  });
  await api.subscriptions.create({
    customer,
    items: [{ price: await price("omnia_creator_month") }, extra(1_00), extra(2_00)],
  });
  const paid = (await heard()).find(({ type }) => type === "invoice.paid")?.data.object as Stripe.Invoice;
  expect(paid.lines).toMatchObject({ has_more: true, data: [{ amount: 9_90 }, { amount: 1_00 }] });
  const all = await api.invoices.listLineItems(paid.id, { limit: 2 }).autoPagingToArray({ limit: 10 });
  expect(all.map(({ amount }) => amount)).toEqual([9_90, 1_00, 2_00]);
  expect((await control("billing", { shownLines: 10 })).status).toBe(200);
});

it("A state can be taken and put back", async () => {
  const { api, control } = await localStripe();
  const { id } = await api.customers.create({ name: "Ada" });
  const { answer } = await control("snapshot");
  await api.customers.update(id, { name: "Bea" });
  await api.customers.create({ name: "Eve" });
  expect(await control("restore", answer)).toMatchObject({ status: 200 });
  expect((await api.customers.list()).data).toMatchObject([{ id, name: "Ada" }]);
});
