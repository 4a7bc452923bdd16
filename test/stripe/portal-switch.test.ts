import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { iso, localStripe, nameOf } from "../support/local-stripe.ts";

type Settings = Partial<Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionUpdate>;

/** A customer with a plan in the portal, half of whose February is over. */
async function portal(settings: Settings, plan = "omnia_creator_month") {
  const stripe = await localStripe();
  const { clock, customer } = await stripe.customer("2026-02-01T12:00:00Z");
  const { id } = await stripe.api.subscriptions.create({ customer, items: [{ price: await stripe.price(plan) }] });
  await stripe.advance(clock, "2026-02-15T12:00:00Z");
  const price = async (name: string) => stripe.api.prices.retrieve(await stripe.price(name));
  const prices = await Promise.all(
    ["omnia_creator_month", "omnia_creator_year", "omnia_pro_month"].map((name) => price(name)),
  );
  const products = [...new Set(prices.map(({ product }) => nameOf(product as string)))];
  const { id: configuration } = await stripe.api.billingPortal.configurations.create({
    features: {
      subscription_update: {
        enabled: true,
        default_allowed_updates: ["price"],
        products: products.map((product) => ({
          product,
          prices: prices.filter((each) => each.product === product).map((each) => each.id),
        })),
        ...settings,
      },
    },
  });
  const { url } = await stripe.api.billingPortal.sessions.create({ customer, configuration });
  return {
    ...stripe,
    clock,
    id,
    page: async () => (await fetch(url)).text(),
    switches: async (to: string) =>
      stripe.post(new URL(url).pathname, { action: "switch", subscription: id, price: await stripe.price(to) }),
    latest: async () => {
      const { latest_invoice, items, schedule } = await stripe.api.subscriptions.retrieve(id, {
        expand: ["latest_invoice"],
      });
      const { lines, billing_reason } = latest_invoice as Stripe.Invoice;
      return {
        plan: items.data[0]?.price.lookup_key,
        renews: iso(items.data[0]?.current_period_end ?? 0),
        billing_reason,
        amounts: lines.data.map(({ amount }) => amount),
        schedule,
      };
    },
  };
}

describe("The portal switches a plan", () => {
  it("to one of the prices that its configuration names, billed as that says", async () => {
    const { page, switches, latest } = await portal({ proration_behavior: "always_invoice" });
    expect(await page()).toContain("Switch to");
    expect(await switches("omnia_pro_month")).toMatchObject({ status: 303 });
    expect(await latest()).toMatchObject({
      plan: "omnia_pro_month",
      renews: "2026-03-01T12:00:00Z",
      billing_reason: "subscription_update",
      amounts: [-4_95, expect.any(Number)],
    });
  });

  it("with a cycle that begins anew, where it says so", async () => {
    const { switches, latest } = await portal({ billing_cycle_anchor: "now" });
    await switches("omnia_creator_year");
    expect(await latest()).toMatchObject({ renews: "2027-02-15T12:00:00Z", amounts: [99_00] });
  });

  it.each<
    [
      Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionUpdate.ScheduleAtPeriodEnd.Condition.Type,
      string,
      string,
    ]
  >([
    ["decreasing_item_amount", "omnia_pro_month", "omnia_creator_month"],
    ["shortening_interval", "omnia_creator_year", "omnia_creator_month"],
  ])("at the period's end, where it says so: %s", async (type, from, to) => {
    const { api, switches, latest, id, clock, advance } = await portal(
      { proration_behavior: "always_invoice", schedule_at_period_end: { conditions: [{ type }] } },
      from,
    );
    await switches(to);
    const { renews, schedule, ...rest } = await latest();
    expect({ ...rest, schedule: typeof schedule }).toMatchObject({
      plan: from,
      billing_reason: "subscription_create",
      schedule: "string",
    });
    const { phases } = await api.subscriptionSchedules.retrieve(nameOf(schedule));
    expect(phases.map(({ start_date }) => iso(start_date))).toEqual(["2026-02-01T12:00:00Z", renews]);
    if (from.endsWith("year")) return;
    await advance(clock, "2026-03-02T12:00:00Z");
    expect(await api.subscriptions.retrieve(id)).toMatchObject({
      items: { data: [{ price: { lookup_key: to } }] },
    });
  });

  it.each<[string, Settings, string]>([
    ["it is not open", { enabled: false }, "omnia_pro_month"],
    ["prices may not be changed", { default_allowed_updates: ["quantity"] }, "omnia_pro_month"],
    ["the price is not offered", {}, "omnia_team_month"],
    ["it is the one that runs", {}, "omnia_creator_month"],
  ])("not where %s", async (_, settings, to) => {
    const { switches, latest } = await portal(settings);
    expect(await switches(to)).toMatchObject({ status: 400, html: expect.stringContaining("does not switch") });
    expect(await latest()).toMatchObject({ plan: "omnia_creator_month", billing_reason: "subscription_create" });
  });

  it("not where the card is declined", async () => {
    const { api, switches, latest, id, control } = await portal({ proration_behavior: "always_invoice" });
    const { customer } = await api.subscriptions.retrieve(id);
    await control("decline", { customer: nameOf(customer) });
    expect(await switches("omnia_pro_month")).toMatchObject({ status: 402 });
    expect(await latest()).toMatchObject({ plan: "omnia_creator_month", billing_reason: "subscription_create" });
  });
});
