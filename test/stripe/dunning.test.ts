import { describe, expect, it } from "vitest";
import type { BillingSettings } from "../../local/stripe/world.ts";
import { iso, localStripe, nameOf, typesOf } from "../support/local-stripe.ts";

/** A subscription whose customer's card stops working before the first renewal, on 28 February at noon. */
async function withFailingRenewal(billing: Partial<BillingSettings> = {}) {
  const stripe = await localStripe({ billing });
  const { clock, customer } = await stripe.customer("2026-01-31T12:00:00Z");
  const { id } = await stripe.api.subscriptions.create({
    customer,
    items: [{ price: await stripe.price("omnia_creator_month") }],
  });
  const failing = await stripe.api.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  await stripe.api.customers.update(customer, { invoice_settings: { default_payment_method: failing.id } });
  const since = await stripe.mark();
  const subscription = () => stripe.api.subscriptions.retrieve(id);
  const latestInvoice = async () => stripe.api.invoices.retrieve(nameOf((await subscription()).latest_invoice));
  return { ...stripe, clock, customer, id, since, subscription, latestInvoice };
}

describe("A renewal that can't be charged", () => {
  it("makes the subscription past due, and tells so in this order", async () => {
    const { clock, advance, events, since, subscription, latestInvoice } = await withFailingRenewal();
    await advance(clock, "2026-02-28T14:00:00Z");
    expect(await subscription()).toMatchObject({ status: "past_due" });
    expect(await latestInvoice()).toMatchObject({ status: "open", attempt_count: 1, amount_remaining: 9_90 });
    const types = typesOf(await events(since)).filter((type) => !type.startsWith("test_helpers"));
    expect(types).toEqual([
      "invoice.upcoming",
      "invoice.created",
      "customer.subscription.updated",
      "payment_intent.created",
      "invoice.updated",
      "invoice.updated",
      "invoice.finalized",
      "charge.failed",
      "payment_intent.payment_failed",
      "invoice.payment_failed",
      "customer.subscription.updated",
    ]);
  });

  it("is tried again 3, 5 and 7 days after the attempt before, and then the subscription ends and the invoice stays open", async () => {
    const { clock, advance, events, since, subscription, latestInvoice } = await withFailingRenewal();
    await advance(clock, "2026-03-25T12:00:00Z");
    const failed = (await events(since)).filter(({ type }) => type === "invoice.payment_failed");
    expect(failed.map(({ created }) => iso(created))).toEqual([
      "2026-02-28T13:00:00Z",
      "2026-03-03T13:00:00Z",
      "2026-03-08T13:00:00Z",
      "2026-03-15T13:00:00Z",
    ]);
    const { status, cancellation_details, ended_at } = await subscription();
    expect({ status, reason: cancellation_details?.reason, ended_at: iso(ended_at ?? 0) }).toEqual({
      status: "canceled",
      reason: "payment_failed",
      ended_at: "2026-03-15T13:00:00Z",
    });
    expect(await latestInvoice()).toMatchObject({ status: "open", attempt_count: 4, next_payment_attempt: null });
  });

  it.each(["unpaid", "past_due", "pause"] as const)("ends as the account says: %s", async (afterLastAttempt) => {
    const { clock, advance, subscription } = await withFailingRenewal({ afterLastAttempt, retryAfterDays: [1] });
    await advance(clock, "2026-03-10T12:00:00Z");
    expect(await subscription()).toMatchObject({ status: afterLastAttempt === "pause" ? "paused" : afterLastAttempt });
  });

  it("recovers with a new card: the same invoice, the same period, paid late", async () => {
    const { api, clock, customer, advance, subscription, latestInvoice, events, since } = await withFailingRenewal();
    await advance(clock, "2026-03-02T12:00:00Z");
    const card = await api.paymentMethods.attach("pm_card_visa", { customer });
    await api.customers.update(customer, { invoice_settings: { default_payment_method: card.id } });
    await advance(clock, "2026-03-04T12:00:00Z");
    expect(await subscription()).toMatchObject({ status: "active" });
    const { status, lines, status_transitions } = await latestInvoice();
    expect([status, iso(status_transitions.paid_at ?? 0), iso(lines.data[0]?.period.start ?? 0)]).toEqual([
      "paid",
      "2026-03-03T13:00:00Z",
      "2026-02-28T12:00:00Z",
    ]);
    expect(typesOf(await events(since)).filter((type) => type === "invoice.created")).toHaveLength(1);
  });

  it("recovers by hand, and the attempts end", async () => {
    const { api, clock, customer, advance, subscription, latestInvoice } = await withFailingRenewal();
    await advance(clock, "2026-03-01T12:00:00Z");
    const { id } = await latestInvoice();
    await expect(api.invoices.pay(id)).rejects.toMatchObject({ statusCode: 402, code: "card_declined" });
    expect(await latestInvoice()).toMatchObject({ attempt_count: 2 });
    const card = await api.paymentMethods.attach("pm_card_visa", { customer });
    expect(await api.invoices.pay(id, { payment_method: card.id })).toMatchObject({
      status: "paid",
      next_payment_attempt: null,
    });
    expect(await subscription()).toMatchObject({ status: "active" });
    await expect(api.invoices.pay(id)).rejects.toMatchObject({ code: "invoice_already_paid" });
  });

  it("written off makes the subscription active: active does not mean paid", async () => {
    const { api, clock, advance, subscription, latestInvoice } = await withFailingRenewal();
    await advance(clock, "2026-03-01T12:00:00Z");
    const { id } = await latestInvoice();
    expect(await api.invoices.markUncollectible(id)).toMatchObject({ status: "uncollectible", amount_paid: 0 });
    expect(await subscription()).toMatchObject({ status: "active" });
  });

  it("paid outside Stripe is paid, without a charge and without the second event", async () => {
    const { api, clock, advance, mark, events, latestInvoice } = await withFailingRenewal();
    await advance(clock, "2026-03-01T12:00:00Z");
    const since = await mark();
    await api.invoices.pay((await latestInvoice()).id, { paid_out_of_band: true });
    const types = typesOf(await events(since));
    expect(types).toContain("invoice.paid");
    expect(types).not.toContain("invoice.payment_succeeded");
    expect(types).not.toContain("charge.succeeded");
  });
});

it("A renewal by bank debit is paid once the money has come", async () => {
  const { api, customer: newCustomer, price, advance } = await localStripe();
  const { clock, customer } = await newCustomer("2026-01-31T12:00:00Z", "pm_usBankAccount_success");
  const { id } = await api.subscriptions.create({ customer, items: [{ price: await price("omnia_creator_month") }] });
  await advance(clock, "2026-02-28T13:00:00Z");
  const { status, latest_invoice } = await api.subscriptions.retrieve(id);
  expect(status).toBe("active");
  expect(await api.invoices.retrieve(nameOf(latest_invoice))).toMatchObject({ status: "open", attempt_count: 0 });
  await advance(clock, "2026-02-28T13:03:00Z");
  expect(await api.invoices.retrieve(nameOf(latest_invoice))).toMatchObject({ status: "paid" });
});

it("A payment that is told to be declined is, once", async () => {
  const { api, customer: newCustomer, price, control, advance, mark, events } = await localStripe();
  const { clock, customer } = await newCustomer("2026-01-31T12:00:00Z");
  await api.subscriptions.create({ customer, items: [{ price: await price("omnia_creator_month") }] });
  await control("decline", { customer });
  const since = await mark();
  await advance(clock, "2026-03-05T12:00:00Z");
  const types = typesOf(await events(since)).filter(
    (type) => type === "invoice.payment_failed" || type === "invoice.paid",
  );
  expect(types).toEqual(["invoice.payment_failed", "invoice.paid"]);
});

describe("A first payment that fails", () => {
  const order = async (payment_behavior: "allow_incomplete" | "default_incomplete" | "error_if_incomplete") => {
    const stripe = await localStripe();
    const { clock, customer } = await stripe.customer("2026-01-31T12:00:00Z", "pm_card_chargeCustomerFail");
    const items = [{ price: await stripe.price("omnia_creator_month") }];
    const create = () => stripe.api.subscriptions.create({ customer, items, payment_behavior });
    return { ...stripe, clock, customer, create };
  };

  it.each(["allow_incomplete", "default_incomplete"] as const)(
    "leaves it incomplete for 23 hours: %s",
    async (behavior) => {
      const { api, clock, advance, create } = await order(behavior);
      const { id, status, latest_invoice } = await create();
      expect(status).toBe("incomplete");
      await advance(clock, "2026-02-01T10:59:59Z");
      expect(await api.subscriptions.retrieve(id)).toMatchObject({ status: "incomplete" });
      await advance(clock, "2026-02-01T11:00:00Z");
      expect(await api.subscriptions.retrieve(id)).toMatchObject({ status: "incomplete_expired" });
      expect(await api.invoices.retrieve(nameOf(latest_invoice))).toMatchObject({ status: "void" });
    },
  );

  it("becomes active once it is paid", async () => {
    const { api, customer, create } = await order("default_incomplete");
    const { id, latest_invoice } = await create();
    const card = await api.paymentMethods.attach("pm_card_visa", { customer });
    await api.invoices.pay(nameOf(latest_invoice), { payment_method: card.id });
    expect(await api.subscriptions.retrieve(id)).toMatchObject({ status: "active" });
  });

  it("leaves nothing behind where that is asked for", async () => {
    const { api, customer, create } = await order("error_if_incomplete");
    await expect(create()).rejects.toMatchObject({
      type: "StripeCardError",
      statusCode: 402,
      decline_code: "generic_decline",
    });
    expect((await api.subscriptions.list({ customer, status: "all" })).data).toEqual([]);
    expect((await api.invoices.list({ customer })).data).toEqual([]);
  });

  it("is refused where there is no card at all", async () => {
    const { api, customer: newCustomer, price } = await localStripe();
    const { customer } = await newCustomer("2026-01-31T12:00:00Z", null);
    const items = [{ price: await price("omnia_creator_month") }];
    await expect(api.subscriptions.create({ customer, items })).rejects.toThrow("no attached payment source");
  });
});

describe("A change that can't be paid for", () => {
  const upgrade = async (payment_behavior: "allow_incomplete" | "error_if_incomplete" | "pending_if_incomplete") => {
    const stripe = await withFailingRenewal();
    const before = await stripe.subscription();
    const items = [{ id: before.items.data[0]?.id ?? "", price: await stripe.price("omnia_pro_month") }];
    const update = () =>
      stripe.api.subscriptions.update(stripe.id, { items, proration_behavior: "always_invoice", payment_behavior });
    const lookupKey = async () => (await stripe.subscription()).items.data[0]?.price.lookup_key;
    return { ...stripe, update, lookupKey };
  };

  it("is made all the same, and is past due", async () => {
    const { update, lookupKey } = await upgrade("allow_incomplete");
    expect(await update()).toMatchObject({ status: "past_due" });
    expect(await lookupKey()).toBe("omnia_pro_month");
  });

  it("is refused and has not happened", async () => {
    const { api, update, lookupKey, customer } = await upgrade("error_if_incomplete");
    await expect(update()).rejects.toMatchObject({ statusCode: 402 });
    expect(await lookupKey()).toBe("omnia_creator_month");
    expect((await api.invoices.list({ customer })).data).toHaveLength(1);
  });

  it("waits for its money, and is made when that comes", async () => {
    const { api, customer, update, lookupKey, subscription, mark, events } = await upgrade("pending_if_incomplete");
    const waiting = await update();
    expect(waiting).toMatchObject({
      status: "active",
      pending_update: { subscription_items: [{ price: { lookup_key: "omnia_pro_month" } }] },
    });
    expect(await lookupKey()).toBe("omnia_creator_month");
    const since = await mark();
    const card = await api.paymentMethods.attach("pm_card_visa", { customer });
    await api.invoices.pay(nameOf(waiting.latest_invoice), { payment_method: card.id });
    expect(await lookupKey()).toBe("omnia_pro_month");
    expect(await subscription()).toMatchObject({ pending_update: null });
    expect(typesOf(await events(since))).toContain("customer.subscription.pending_update_applied");
  });

  it("waits for 23 hours at most", async () => {
    const { api, clock, advance, update, lookupKey, mark, events, subscription } =
      await upgrade("pending_if_incomplete");
    const { latest_invoice } = await update();
    const since = await mark();
    await advance(clock, "2026-02-01T12:00:00Z");
    expect(typesOf(await events(since))).toContain("customer.subscription.pending_update_expired");
    expect(await api.invoices.retrieve(nameOf(latest_invoice))).toMatchObject({ status: "void" });
    expect(await subscription()).toMatchObject({ pending_update: null });
    expect(await lookupKey()).toBe("omnia_creator_month");
  });
});
