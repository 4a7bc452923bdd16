import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { localStripe, nameOf, typesOf, unix } from "../support/local-stripe.ts";

const SUCCEEDS = "4242424242424242";
const DECLINED = "4000000000000002";
const BANK_PAYS = "000123456789";
const BANK_FAILS = "000222222227";

/** An open session for a customer on a clock, in January. */
async function checkout(order: Partial<Stripe.Checkout.SessionCreateParams> = {}, lookupKey = "omnia_creator_month") {
  const stripe = await localStripe();
  const { clock, customer } = await stripe.customer("2026-01-31T12:00:00Z", null);
  const session = await stripe.api.checkout.sessions.create({
    mode: "subscription",
    customer,
    line_items: [{ price: await stripe.price(lookupKey), quantity: 1 }],
    success_url: "http://127.0.0.1:9/done",
    ...order,
  });
  const { pathname } = new URL(session.url ?? "");
  return {
    ...stripe,
    clock,
    customer,
    session,
    pathname,
    pay: (cardNumber: string) => stripe.post(pathname, { cardNumber }),
    now: () => stripe.api.checkout.sessions.retrieve(session.id),
  };
}

describe("The page", () => {
  it("is one form, filled in, that works without script", async () => {
    const { session } = await checkout();
    const page = await (await fetch(session.url ?? "")).text();
    expect(page.match(/<form/g)).toHaveLength(1);
    expect(page).not.toContain("<script");
    expect(page).toMatch(/<input name="cardNumber" value="4242 4242 4242 4242"/);
    expect(page).toContain("€9.90");
    expect(page).toContain("Test mode");
  });

  it("says that a card was declined, and the session is still open; another card is taken", async () => {
    const { api, pay, now, customer, mark, events } = await checkout();
    const since = await mark();
    expect(await pay(DECLINED)).toMatchObject({
      status: 402,
      html: expect.stringContaining("Your card was declined."),
    });
    expect(await now()).toMatchObject({ status: "open", payment_status: "unpaid" });
    expect((await api.subscriptions.list({ customer, status: "all" })).data).toEqual([]);
    expect(typesOf(await events(since))).toEqual([
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
    ]);
    expect(await pay(SUCCEEDS)).toMatchObject({ status: 303, location: "http://127.0.0.1:9/done" });
    expect(await now()).toMatchObject({ status: "complete", payment_status: "paid", url: null });
  });

  it("takes nothing but Stripe's test numbers, and nothing twice", async () => {
    const { pay } = await checkout();
    expect(await pay("4111111111111111")).toMatchObject({ status: 402 });
    await pay(SUCCEEDS);
    expect(await pay(SUCCEEDS)).toMatchObject({ status: 400, html: expect.stringContaining("complete") });
  });

  it("writes what it is given as text", async () => {
    const { session, api, customer } = await checkout();
    await api.customers.update(customer, { name: `<script>alert("1")</script>` });
    expect(await (await fetch(session.url ?? "")).text()).not.toContain("<script");
  });
});

describe("A subscription through Checkout", () => {
  it("has the card that was given, and its metadata", async () => {
    const { api, pay, now } = await checkout({
      subscription_data: { metadata: { account: "ada" } },
      client_reference_id: "ada",
    });
    await pay(SUCCEEDS);
    const { subscription, invoice, client_reference_id } = await now();
    expect(client_reference_id).toBe("ada");
    const { default_payment_method, metadata, latest_invoice } = await api.subscriptions.retrieve(nameOf(subscription));
    expect(default_payment_method).toMatch(/^pm_/);
    expect(metadata).toEqual({ account: "ada" });
    expect(latest_invoice).toBe(invoice);
  });

  it("on trial needs no payment now", async () => {
    const { api, pay, now } = await checkout({ subscription_data: { trial_period_days: 7 } });
    await pay(SUCCEEDS);
    const session = await now();
    expect(session).toMatchObject({ payment_status: "no_payment_required", amount_total: 0 });
    expect(await api.subscriptions.retrieve(nameOf(session.subscription))).toMatchObject({
      status: "trialing",
      trial_end: unix("2026-02-07T12:00:00Z"),
    });
  });

  it("with a coupon of 100 % is active for nothing, and its line keeps its amount", async () => {
    const { api, customer, price, post } = await checkout();
    await api.coupons.create({ id: "GIFT", percent_off: 100, duration: "forever" });
    const session = await api.checkout.sessions.create({
      mode: "subscription",
      customer,
      line_items: [{ price: await price("omnia_creator_month"), quantity: 1 }],
      discounts: [{ coupon: "GIFT" }],
    });
    await post(`/c/pay/${session.id}`, { cardNumber: SUCCEEDS });
    const { invoice, subscription } = await api.checkout.sessions.retrieve(session.id);
    expect(await api.subscriptions.retrieve(nameOf(subscription))).toMatchObject({ status: "active" });
    expect(await api.invoices.retrieve(nameOf(invoice))).toMatchObject({
      status: "paid",
      amount_paid: 0,
      total: 0,
      lines: { data: [{ amount: 9_90 }] },
    });
    expect((await api.charges.list()).data).toEqual([]);
  });
});

describe("A payment that takes days", () => {
  const pack = { mode: "payment", metadata: { account: "ada", pack: "pack_1000", quantity: "1" } } as const;

  it("completes the session unpaid, and is told of when the money has come", async () => {
    const { pay, now, control, session, mark, events } = await checkout(pack, "omnia_pack_1000");
    const since = await mark();
    await pay(BANK_PAYS);
    expect(await now()).toMatchObject({ status: "complete", payment_status: "unpaid" });
    await control("settle", { session: session.id });
    expect(await now()).toMatchObject({ payment_status: "paid" });
    expect(typesOf(await events(since)).filter((type) => type.startsWith("checkout"))).toEqual([
      "checkout.session.completed",
      "checkout.session.async_payment_succeeded",
    ]);
  });

  it("or that it will not come", async () => {
    const { pay, now, clock, advance, mark, events } = await checkout(pack, "omnia_pack_1000");
    const since = await mark();
    await pay(BANK_FAILS);
    await advance(clock, "2026-01-31T12:03:00Z");
    expect(await now()).toMatchObject({ payment_status: "unpaid" });
    expect(typesOf(await events(since))).toContain("checkout.session.async_payment_failed");
  });

  it("comes by itself for who only waits", async () => {
    const { pay, now, wall } = await checkout(pack, "omnia_pack_1000");
    await pay(BANK_PAYS);
    wall.now += 3_000;
    expect(await now()).toMatchObject({ payment_status: "paid" });
  });
});

describe("A session", () => {
  it("with an invoice of its own tells of one purchase twice", async () => {
    const { pay, now, mark, events } = await checkout(
      { mode: "payment", invoice_creation: { enabled: true } },
      "omnia_pack_1000",
    );
    const since = await mark();
    await pay(SUCCEEDS);
    const types = typesOf(await events(since));
    expect(types).toEqual(expect.arrayContaining(["checkout.session.completed", "invoice.paid"]));
    expect((await now()).invoice).toMatch(/^in_/);
  });

  it("expires after a day, or when it is told to", async () => {
    const { api, clock, advance, now, session, events } = await checkout();
    await advance(clock, "2026-02-01T12:00:00Z");
    expect(await now()).toMatchObject({ status: "expired" });
    expect(typesOf(await events())).toContain("checkout.session.expired");
    await expect(api.checkout.sessions.expire(session.id)).rejects.toThrow("expired");
  });

  it("shows its line items where they are asked for", async () => {
    const { api, session } = await checkout();
    const { line_items } = await api.checkout.sessions.retrieve(session.id, { expand: ["line_items"] });
    expect(line_items?.data).toMatchObject([
      { quantity: 1, amount_total: 9_90, price: { lookup_key: "omnia_creator_month" } },
    ]);
    expect((await api.checkout.sessions.listLineItems(session.id)).data).toHaveLength(1);
    expect(session).not.toHaveProperty("line_items");
  });

  it.each<[string, Partial<Stripe.Checkout.SessionCreateParams>, string]>([
    ["subscription data, for a payment", { mode: "payment", subscription_data: {} }, "omnia_pack_1000"],
    [
      "payment data, for a subscription",
      { payment_intent_data: { metadata: { account: "ada" } } },
      "omnia_creator_month",
    ],
    ["a plan, for a payment", { mode: "payment" }, "omnia_creator_month"],
    ["a pack alone, for a subscription", {}, "omnia_pack_1000"],
  ])("refuses %s", async (_case, order, lookupKey) => {
    const metadata = order.subscription_data ? { subscription_data: { metadata: { account: "ada" } } } : {};
    await expect(checkout({ ...order, ...metadata }, lookupKey)).rejects.toMatchObject({ statusCode: 400 });
  });
});
