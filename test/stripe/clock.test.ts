import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { iso, localStripe, nameOf, typesOf, unix } from "../support/local-stripe.ts";

async function subscribed(
  at: string,
  lookupKey = "omnia_creator_month",
  more: Partial<Stripe.SubscriptionCreateParams> = {},
) {
  const stripe = await localStripe();
  const { clock, customer } = await stripe.customer(at);
  const items = [{ price: await stripe.price(lookupKey) }];
  const subscription = await stripe.api.subscriptions.create({ customer, items, ...more });
  const paidPeriods = async () => {
    const { data } = await stripe.api.invoices.list({ subscription: subscription.id, limit: 100 });
    return data.toReversed().flatMap(({ lines }) => lines.data.map(({ period }) => iso(period.start).slice(0, 10)));
  };
  const now = async () => await stripe.api.subscriptions.retrieve(subscription.id);
  return { ...stripe, clock, customer, subscription, paidPeriods, now };
}

describe("A test clock", () => {
  it("is advancing until everything that is due has happened, and then ready", async () => {
    const { api, clock, advance, events, mark } = await subscribed("2026-01-31T12:00:00Z");
    const since = await mark();
    const asked = await api.testHelpers.testClocks.advance(clock, { frozen_time: unix("2026-02-01T00:00:00Z") });
    expect(asked).toMatchObject({
      status: "advancing",
      frozen_time: unix("2026-01-31T12:00:00Z"),
      status_details: { advancing: { target_frozen_time: unix("2026-02-01T00:00:00Z") } },
    });
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    expect(await api.testHelpers.testClocks.retrieve(clock)).toMatchObject({
      status: "ready",
      frozen_time: unix("2026-02-01T00:00:00Z"),
    });
    await advance(clock, "2026-02-02T00:00:00Z");
    const types = typesOf(await events(since));
    expect(types).toEqual(
      ["advancing", "ready", "advancing", "ready"].map((status) => `test_helpers.test_clock.${status}`),
    );
  });

  it.each([
    ["back", "2026-01-30T12:00:00Z", "must be after"],
    ["further than two months, where something renews monthly", "2026-04-01T12:00:00Z", "up to two intervals"],
  ])("does not go %s", async (_case, to, message) => {
    const { api, clock } = await subscribed("2026-01-31T12:00:00Z");
    await expect(api.testHelpers.testClocks.advance(clock, { frozen_time: unix(to) })).rejects.toThrow(message);
  });

  it("moves nobody else's time", async () => {
    const { api, price, clock, advance } = await subscribed("2026-01-31T12:00:00Z");
    const another = await api.testHelpers.testClocks.create({ frozen_time: unix("2026-05-01T00:00:00Z") });
    const card = "pm_card_visa";
    const settings = { payment_method: card, invoice_settings: { default_payment_method: card } };
    const { id } = await api.customers.create({ ...settings, test_clock: another.id });
    const other = await api.subscriptions.create({
      customer: id,
      items: [{ price: await price("omnia_creator_month") }],
    });
    await advance(clock, "2026-03-31T12:00:00Z");
    expect(await api.subscriptions.retrieve(other.id)).toMatchObject({
      latest_invoice: other.latest_invoice,
      created: unix("2026-05-01T00:00:00Z"),
    });
  });

  it("takes its customers with it when it is deleted", async () => {
    const { api, clock, customer, subscription } = await subscribed("2026-01-31T12:00:00Z");
    await api.testHelpers.testClocks.del(clock);
    expect(await api.customers.retrieve(customer)).toMatchObject({ deleted: true });
    expect(await api.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "canceled" });
    await expect(api.testHelpers.testClocks.retrieve(clock)).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe("A cycle", () => {
  it("that begins on the 31st comes back to it after February", async () => {
    const { clock, advance, paidPeriods } = await subscribed("2026-01-31T12:00:00Z");
    await advance(clock, "2026-03-31T12:00:00Z");
    await advance(clock, "2026-05-31T12:00:00Z");
    expect(await paidPeriods()).toEqual(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]);
  });

  it("that begins on the 29th of February has it every fourth year", async () => {
    const { clock, advance, paidPeriods } = await subscribed("2024-02-29T12:00:00Z", "omnia_creator_year");
    await advance(clock, "2026-02-28T12:00:00Z");
    await advance(clock, "2028-02-28T12:00:00Z");
    await advance(clock, "2028-02-29T12:00:00Z");
    expect(await paidPeriods()).toEqual(["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]);
  });

  it("is the same however the way there is cut", async () => {
    const whole = await subscribed("2026-01-31T12:00:00Z");
    await whole.advance(whole.clock, "2026-03-31T12:00:00Z");
    const daily = await subscribed("2026-01-31T12:00:00Z");
    for (let at = unix("2026-02-01T12:00:00Z"); at <= unix("2026-03-31T12:00:00Z"); at += 86_400)
      await daily.advance(daily.clock, iso(at));
    const facts = async ({ events }: typeof whole) =>
      (await events())
        .filter(({ type }) => !type.startsWith("test_helpers"))
        .map(({ type, created }) => `${iso(created)} ${type}`);
    expect(await facts(daily)).toEqual(await facts(whole));
  });

  it("of the time of day goes on without a clock, and what was slept through is caught up with", async () => {
    const { api, wall, price } = await localStripe();
    const customer = await api.customers.create({
      payment_method: "pm_card_visa",
      invoice_settings: { default_payment_method: "pm_card_visa" },
    });
    const { id } = await api.subscriptions.create({
      customer: customer.id,
      items: [{ price: await price("omnia_creator_month") }],
    });
    wall.now = Date.parse("2026-03-20T10:00:00Z");
    const { data } = await api.invoices.list({ subscription: id });
    expect(data.map(({ created, status }) => [iso(created), status])).toEqual([
      ["2026-03-15T10:00:00Z", "paid"],
      ["2026-02-15T10:00:00Z", "paid"],
      ["2026-01-15T10:00:00Z", "paid"],
    ]);
  });
});

describe("A trial", () => {
  it("is announced three days before its end, and becomes a paid month an hour after it", async () => {
    const { clock, advance, events, now, mark } = await subscribed("2026-01-31T12:00:00Z", "omnia_creator_month", {
      trial_period_days: 14,
    });
    const since = await mark();
    await advance(clock, "2026-02-14T13:00:00Z");
    const happened = (await events(since)).map(({ type, created }) => `${iso(created)} ${type}`);
    expect(happened).toEqual(
      expect.arrayContaining([
        "2026-02-11T12:00:00Z customer.subscription.trial_will_end",
        "2026-02-14T12:00:00Z customer.subscription.updated",
        "2026-02-14T13:00:00Z invoice.paid",
      ]),
    );
    const subscription = await now();
    expect(subscription.status).toBe("active");
    expect(subscription.items.data[0]).toMatchObject({
      current_period_start: unix("2026-02-14T12:00:00Z"),
      current_period_end: unix("2026-03-14T12:00:00Z"),
    });
  });

  it("that is cut short is announced at once, and paid at once", async () => {
    const { api, subscription, events, mark } = await subscribed("2026-01-31T12:00:00Z", "omnia_creator_month", {
      trial_period_days: 14,
    });
    const since = await mark();
    const updated = await api.subscriptions.update(subscription.id, { trial_end: "now" });
    expect(updated).toMatchObject({ status: "active", trial_end: unix("2026-01-31T12:00:00Z") });
    expect(typesOf(await events(since))).toEqual(
      expect.arrayContaining(["customer.subscription.trial_will_end", "invoice.paid"]),
    );
    const { lines } = await api.invoices.retrieve(nameOf(updated.latest_invoice));
    expect(lines.data).toMatchObject([{ amount: 9_90, parent: { subscription_item_details: { proration: false } } }]);
  });

  it.each([
    ["cancel", "canceled"],
    ["pause", "paused"],
  ] as const)("without a card can %s", async (missing_payment_method, status) => {
    const stripe = await localStripe();
    const { clock, customer } = await stripe.customer("2026-01-31T12:00:00Z", null);
    const { id } = await stripe.api.subscriptions.create({
      customer,
      items: [{ price: await stripe.price("omnia_creator_month") }],
      trial_period_days: 14,
      trial_settings: { end_behavior: { missing_payment_method } },
    });
    await stripe.advance(clock, "2026-02-15T12:00:00Z");
    expect(await stripe.api.subscriptions.retrieve(id)).toMatchObject({ status });
  });
});

describe("A pause", () => {
  it("of the collection voids what it bills, and ends when it was told to", async () => {
    const { api, subscription, clock, advance, now } = await subscribed("2026-01-31T12:00:00Z");
    await api.subscriptions.update(subscription.id, {
      pause_collection: { behavior: "void", resumes_at: unix("2026-03-15T00:00:00Z") },
    });
    await advance(clock, "2026-03-31T11:00:00Z");
    expect(await api.invoices.retrieve(nameOf((await now()).latest_invoice))).toMatchObject({ status: "void" });
    expect(await now()).toMatchObject({ status: "active", pause_collection: null });
    await advance(clock, "2026-04-01T11:00:00Z");
    expect(await api.invoices.retrieve(nameOf((await now()).latest_invoice))).toMatchObject({ status: "paid" });
  });

  it("of the subscription stops its periods; resumed, a new one begins and is paid", async () => {
    const { api, subscription, clock, advance, now, events, mark } = await subscribed("2026-01-31T12:00:00Z");
    await advance(clock, "2026-02-10T12:00:00Z");
    const since = await mark();
    const paused = await api.subscriptions.pause(subscription.id);
    expect(paused).toMatchObject({
      status: "paused",
      items: { data: [{ current_period_end: unix("2026-02-10T12:00:00Z") }] },
    });
    await advance(clock, "2026-03-20T12:00:00Z");
    expect(await now()).toMatchObject({ status: "paused", latest_invoice: subscription.latest_invoice });
    const resumed = await api.subscriptions.resume(subscription.id);
    expect(resumed).toMatchObject({
      status: "active",
      items: { data: [{ current_period_end: unix("2026-04-20T12:00:00Z") }] },
    });
    const types = typesOf(await events(since));
    expect(types).toEqual(
      expect.arrayContaining(["customer.subscription.paused", "customer.subscription.resumed", "invoice.paid"]),
    );
  });
});
