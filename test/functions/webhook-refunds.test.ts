import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { at } from "../support/instants.ts";
import { packBought, planPaid } from "../support/omnia-events.ts";
import { dispute, invoicePayment, refund, told } from "../support/stripe-objects.ts";
import { listOf } from "../support/tiny-stripe.ts";
import { balanceOf, deliver, ignoredBy, passbookBeside } from "../support/webhook.ts";

// Ada's invoice and her pack, and what goes back of their money.

const paid = planPaid();
const invoice = paid.data.object.id;
const paysInvoice = told("invoice_payment.paid", invoicePayment(invoice), "2026-01-31T12:00:20Z");
const half = told("refund.created", refund({ created: at("2026-02-05") / 1000 }), "2026-02-05");

const PAYMENTS = "/v1/invoice_payments?payment[type]=payment_intent&payment[payment_intent]=pi_1";
const SESSIONS = "/v1/checkout/sessions?payment_intent=pi_1";
const saysInvoice = { [PAYMENTS]: listOf([invoicePayment(invoice)]), [`/v1/invoices/${invoice}`]: paid.data.object };

async function february(answers = {}) {
  const { passbook, stripe } = await passbookBeside(answers);
  passbook.time.now = at("2026-02-10");
  return { passbook, stripe };
}

describe("A refund through the webhook", () => {
  it("[X5] takes back its share once, whichever of its events tell of it, asking Stripe nothing that is known", async () => {
    const { passbook, stripe } = await february();
    const again = told("refund.updated", refund({ created: half.data.object.created }), "2026-02-06");
    expect(await deliver(passbook, paid, paysInvoice, half, again, half)).toEqual([200, 200, 200, 200, 200]);
    expect(await balanceOf(passbook)).toBe(250);
    expect(stripe.asked).toEqual([]);
  });

  it("[X5] that has failed gives back", async () => {
    const { passbook } = await february();
    const failed = told("refund.failed", { ...half.data.object, status: "failed" }, "2026-02-07");
    await deliver(passbook, paid, paysInvoice, half, failed);
    expect(await balanceOf(passbook)).toBe(500);
  });

  it("[X5] whose payment no event has told of asks Stripe what it had paid", async () => {
    const { passbook, stripe } = await february(saysInvoice);
    expect(await deliver(passbook, paid, half)).toEqual([200, 200]);
    expect(await balanceOf(passbook)).toBe(250);
    expect(stripe.asked.map((line) => line.split("?")[0])).toEqual([
      "GET /v1/checkout/sessions",
      "GET /v1/invoice_payments",
      `GET /v1/invoices/${invoice}`,
    ]);
  });

  it("[X5] [X2] before its invoice is answered 500, kept, and taken when Stripe sends it again", async () => {
    const { passbook } = await february(saysInvoice);
    expect(await deliver(passbook, half)).toEqual([500]);
    expect(await passbook.parked()).toEqual([JSON.stringify(half)]);
    expect(await deliver(passbook, paid, half)).toEqual([200, 200]);
    expect(await balanceOf(passbook)).toBe(250);
  });

  it("[X5] before its session is answered 500, and taken when Stripe sends it again", async () => {
    const bought = packBought();
    const session = { ...bought.data.object, payment_intent: "pi_1" };
    const completed = { ...bought, data: { object: session } };
    const { passbook } = await february({ [SESSIONS]: listOf([session]) });
    const all = told("refund.created", refund({ amount: 19_00 }), "2026-02-05T12:00:00Z");
    expect(await deliver(passbook, all)).toEqual([500]);
    expect(await deliver(passbook, completed, all)).toEqual([200, 200]);
    expect(await balanceOf(passbook)).toBe(0);
  });

  it("of somebody else's payment is answered 200 and counted; nothing is written", async () => {
    const foreign = planPaid();
    if (foreign.data.object.parent?.subscription_details) foreign.data.object.parent.subscription_details.metadata = {};
    const line = foreign.data.object.lines.data[0] as Stripe.InvoiceLineItem;
    Object.assign(line.pricing?.price_details ?? {}, { price: "price_of_others" });
    const { passbook } = await february({
      [PAYMENTS]: listOf([invoicePayment(foreign.data.object.id)]),
      [`/v1/invoices/${foreign.data.object.id}`]: foreign.data.object,
      "/v1/prices/price_of_others": { id: "price_of_others", object: "price", lookup_key: null, metadata: {} },
    });
    const before = await passbook.items();
    const payment = told("invoice_payment.paid", invoicePayment(foreign.data.object.id), "2026-02-05");
    expect(await deliver(passbook, foreign, payment, half)).toEqual([200, 200, 200]);
    expect(await passbook.items()).toEqual(before);
    expect(ignoredBy(passbook)).toHaveLength(3);
  });

  it("says nothing of Stripe's key in the log where Stripe does not answer as it should", async () => {
    const { passbook } = await february({ [PAYMENTS]: listOf([invoicePayment("in_gone")]) });
    expect(await deliver(passbook, half)).toEqual([500]);
    expect(passbook.log.join("")).not.toMatch(/sk_test|No such object/);
  });
});

describe("A dispute through the webhook", () => {
  const at5 = "2026-02-05T12:00:00Z";
  const opened = told("charge.dispute.created", dispute(), at5);
  const closed = (status: Stripe.Dispute.Status) =>
    told("charge.dispute.closed", dispute({ status }), "2026-02-08T12:00:00Z");

  it.each<[string, Stripe.Event[], number]>([
    ["[X5] freezes what is left", [opened], 0],
    ["[X5] eliza#11017: that is won gives back exactly what was frozen", [opened, closed("won")], 500],
    ["[X5] that is lost takes it", [opened, closed("lost")], 0],
    [
      "[X5] that is lost and then won by an appeal gives it back",
      [
        opened,
        closed("lost"),
        told("charge.dispute.updated", dispute({ status: "appeal_under_review" }), "2026-02-08T13:00:00Z"),
        told("charge.dispute.closed", dispute({ status: "won" }), "2026-02-09T12:00:00Z"),
      ],
      500,
    ],
    [
      "[X5] eliza#11155: that is won is not netted with a refund of the same payment",
      [half, opened, closed("won")],
      250,
    ],
    [
      "[X5] that is an inquiry freezes nothing",
      [told("charge.dispute.created", dispute({ status: "warning_needs_response" }), at5)],
      500,
    ],
    ["[X5] that is won before we heard that it was opened changes nothing", [closed("won"), opened], 500],
  ])("%s", async (_, events, balance) => {
    const { passbook } = await february();
    const statuses = await deliver(passbook, paid, paysInvoice, ...events);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await balanceOf(passbook)).toBe(balance);
  });
});
