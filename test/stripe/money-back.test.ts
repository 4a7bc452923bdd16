import { describe, expect, it } from "vitest";
import { localStripe, nameOf, typesOf } from "../support/local-stripe.ts";

/** Somebody who has paid 29.00 for a month of Pro, with the card of a token. */
async function paidFor(token = "pm_card_visa") {
  const stripe = await localStripe();
  const { clock, customer } = await stripe.customer("2026-01-31T12:00:00Z", token);
  const subscription = await stripe.api.subscriptions.create({
    customer,
    items: [{ price: await stripe.price("omnia_pro_month") }],
  });
  const { data } = await stripe.api.charges.list({ customer });
  const charge = data[0]?.id ?? "";
  const amount = data[0]?.amount ?? 0;
  return { ...stripe, clock, customer, subscription, charge, amount, since: await stripe.mark() };
}

describe("A refund", () => {
  it("is of what is left, and never of more", async () => {
    const { api, charge, amount } = await paidFor();
    await api.refunds.create({ charge, amount: 1_00 });
    await expect(api.refunds.create({ charge, amount })).rejects.toThrow("greater than unrefunded amount");
    expect(await api.refunds.create({ charge })).toMatchObject({ amount: amount - 1_00, status: "succeeded" });
    await expect(api.refunds.create({ charge })).rejects.toMatchObject({ code: "charge_already_refunded" });
    expect(await api.charges.retrieve(charge)).toMatchObject({ refunded: true, amount_refunded: amount });
    expect((await api.refunds.list({ charge })).data).toHaveLength(2);
  });

  it("that fails later gives the money back to the seller", async () => {
    const { api, charge, control, since, events } = await paidFor();
    const { id } = await api.refunds.create({ charge, amount: 1_00 });
    await control("conclude_refund", { refund: id, status: "failed" });
    expect(await api.refunds.retrieve(id)).toMatchObject({ status: "failed", failure_reason: expect.any(String) });
    expect(await api.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
    expect(typesOf(await events(since))).toEqual([
      "charge.refunded",
      "refund.created",
      "refund.updated",
      "charge.refund.updated",
      "refund.failed",
      "charge.updated",
    ]);
  });

  it("is pending where the bank takes its time, and can be taken back until then", async () => {
    const { api, charge, control } = await paidFor("pm_card_pendingRefund");
    const first = await api.refunds.create({ charge, amount: 1_00 });
    const second = await api.refunds.create({ charge, amount: 2_00 });
    expect([first.status, second.status]).toEqual(["pending", "pending"]);
    await control("conclude_refund", { refund: first.id, status: "succeeded" });
    expect(await api.refunds.cancel(second.id)).toMatchObject({ status: "canceled" });
    expect(await api.charges.retrieve(charge)).toMatchObject({ amount_refunded: 1_00 });
  });

  it("finds its invoice through the payment of that invoice", async () => {
    const { api, charge, subscription } = await paidFor();
    const { payment_intent } = await api.refunds.create({ charge });
    const { data } = await api.invoicePayments.list({
      payment: { type: "payment_intent", payment_intent: nameOf(payment_intent) },
    });
    expect(data).toMatchObject([{ invoice: subscription.latest_invoice, status: "paid", is_default: true }]);
  });
});

describe("A dispute", () => {
  it.each([
    ["won", ["charge.dispute.closed", "charge.dispute.funds_reinstated"]],
    ["lost", ["charge.dispute.closed"]],
  ] as const)("that is %s", async (outcome, types) => {
    const { api, charge, control, mark, events } = await paidFor();
    const { answer } = await control("dispute", { charge, amount: 5_00, reason: "product_not_received" });
    expect(answer).toMatchObject({ status: "needs_response", amount: 5_00, balance_transactions: [{ amount: -5_00 }] });
    const since = await mark();
    await control("close_dispute", { dispute: answer["id"], outcome });
    expect(typesOf(await events(since))).toEqual(types);
    expect(await control("close_dispute", { dispute: answer["id"], outcome })).toMatchObject({ status: 400 });
    expect(await api.charges.retrieve(charge)).toMatchObject({ disputed: true });
  });

  it("that is only asked about moves no money", async () => {
    const { charge, control, since, events } = await paidFor();
    const { answer } = await control("dispute", { charge, inquiry: true });
    expect(answer).toMatchObject({ status: "warning_needs_response", balance_transactions: [] });
    await control("close_dispute", { dispute: answer["id"], outcome: "warning_closed" });
    expect(typesOf(await events(since))).toEqual(["charge.updated", "charge.dispute.created", "charge.dispute.closed"]);
  });

  it("keeps its charge from being refunded", async () => {
    const { api, charge, control } = await paidFor();
    await control("dispute", { charge });
    await expect(api.refunds.create({ charge })).rejects.toMatchObject({ code: "charge_disputed" });
  });
});

describe("A credit note", () => {
  it("refunds a part of a paid invoice", async () => {
    const { api, subscription, since, events } = await paidFor();
    const note = await api.creditNotes.create({
      invoice: nameOf(subscription.latest_invoice),
      amount: 5_00,
      refund_amount: 5_00,
    });
    expect(note).toMatchObject({
      type: "post_payment",
      post_payment_amount: 5_00,
      refunds: [{ amount_refunded: 5_00 }],
    });
    expect(typesOf(await events(since))).toEqual(["charge.refunded", "refund.created", "credit_note.created"]);
    expect(await api.invoices.retrieve(nameOf(subscription.latest_invoice))).toMatchObject({
      status: "paid",
      post_payment_credit_notes_amount: 5_00,
    });
  });
});

describe("A negative total", () => {
  it("goes to the customer's balance, and the next invoice is paid from it first", async () => {
    const { api, subscription, customer, clock, advance, price, amount } = await paidFor();
    await advance(clock, "2026-02-14T12:00:00Z");
    const items = [{ id: subscription.items.data[0]?.id ?? "", price: await price("omnia_creator_month") }];
    const { latest_invoice } = await api.subscriptions.update(subscription.id, {
      items,
      proration_behavior: "always_invoice",
    });
    const credit = Math.round(9_90 / 2) - Math.round(amount / 2);
    expect(await api.invoices.retrieve(nameOf(latest_invoice))).toMatchObject({
      status: "paid",
      total: credit,
      amount_due: 0,
      ending_balance: credit,
    });
    expect(await api.customers.retrieve(customer)).toMatchObject({ balance: credit });
    await advance(clock, "2026-03-01T12:00:00Z");
    const renewed = await api.subscriptions.retrieve(subscription.id);
    const due = Math.max(0, 9_90 + credit);
    expect(await api.invoices.retrieve(nameOf(renewed.latest_invoice))).toMatchObject({
      status: "paid",
      total: 9_90,
      starting_balance: credit,
      amount_paid: due,
      ending_balance: credit + 9_90 - due,
    });
  });

  it("of unused time, when a subscription ends now and that is asked for", async () => {
    const { api, subscription, customer, clock, advance, amount } = await paidFor();
    await advance(clock, "2026-02-14T12:00:00Z");
    await api.subscriptions.cancel(subscription.id, { prorate: true, invoice_now: true });
    expect(await api.customers.retrieve(customer)).toMatchObject({ balance: -Math.round(amount / 2) });
  });
});

describe("What is to come", () => {
  it("can be seen before it is done, and nothing of it is kept", async () => {
    const { api, subscription, price, customer, clock, advance } = await paidFor("pm_card_visa");
    await advance(clock, "2026-02-14T12:00:00Z");
    const since = (await api.events.list({ limit: 1 })).data[0]?.id;
    const items = [{ id: subscription.items.data[0]?.id ?? "", price: await price("omnia_creator_year") }];
    const changed = await api.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: { items, proration_behavior: "always_invoice", billing_cycle_anchor: { type: "now" } },
    });
    expect(
      changed.lines.data.map((line) => [line.parent?.subscription_item_details?.proration, line.amount > 0]),
    ).toEqual([
      [true, false],
      [false, true],
    ]);
    const renewal = await api.invoices.createPreview({ subscription: subscription.id });
    expect(renewal).toMatchObject({
      billing_reason: "upcoming",
      lines: { data: [{ period: { start: subscription.items.data[0]?.current_period_end } }] },
    });
    expect((await api.events.list({ limit: 1 })).data[0]?.id).toBe(since);
    expect((await api.invoices.list({ customer })).data).toHaveLength(1);
    expect((await api.subscriptions.retrieve(subscription.id)).latest_invoice).toBe(subscription.latest_invoice);
  });
});
