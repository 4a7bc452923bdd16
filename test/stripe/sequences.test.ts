import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { iso, localStripe, nameOf, typesOf } from "../support/local-stripe.ts";

// The orders in which Stripe was seen to send events, as far as they are known. What a test does not name may come in between.

const T0 = "2026-01-31T12:00:00Z";

async function subscribed() {
  const stripe = await localStripe();
  const { clock, customer } = await stripe.customer(T0);
  const subscription = await stripe.api.subscriptions.create({
    customer,
    items: [{ price: await stripe.price("omnia_creator_month") }],
    metadata: { account: "ada" },
  });
  const since = await stripe.mark();
  /** The types of what has happened since the subscription began. */
  const happened = async () => typesOf(await stripe.events(since));
  return { ...stripe, clock, customer, subscription, since, happened, item: subscription.items.data[0]?.id ?? "" };
}

/** Whether the types come in this order, whatever is between them. */
function inThisOrder(types: readonly string[], wanted: readonly string[]) {
  expect(types.filter((type) => wanted.includes(type))).toEqual(wanted);
}

describe("Checkout", () => {
  it("of a subscription makes the subscription after the payment, and it begins active", async () => {
    const { api, customer: newCustomer, price, mark, post, events } = await localStripe();
    const { customer } = await newCustomer(T0, null);
    const { id, url } = await api.checkout.sessions.create({
      mode: "subscription",
      customer,
      line_items: [{ price: await price("omnia_creator_month"), quantity: 1 }],
      success_url: "http://127.0.0.1:9/done?session={CHECKOUT_SESSION_ID}",
      client_reference_id: "ada",
      subscription_data: { metadata: { account: "ada" } },
    });
    const since = await mark();
    expect(await post(new URL(url ?? "").pathname, { cardNumber: "4242424242424242" })).toMatchObject({
      status: 303,
      location: `http://127.0.0.1:9/done?session=${id}`,
    });
    const happened = await events(since);
    expect(typesOf(happened)).toEqual([
      "charge.succeeded",
      "payment_method.attached",
      "checkout.session.completed",
      "customer.updated",
      "customer.subscription.created",
      "payment_intent.succeeded",
      "payment_intent.created",
      "invoice.created",
      "invoice.finalized",
      "invoice.paid",
      "invoice.payment_succeeded",
      "invoice_payment.paid",
    ]);
    const created = happened.find(({ type }) => type === "customer.subscription.created");
    expect(created?.data.object).toMatchObject({ status: "active", metadata: { account: "ada" } });
    const paid = happened.find(({ type }) => type === "invoice.paid")?.data.object as Stripe.Invoice;
    expect(paid.parent?.subscription_details?.metadata).toEqual({ account: "ada" });
    expect(paid).not.toHaveProperty("payments");
  });

  it("of a pack charges, completes, and is updated", async () => {
    const { api, customer: newCustomer, price, mark, post, events } = await localStripe();
    const { customer } = await newCustomer(T0, null);
    const { url } = await api.checkout.sessions.create({
      mode: "payment",
      customer,
      line_items: [{ price: await price("omnia_pack_1000"), quantity: 2 }],
      metadata: { account: "ada", pack: "pack_1000", quantity: "2" },
      payment_intent_data: { metadata: { account: "ada" } },
    });
    const since = await mark();
    await post(new URL(url ?? "").pathname, { cardNumber: "4242 4242 4242 4242" });
    const happened = await events(since);
    expect(typesOf(happened)).toEqual([
      "charge.succeeded",
      "payment_intent.succeeded",
      "payment_intent.created",
      "checkout.session.completed",
      "charge.updated",
      "customer.updated",
    ]);
    expect(happened[3]?.data.object).toMatchObject({
      payment_status: "paid",
      amount_total: 38_00,
      metadata: { account: "ada" },
    });
    expect(happened[3]?.data.object).not.toHaveProperty("line_items");
  });
});

describe("A renewal", () => {
  it("is announced at the period's end and paid an hour later", async () => {
    const { clock, advance, events, since } = await subscribed();
    await advance(clock, "2026-03-01T12:00:00Z");
    const happened = (await events(since)).map(({ type, created }) => [type, iso(created)]);
    const end = "2026-02-28T12:00:00Z";
    const hourLater = "2026-02-28T13:00:00Z";
    expect(happened).toEqual([
      ["test_helpers.test_clock.advancing", T0],
      ["invoice.created", end],
      ["customer.subscription.updated", end],
      ["payment_intent.created", hourLater],
      ["payment_intent.succeeded", hourLater],
      ["charge.succeeded", hourLater],
      ["invoice.updated", hourLater],
      ["invoice.updated", hourLater],
      ["invoice.finalized", hourLater],
      ["invoice.paid", hourLater],
      ["invoice.payment_succeeded", hourLater],
      ["invoice_payment.paid", hourLater],
      ["test_helpers.test_clock.ready", "2026-03-01T12:00:00Z"],
    ]);
  });

  it("is nobody's request, and says what the period and the invoice were before", async () => {
    const { clock, advance, events, since, subscription } = await subscribed();
    await advance(clock, "2026-03-01T12:00:00Z");
    const updated = (await events(since)).find(({ type }) => type === "customer.subscription.updated");
    expect(updated?.request).toEqual({ id: null, idempotency_key: null });
    expect(updated?.data.previous_attributes).toEqual({
      items: { data: [JSON.parse(JSON.stringify(subscription.items.data[0]))] },
      latest_invoice: subscription.latest_invoice,
    });
  });
});

describe("An upgrade", () => {
  const upgrade = async (behavior: "always_invoice" | "create_prorations" | "none") => {
    const { api, price, subscription, item, happened } = await subscribed();
    const items = [{ id: item, price: await price("omnia_pro_month") }];
    await api.subscriptions.update(subscription.id, { items, proration_behavior: behavior });
    return await happened();
  };

  it("invoiced at once tells of itself, of two items, and of an invoice", async () => {
    expect(await upgrade("always_invoice")).toEqual([
      "customer.subscription.updated",
      "invoiceitem.created",
      "invoiceitem.created",
      "invoice.created",
      "invoice.finalized",
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "invoice.paid",
      "invoice.payment_succeeded",
      "invoice_payment.paid",
    ]);
  });

  it("left to the renewal tells of itself and of two items", async () => {
    expect(await upgrade("create_prorations")).toEqual([
      "customer.subscription.updated",
      "invoiceitem.created",
      "invoiceitem.created",
    ]);
  });

  it("without prorations tells of itself", async () => {
    expect(await upgrade("none")).toEqual(["customer.subscription.updated"]);
  });
});

describe("A cancellation", () => {
  it("at the period's end is told of when it is asked and when it comes, and nothing is billed any more", async () => {
    const { api, subscription, clock, advance, happened } = await subscribed();
    await api.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    await advance(clock, "2026-03-01T12:00:00Z");
    expect((await happened()).filter((type) => !type.startsWith("test_helpers"))).toEqual([
      "customer.subscription.updated",
      "customer.subscription.deleted",
    ]);
  });

  it("now is one event", async () => {
    const { api, subscription, happened } = await subscribed();
    await api.subscriptions.cancel(subscription.id);
    expect(await happened()).toEqual(["customer.subscription.deleted"]);
  });

  it("that is taken back says what it was", async () => {
    const { api, subscription, events, since } = await subscribed();
    await api.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    await api.subscriptions.update(subscription.id, { cancel_at_period_end: false });
    const [, back] = await events(since);
    expect(Object.keys(back?.data.previous_attributes ?? {}).toSorted()).toEqual([
      "cancel_at",
      "cancel_at_period_end",
      "canceled_at",
      "cancellation_details",
    ]);
  });

  it("with the customer ends what runs, and then tells of the customer", async () => {
    const { api, customer, subscription, happened } = await subscribed();
    expect(await api.customers.del(customer)).toMatchObject({ id: customer, deleted: true });
    expect(await happened()).toEqual(["customer.subscription.deleted", "customer.deleted"]);
    expect(await api.subscriptions.retrieve(subscription.id)).toMatchObject({ status: "canceled" });
    expect(await api.customers.retrieve(customer)).toMatchObject({ deleted: true });
  });
});

describe("Money that goes back", () => {
  it("is a refund, and a charge that has been refunded so far", async () => {
    const { api, happened, events, since } = await subscribed();
    const { data } = await api.charges.list({ limit: 1 });
    await api.refunds.create({ charge: data[0]?.id ?? "", amount: 4_00 });
    await api.refunds.create({ payment_intent: nameOf(data[0]?.payment_intent) });
    inThisOrder(await happened(), ["charge.refunded", "refund.created", "charge.refunded", "refund.created"]);
    const charges = (await events(since)).filter(({ type }) => type === "charge.refunded");
    expect(
      charges.map(({ data: { object, previous_attributes } }) => [
        (object as Stripe.Charge).amount_refunded,
        previous_attributes,
      ]),
    ).toEqual([
      [4_00, { amount_refunded: 0 }],
      [9_90, { amount_refunded: 4_00, refunded: false }],
    ]);
  });

  it("is a dispute that is opened, answered and decided", async () => {
    const { api, control, customer, happened } = await subscribed();
    const { data } = await api.charges.list({ customer });
    const { answer } = await control("dispute", { charge: data[0]?.id });
    await api.disputes.update(String(answer["id"]), { evidence: { uncategorized_text: "winning_evidence" } });
    inThisOrder(await happened(), [
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.dispute.updated",
      "charge.dispute.closed",
      "charge.dispute.funds_reinstated",
    ]);
    expect(await api.disputes.retrieve(String(answer["id"]))).toMatchObject({ status: "won" });
  });
});
