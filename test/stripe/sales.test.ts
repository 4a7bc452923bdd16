import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { localStripe } from "../support/local-stripe.ts";

const invoices = (events: readonly Stripe.Event[]) =>
  events.flatMap((event) => (event.type === "invoice.paid" ? event.data.object : []));

describe("What somebody without a frontend makes happen", () => {
  it("is a subscription, and then its renewals, each for the month after the last", async () => {
    const { control, heard } = await localStripe();
    expect(await control("subscribe", { account: "demo", plan: "creator" })).toMatchObject({
      status: 200,
      answer: { type: "invoice.paid", amount: 9_90, currency: "eur", delivery: { delivered: true, attempts: 1 } },
    });
    await control("renew", { account: "demo" });
    await control("renew", { account: "demo" });
    const paid = invoices(await heard());
    expect(paid.map(({ billing_reason }) => billing_reason)).toEqual([
      "subscription_create",
      "subscription_cycle",
      "subscription_cycle",
    ]);
    const periods = paid.flatMap(({ lines }) => lines.data.map(({ period }) => period));
    expect(periods.map(({ start }) => start).slice(1)).toEqual(periods.map(({ end }) => end).slice(0, -1));
    expect(new Set(paid.map(({ customer }) => customer)).size).toBe(1);
    expect(paid.map(({ parent }) => parent?.subscription_details?.metadata)).toEqual(
      paid.map(() => ({ account: "demo" })),
    );
  });

  it("is a pack, by the account's one customer, named as Passbook names it", async () => {
    const { api, control, heard, stripe } = await localStripe();
    await control("subscribe", { account: "demo", plan: "pro", interval: "year" });
    expect(await control("buy", { account: "demo", pack: "pack_5000", quantity: 2 })).toMatchObject({
      answer: { type: "checkout.session.completed", amount: 158_00 },
    });
    const session = (await heard()).findLast(({ type }) => type === "checkout.session.completed")?.data.object;
    expect(session).toMatchObject({
      client_reference_id: "demo",
      metadata: { account: "demo", pack: "pack_5000", quantity: "2" },
    });
    expect((await api.customers.list({ test_clock: stripe.testClock })).data).toHaveLength(1);
    expect((await api.customers.list()).data).toHaveLength(0);
  });

  it.each([
    ["for an account that has a subscription", "subscribe", { account: "demo", plan: "pro" }, "already_subscribed"],
    ["for a plan that is not sold", "subscribe", { account: "other", plan: "gold" }, "resource_missing"],
    ["for a pack as a plan", "subscribe", { account: "other", plan: "pack_1000" }, "resource_missing"],
    ["for a plan as a pack", "buy", { account: "demo", pack: "creator" }, "resource_missing"],
    ["for a renewal of nothing", "renew", { account: "other" }, "resource_missing"],
    ["for an account that can't be one", "renew", { account: "a b" }, "parameter_invalid"],
    ["with a field that it does not know", "renew", { account: "demo", months: 2 }, "parameter_unknown"],
  ])("is refused %s", async (_case, verb, body, code) => {
    const { control } = await localStripe();
    await control("subscribe", { account: "demo", plan: "creator" });
    expect(await control(verb, body)).toMatchObject({ status: 400, answer: { error: { code } } });
  });
});

/** Five thousand deliveries, beside other tests on a small machine. */
const SLOW_MACHINE_MS = 120_000;

it(
  "A thousand days of ten customers pass in one go",
  async () => {
    const { api, control, heard, stripe, price } = await localStripe();
    for (let i = 0; i < 10; i++) {
      const card = "pm_card_visa";
      const { id } = await api.customers.create({
        test_clock: stripe.testClock,
        payment_method: card,
        invoice_settings: { default_payment_method: card },
      });
      await api.subscriptions.create({ customer: id, items: [{ price: await price("omnia_creator_month") }] });
    }
    await control("advance", { clock: stripe.testClock, to: Date.parse("2028-10-11T10:00:00Z") / 1000 });
    const paid = invoices(await heard());
    expect(paid).toHaveLength(10 * 33);
  },
  SLOW_MACHINE_MS,
);
