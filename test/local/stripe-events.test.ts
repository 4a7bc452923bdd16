import { omnia } from "@passbook/core/policies/omnia";
import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { sellablePrices } from "../../local/stripe/catalogue.ts";
import { toStripePrice } from "../../local/stripe/price.ts";
import { asyncPaymentSucceeded, checkoutSessionCompleted, invoicePaid } from "../support/stripe-facts/events.ts";

const at = (iso: string) => Date.parse(iso) / 1000;
const price = (lookupKey: string) => {
  const found = sellablePrices(omnia).find((sellable) => sellable.lookupKey === lookupKey);
  if (!found) throw new Error(`omnia sells no ${lookupKey}`);
  return toStripePrice(found);
};

const january = { start: at("2026-01-31T09:00:00Z"), end: at("2026-02-28T09:00:00Z") };
const february = { start: january.end, end: at("2026-03-31T09:00:00Z") };
const subscription = {
  account: "demo",
  customer: "cus_1",
  subscription: "sub_1",
  subscriptionItem: "si_1",
  price: price("omnia_creator_month"),
};
const pack = {
  account: "demo",
  customer: "cus_1",
  pack: "pack_1000",
  price: price("omnia_pack_1000"),
  completedAt: january.start,
};

const firstInvoice = () => invoicePaid({ ...subscription, period: january, paidAt: january.start });
const renewal = () =>
  invoicePaid({ ...subscription, period: february, renewalOf: january, paidAt: february.start + 3600 });
const unpaidSession = () => checkoutSessionCompleted({ ...pack, quantity: 2, paymentStatus: "unpaid" });

describe("an invoice says what Stripe's says", () => {
  it("for the first period: its own period is an instant, the line's is the month", () => {
    const { data, created } = firstInvoice();
    expect(created).toBe(january.start);
    expect(data.object).toMatchObject({
      billing_reason: "subscription_create",
      status: "paid",
      customer: "cus_1",
      currency: "eur",
      amount_paid: 9_90,
      total: 9_90,
      period_start: january.start,
      period_end: january.start,
      status_transitions: { paid_at: january.start },
      parent: {
        type: "subscription_details",
        subscription_details: { subscription: "sub_1", metadata: { account: "demo" } },
      },
    });
    expect(data.object.lines.data).toMatchObject([
      {
        amount: 9_90,
        quantity: 1,
        period: january,
        parent: {
          type: "subscription_item_details",
          subscription_item_details: { subscription: "sub_1", subscription_item: "si_1", proration: false },
        },
        pricing: { price_details: { price: subscription.price.id } },
      },
    ]);
  });

  it("for a renewal: its own period is the old month, the line's is the new one, and the money comes an hour later", () => {
    const { data } = renewal();
    expect(data.object).toMatchObject({
      billing_reason: "subscription_cycle",
      created: february.start,
      period_start: january.start,
      period_end: january.end,
      status_transitions: { paid_at: february.start + 3600 },
      lines: { data: [{ period: february }] },
    });
  });

  it("with decimals as strings, as they are on the wire and nowhere in the types", () => {
    const [line] = JSON.parse(JSON.stringify(firstInvoice())).data.object.lines.data;
    expect(line).toMatchObject({ quantity_decimal: "1", pricing: { unit_amount_decimal: "990" } });
  });
});

describe("a session for packs", () => {
  it("names account, pack and quantity, and is worth the price times the quantity", () => {
    expect(unpaidSession().data.object).toMatchObject({
      mode: "payment",
      status: "complete",
      payment_status: "unpaid",
      client_reference_id: "demo",
      metadata: { account: "demo", pack: "pack_1000", quantity: "2" },
      amount_subtotal: 38_00,
      amount_total: 38_00,
    });
    expect(checkoutSessionCompleted(pack).data.object.payment_status).toBe("paid");
  });

  it("is the same session once its money has come", () => {
    const unpaid = unpaidSession().data.object;
    const paid = asyncPaymentSucceeded(unpaid, january.end);
    expect(paid).toMatchObject({ type: "checkout.session.async_payment_succeeded", created: january.end });
    expect(paid.data.object).toEqual({ ...unpaid, payment_status: "paid" });
  });
});

it.each([
  ["invoice.paid", firstInvoice],
  ["invoice.paid", renewal],
  ["checkout.session.completed", unpaidSession],
  ["checkout.session.async_payment_succeeded", () => asyncPaymentSucceeded(unpaidSession().data.object, january.end)],
])("a signed %s is what Stripe's own client takes for one", (type, build) => {
  const payload = JSON.stringify(build());
  const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: "whsec_test" });
  expect(Stripe.webhooks.constructEvent(payload, header, "whsec_test")).toMatchObject({
    type,
    object: "event",
    api_version: "2026-10-28.endive",
    livemode: false,
    request: { id: null, idempotency_key: null },
  });
});

it("makes every object anew", () => {
  const ids = [firstInvoice(), firstInvoice()].flatMap(({ id, data }) => [
    id,
    data.object.id,
    data.object.lines.data[0]?.id,
  ]);
  expect(new Set(ids).size).toBe(ids.length);
});
