import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { localStripe, typesOf, unix } from "../support/local-stripe.ts";

describe("A delivery", () => {
  it("is the event as it is listed: its own id, the request that caused it, the version it was rendered with", async () => {
    const { api, heard, events } = await localStripe();
    await api.customers.create({ name: "Ada" }, { idempotencyKey: "ada" });
    const [event] = await heard();
    expect(event).toMatchObject({
      type: "customer.created",
      object: "event",
      api_version: Stripe.API_VERSION,
      created: unix("2026-01-15T10:00:00Z"),
      livemode: false,
      pending_webhooks: 1,
      request: { id: expect.stringMatching(/^req_/), idempotency_key: "ada" },
    });
    expect((await events()).at(-1)).toMatchObject({ id: event?.id, pending_webhooks: 0 });
  });

  it("that is not taken is sent again, signed anew, until it is", async () => {
    const { api, heard, wall, signatures } = await localStripe({ statuses: [500, 302] });
    const ticking = setInterval(() => {
      wall.now += 1_000;
    }, 1);
    await api.customers.create({ name: "Ada" });
    const sent = await heard();
    clearInterval(ticking);
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(new Set(signatures.map((signature) => /t=(\d+)/.exec(signature)?.[1])).size).toBe(3);
  });

  it("is given up in the end, and stays pending", async () => {
    const { api, heard, events } = await localStripe({ statuses: [500, 500, 500], retryPausesMs: [1, 1] });
    await api.customers.create({ name: "Ada" });
    expect(await heard()).toHaveLength(3);
    expect((await events()).at(-1)).toMatchObject({ pending_webhooks: 1 });
  });

  it("does not wait for one that failed before it", async () => {
    const { api, heard } = await localStripe({ statuses: [500], retryPausesMs: [20] });
    await api.customers.create({ name: "Ada" });
    await api.coupons.create({ percent_off: 10 });
    expect(typesOf(await heard())).toEqual(["customer.created", "coupon.created", "customer.created"]);
  });

  it("can be asked for again", async () => {
    const { api, heard, control, mark } = await localStripe();
    await api.customers.create({ name: "Ada" });
    await control("replay", { event: await mark() });
    const [first, again] = await heard();
    expect(again?.id).toBe(first?.id);
  });
});

describe("An endpoint", () => {
  it("hears what it has asked for, signed with its own secret, once it is enabled", async () => {
    const here = await localStripe();
    const there = await localStripe();
    const [own] = (await there.api.webhookEndpoints.list()).data;
    const created = await here.api.webhookEndpoints.create({ url: own?.url ?? "", enabled_events: ["invoice.paid"] });
    expect(created.secret).toMatch(/^whsec_/);
    expect(await here.api.webhookEndpoints.retrieve(created.id)).not.toHaveProperty("secret");
    const changed = await here.api.webhookEndpoints.update(created.id, {
      disabled: true,
      enabled_events: ["coupon.created"],
    });
    expect(changed).toMatchObject({ status: "disabled", enabled_events: ["coupon.created"] });
    await here.api.coupons.create({ percent_off: 10 });
    await here.stripe.idle();
    expect((await here.events()).at(-1)).toMatchObject({ type: "coupon.created", pending_webhooks: 0 });
    await here.api.webhookEndpoints.del(created.id);
    expect((await here.api.webhookEndpoints.list()).data.map(({ id }) => id)).toEqual(["we_local"]);
  });
});

describe("The page", () => {
  it("shows what there is, and every attempt at every delivery", async () => {
    const { api, stripe, customer: newCustomer, price, heard } = await localStripe({ statuses: [500] });
    const { customer } = await newCustomer();
    await api.subscriptions.create({ customer, items: [{ price: await price("omnia_creator_month") }] });
    await heard();
    const page = await (await fetch(stripe.url)).text();
    for (const text of [
      "omnia_creator_month",
      "ada@example.com",
      "invoice.paid",
      "Advance a month",
      "500 in",
      "Decline the next payment",
      "Replay",
    ]) {
      expect(page).toContain(text);
    }
  });

  it("sells, moves time, refunds and disputes by its buttons, and comes back to itself", async () => {
    const { api, stripe, heard, mark, events } = await localStripe();
    const press = async (path: string, form: Record<string, string>) => {
      const headers = { accept: "text/html" };
      const response = await fetch(stripe.url + path, {
        method: "POST",
        body: new URLSearchParams(form),
        headers,
        redirect: "manual",
      });
      return [response.status, response.headers.get("location")];
    };
    const [price] = (await api.prices.list({ lookup_keys: ["omnia_creator_month"] })).data;
    const [status, checkout] = await press("/test/checkout", { account: "demo", price: price?.id ?? "" });
    expect([status, checkout]).toEqual([303, expect.stringContaining("/c/pay/")]);
    const { pathname } = new URL(String(checkout));
    expect(await press(pathname, { cardNumber: "4242424242424242" })).toEqual([303, `${stripe.url}/`]);
    expect(await press("/test/advance", { clock: stripe.testClock, by: "next_renewal" })).toEqual([303, "/"]);
    const paid = (await heard()).filter(({ type }) => type === "invoice.paid");
    expect(paid.map(({ data }) => (data.object as Stripe.Invoice).billing_reason)).toEqual([
      "subscription_create",
      "subscription_cycle",
    ]);
    const [invoice] = (await api.invoices.list()).data;
    const since = await mark();
    expect(await press("/test/refund", { invoice: invoice?.id ?? "", amount: "100" })).toEqual([303, "/"]);
    expect(await press("/test/dispute", { invoice: invoice?.id ?? "" })).toEqual([303, "/"]);
    expect(typesOf(await events(since))).toEqual(expect.arrayContaining(["refund.created", "charge.dispute.created"]));
  });

  it("takes no orders from somebody else's page", async () => {
    const { stripe } = await localStripe();
    const headers = { origin: "https://elsewhere.example" };
    const response = await fetch(`${stripe.url}/test/chaos`, { method: "POST", body: "drop=1", headers });
    expect(response.status).toBe(403);
  });
});
