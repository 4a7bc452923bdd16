import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { iso, type LocalStripeUnderTest, localStripe, nameOf, unix } from "../support/local-stripe.ts";

// What Stripe's test mode was recorded to answer to the same actions, in flexible billing mode: reasons, proration flags,
// amounts and periods. The prices are this product's own.

const T0 = "2026-01-31T12:00:00Z";
const FIRST_MONTH = "2026-01-31T12:00:00Z to 2026-02-28T12:00:00Z";

async function subscribed(more: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const stripe = await localStripe();
  const { clock, customer } = await stripe.customer(T0);
  const subscription = await stripe.api.subscriptions.create({
    customer,
    items: [{ price: await stripe.price("omnia_creator_month") }],
    ...more,
  });
  return { ...stripe, clock, customer, subscription, item: subscription.items.data[0]?.id ?? "" };
}

const span = ({ start, end }: { start: number; end: number }) => `${iso(start)} to ${iso(end)}`;

/** An invoice in the words of the recorded table. */
async function told({ api }: Pick<LocalStripeUnderTest, "api">, id: Stripe.Subscription["latest_invoice"]) {
  const invoice = await api.invoices.retrieve(nameOf(id));
  return {
    reason: invoice.billing_reason,
    status: invoice.status,
    paid: invoice.amount_paid,
    period: span({ start: invoice.period_start, end: invoice.period_end }),
    lines: invoice.lines.data.map((line) => [
      line.parent?.subscription_item_details?.proration,
      line.amount,
      line.quantity,
      span(line.period),
    ]),
  };
}

const itemSpan = ({ items }: Stripe.Subscription) =>
  items.data.map(({ current_period_start: start, current_period_end: end }) => span({ start, end }));

describe("An invoice of a subscription", () => {
  it("that begins is of an instant, and its line of the first month", async () => {
    const { subscription, ...stripe } = await subscribed();
    expect(await told(stripe, subscription.latest_invoice)).toEqual({
      reason: "subscription_create",
      status: "paid",
      paid: 9_90,
      period: `${T0} to ${T0}`,
      lines: [[false, 9_90, 1, FIRST_MONTH]],
    });
    expect(itemSpan(subscription)).toEqual([FIRST_MONTH]);
    expect(subscription).toMatchObject({
      status: "active",
      billing_mode: { type: "flexible" },
      latest_invoice: expect.stringMatching(/^in_/),
    });
  });

  it("on trial is paid with nothing, for the trial", async () => {
    const { subscription, ...stripe } = await subscribed({ trial_period_days: 14 });
    const trial = `${T0} to 2026-02-14T12:00:00Z`;
    expect(await told(stripe, subscription.latest_invoice)).toEqual({
      reason: "subscription_create",
      status: "paid",
      paid: 0,
      period: `${T0} to ${T0}`,
      lines: [[false, 0, 1, trial]],
    });
    expect(itemSpan(subscription)).toEqual([trial]);
    expect(subscription).toMatchObject({
      status: "trialing",
      trial_end: unix("2026-02-14T12:00:00Z"),
      billing_cycle_anchor: unix("2026-02-14T12:00:00Z"),
    });
    const { data } = await stripe.api.invoicePayments.list({ invoice: nameOf(subscription.latest_invoice) });
    expect(data).toEqual([]);
  });

  it("of ten seats has one line of ten", async () => {
    const price = await (await localStripe()).price("omnia_creator_month");
    const { subscription, ...stripe } = await subscribed({ items: [{ price, quantity: 10 }] });
    expect((await told(stripe, subscription.latest_invoice)).lines).toEqual([[false, 99_00, 10, FIRST_MONTH]]);
  });

  it("with a coupon keeps its line's amount and takes less", async () => {
    const stripe = await localStripe();
    const { customer } = await stripe.customer(T0);
    await stripe.api.coupons.create({ id: "10OFF", percent_off: 10, duration: "forever" });
    const { latest_invoice } = await stripe.api.subscriptions.create({
      customer,
      items: [{ price: await stripe.price("omnia_creator_month") }],
      discounts: [{ coupon: "10OFF" }],
    });
    expect(await told(stripe, latest_invoice)).toMatchObject({ paid: 8_91, lines: [[false, 9_90, 1, FIRST_MONTH]] });
    expect(await stripe.api.invoices.retrieve(nameOf(latest_invoice))).toMatchObject({
      subtotal: 9_90,
      total: 8_91,
      total_discount_amounts: [{ amount: 99 }],
      discounts: [expect.stringMatching(/^di_/)],
    });
  });

  it("that renews is of the month that is over, and its line of the one that begins", async () => {
    const { subscription, clock, ...stripe } = await subscribed();
    await stripe.advance(clock, "2026-03-01T12:00:00Z");
    const renewed = await stripe.api.subscriptions.retrieve(subscription.id);
    expect(await told(stripe, renewed.latest_invoice)).toEqual({
      reason: "subscription_cycle",
      status: "paid",
      paid: 9_90,
      period: FIRST_MONTH,
      lines: [[false, 9_90, 1, "2026-02-28T12:00:00Z to 2026-03-31T12:00:00Z"]],
    });
    const invoice = await stripe.api.invoices.retrieve(nameOf(renewed.latest_invoice));
    expect([invoice.created, invoice.status_transitions.finalized_at].map((at) => iso(at ?? 0))).toEqual([
      "2026-02-28T12:00:00Z",
      "2026-02-28T13:00:00Z",
    ]);
  });

  it("by hand, with nothing waiting, has no lines and names the subscription", async () => {
    const { subscription, customer, clock, api, advance } = await subscribed();
    await advance(clock, "2026-02-10T12:00:00Z");
    const draft = await api.invoices.create({ customer, subscription: subscription.id });
    const invoice = await api.invoices.finalizeInvoice(draft.id);
    expect(invoice).toMatchObject({
      billing_reason: "manual",
      status: "paid",
      total: 0,
      parent: { subscription_details: { subscription: subscription.id } },
      period_start: unix(T0),
      period_end: unix("2026-02-10T12:00:00Z"),
      lines: { data: [] },
    });
  });
});

describe("Month to year, invoiced at once", () => {
  it("with the anchor unchanged has two prorations, and the item's year began when the month did", async () => {
    const { subscription, item, ...stripe } = await subscribed();
    const updated = await stripe.api.subscriptions.update(subscription.id, {
      items: [{ id: item, price: await stripe.price("omnia_creator_year") }],
      proration_behavior: "always_invoice",
    });
    expect(await told(stripe, updated.latest_invoice)).toEqual({
      reason: "subscription_update",
      status: "paid",
      paid: 89_10,
      period: `${T0} to ${T0}`,
      lines: [
        [true, -9_90, 1, FIRST_MONTH],
        [true, 99_00, 1, "2026-01-31T12:00:00Z to 2027-01-31T12:00:00Z"],
      ],
    });
    expect(itemSpan(updated)).toEqual(["2026-01-31T12:00:00Z to 2027-01-31T12:00:00Z"]);
    expect(updated.billing_cycle_anchor).toBe(unix(T0));
    const [credit] = (await stripe.api.invoices.retrieve(nameOf(updated.latest_invoice))).lines.data;
    expect(credit?.parent?.subscription_item_details?.proration_details?.credited_items).toMatchObject({
      invoice: subscription.latest_invoice,
      invoice_line_items: [expect.stringMatching(/^il_/)],
    });
  });

  it("with the anchor moved to now has a credit and a whole year", async () => {
    const { subscription, item, clock, ...stripe } = await subscribed();
    // Fourteen of the month's twenty-eight days are over.
    await stripe.advance(clock, "2026-02-14T12:00:00Z");
    const updated = await stripe.api.subscriptions.update(subscription.id, {
      items: [{ id: item, price: await stripe.price("omnia_creator_year") }],
      proration_behavior: "always_invoice",
      billing_cycle_anchor: { type: "now" },
    });
    expect(await told(stripe, updated.latest_invoice)).toEqual({
      reason: "subscription_update",
      status: "paid",
      paid: 94_05,
      period: "2026-02-14T12:00:00Z to 2026-02-14T12:00:00Z",
      lines: [
        [true, -4_95, 1, "2026-02-14T12:00:00Z to 2026-02-28T12:00:00Z"],
        [false, 99_00, 1, "2026-02-14T12:00:00Z to 2027-02-14T12:00:00Z"],
      ],
    });
    expect(itemSpan(updated)).toEqual(["2026-02-14T12:00:00Z to 2027-02-14T12:00:00Z"]);
    expect(updated.billing_cycle_anchor).toBe(unix("2026-02-14T12:00:00Z"));
  });

  it("is prorated second by second", async () => {
    const { subscription, item, clock, ...stripe } = await subscribed();
    await stripe.advance(clock, "2026-02-10T12:00:01Z");
    const { latest_invoice } = await stripe.api.subscriptions.update(subscription.id, {
      items: [{ id: item, price: await stripe.price("omnia_pro_month") }],
      proration_behavior: "always_invoice",
    });
    const left = (28 - 10) * 86_400 - 1;
    const share = left / (28 * 86_400);
    const { lines } = await stripe.api.invoices.retrieve(nameOf(latest_invoice));
    const pro = (await stripe.api.prices.retrieve(await stripe.price("omnia_pro_month"))).unit_amount ?? 0;
    expect(lines.data.map(({ amount }) => amount)).toEqual([-Math.round(9_90 * share), Math.round(pro * share)]);
  });
});

describe("A change of quantity", () => {
  it("makes no invoice of its own; the renewal bills what has waited, and the month", async () => {
    const { subscription, item, clock, ...stripe } = await subscribed();
    await stripe.advance(clock, "2026-02-14T12:00:00Z");
    const updated = await stripe.api.subscriptions.update(subscription.id, { items: [{ id: item, quantity: 5 }] });
    expect(updated.latest_invoice).toBe(subscription.latest_invoice);
    expect(itemSpan(updated)).toEqual([FIRST_MONTH]);
    await stripe.advance(clock, "2026-03-01T12:00:00Z");
    const { latest_invoice } = await stripe.api.subscriptions.retrieve(subscription.id);
    expect((await told(stripe, latest_invoice)).lines).toEqual([
      [true, -4_95, 1, "2026-02-14T12:00:00Z to 2026-02-28T12:00:00Z"],
      [true, 24_75, 5, "2026-02-14T12:00:00Z to 2026-02-28T12:00:00Z"],
      [false, 49_50, 5, "2026-02-28T12:00:00Z to 2026-03-31T12:00:00Z"],
    ]);
  });

  it("without prorations is billed from the renewal on", async () => {
    const { subscription, item, clock, ...stripe } = await subscribed();
    await stripe.api.subscriptions.update(subscription.id, {
      items: [{ id: item, quantity: 5 }],
      proration_behavior: "none",
    });
    await stripe.advance(clock, "2026-03-01T12:00:00Z");
    const { latest_invoice } = await stripe.api.subscriptions.retrieve(subscription.id);
    expect((await told(stripe, latest_invoice)).lines).toEqual([
      [false, 49_50, 5, "2026-02-28T12:00:00Z to 2026-03-31T12:00:00Z"],
    ]);
  });
});

describe("Cancelling", () => {
  const ending = ({ status, cancel_at, cancel_at_period_end, canceled_at, ended_at }: Stripe.Subscription) => ({
    status,
    cancel_at: cancel_at && iso(cancel_at),
    cancel_at_period_end,
    canceled_at: canceled_at && iso(canceled_at),
    ended_at: ended_at && iso(ended_at),
  });

  it("at the period's end sets both fields and when it was asked; taking it back clears all three", async () => {
    const { subscription, clock, api, advance } = await subscribed();
    await advance(clock, "2026-02-10T12:00:00Z");
    const asked = await api.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    expect(ending(asked)).toEqual({
      status: "active",
      cancel_at: "2026-02-28T12:00:00Z",
      cancel_at_period_end: true,
      canceled_at: "2026-02-10T12:00:00Z",
      ended_at: null,
    });
    const back = await api.subscriptions.update(subscription.id, { cancel_at_period_end: false });
    expect(ending(back)).toEqual({
      status: "active",
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      ended_at: null,
    });
  });

  it("now, after it was asked for the period's end, keeps when it was asked", async () => {
    const { subscription, clock, api, advance } = await subscribed();
    await advance(clock, "2026-02-10T12:00:00Z");
    await api.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    await advance(clock, "2026-02-11T12:00:00Z");
    expect(ending(await api.subscriptions.cancel(subscription.id))).toEqual({
      status: "canceled",
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: "2026-02-10T12:00:00Z",
      ended_at: "2026-02-11T12:00:00Z",
    });
  });
});

it("Pausing the collection changes that field and nothing else", async () => {
  const { subscription, api } = await subscribed();
  const paused = await api.subscriptions.update(subscription.id, { pause_collection: { behavior: "void" } });
  const { lastResponse: _first, ...before } = subscription;
  const { lastResponse: _second, ...after } = paused;
  expect(after).toEqual({ ...before, pause_collection: { behavior: "void", resumes_at: null } });
  expect(await api.subscriptions.update(subscription.id, { pause_collection: "" })).toMatchObject({
    pause_collection: null,
  });
});
