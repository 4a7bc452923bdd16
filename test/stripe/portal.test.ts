import { describe, expect, it } from "vitest";
import { iso, localStripe, nameOf, typesOf } from "../support/local-stripe.ts";

/** A customer in the portal, on 10 February; a month of theirs ends on the 28th. */
async function portal(mode: "at_period_end" | "immediately" = "at_period_end") {
  const stripe = await localStripe();
  const { clock, customer } = await stripe.customer("2026-01-31T12:00:00Z");
  const { id } = await stripe.api.subscriptions.create({
    customer,
    items: [{ price: await stripe.price("omnia_creator_month") }],
  });
  await stripe.advance(clock, "2026-02-10T12:00:00Z");
  const configuration = await stripe.api.billingPortal.configurations.create({
    business_profile: { headline: "OmniaStudio" },
    features: { subscription_cancel: { enabled: true, mode }, subscription_update: { enabled: false } },
  });
  const since = await stripe.mark();
  const session = await stripe.api.billingPortal.sessions.create({
    customer,
    configuration: configuration.id,
    return_url: "http://127.0.0.1:9/account",
  });
  const { pathname } = new URL(session.url);
  return {
    ...stripe,
    clock,
    customer,
    id,
    since,
    session,
    press: (action: string, subscription = id) => stripe.post(pathname, { action, subscription }),
    page: async () => await (await fetch(session.url)).text(),
    subscription: () => stripe.api.subscriptions.retrieve(id),
  };
}

describe("The portal", () => {
  it("cancels at the period's end by cancel_at alone, and takes it back", async () => {
    const { press, subscription, page, since, events } = await portal();
    expect(await page()).toContain("Cancel at the end of the period");
    expect(await press("cancel")).toMatchObject({ status: 303 });
    const { status, cancel_at, cancel_at_period_end, canceled_at } = await subscription();
    expect({ status, cancel_at_period_end }).toEqual({ status: "active", cancel_at_period_end: false });
    expect([iso(cancel_at ?? 0), iso(canceled_at ?? 0)]).toEqual(["2026-02-28T12:00:00Z", "2026-02-10T12:00:00Z"]);
    expect(await page()).toContain("Don&#39;t cancel");
    await press("resume");
    expect(await subscription()).toMatchObject({ cancel_at: null, canceled_at: null });
    expect(typesOf(await events(since))).toEqual([
      "billing_portal.session.created",
      "customer.subscription.updated",
      "customer.subscription.updated",
    ]);
  });

  it("ends it at the period's end, once cancelled", async () => {
    const { press, clock, advance, subscription } = await portal();
    await press("cancel");
    await advance(clock, "2026-03-01T12:00:00Z");
    const { status, ended_at } = await subscription();
    expect([status, iso(ended_at ?? 0)]).toEqual(["canceled", "2026-02-28T12:00:00Z"]);
  });

  it("cancels now, where it is configured so", async () => {
    const { press, subscription, page } = await portal("immediately");
    expect(await page()).toContain("Cancel now");
    await press("cancel");
    expect(await subscription()).toMatchObject({ status: "canceled" });
  });

  it("releases a schedule before it cancels", async () => {
    const { api, press, id, subscription } = await portal();
    const { id: schedule } = await api.subscriptionSchedules.create({ from_subscription: id });
    await press("cancel");
    expect(await subscription()).toMatchObject({ schedule: null });
    expect(await api.subscriptionSchedules.retrieve(schedule)).toMatchObject({ status: "released" });
  });

  it("shows and touches nobody else's subscription", async () => {
    const { api, press, price } = await portal();
    const card = "pm_card_visa";
    const other = await api.customers.create({
      payment_method: card,
      invoice_settings: { default_payment_method: card },
    });
    const { id } = await api.subscriptions.create({
      customer: other.id,
      items: [{ price: await price("omnia_pro_month") }],
    });
    expect(await press("cancel", id)).toMatchObject({ status: 400, html: expect.stringContaining("somebody else") });
    expect(await api.subscriptions.retrieve(id)).toMatchObject({ status: "active", cancel_at: null });
  });

  it("has a configuration of its own where none is named, and remembers what is changed", async () => {
    const { api, customer, session } = await portal();
    const usual = await api.billingPortal.sessions.create({ customer });
    expect(usual.configuration).not.toBe(session.configuration);
    const { data } = await api.billingPortal.configurations.list({ is_default: true });
    expect(data.map(({ id }) => id)).toEqual([usual.configuration]);
    const changed = await api.billingPortal.configurations.update(nameOf(usual.configuration), {
      default_return_url: "http://127.0.0.1:9/back",
      features: { subscription_cancel: { enabled: false } },
    });
    expect(changed).toMatchObject({
      default_return_url: "http://127.0.0.1:9/back",
      features: { subscription_cancel: { enabled: false, mode: "at_period_end" } },
    });
  });
});
