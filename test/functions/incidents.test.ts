import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { billing, months, pricing, proration } from "../support/billing.ts";
import { ada, reader } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { omniaPrices, packBought, planPaid } from "../support/omnia-events.ts";
import { orders } from "../support/orders.ts";
import { changed, customer, dispute, invoicePayment, refund, subscription, told } from "../support/stripe-objects.ts";
import type { TestPassbook } from "../support/test-passbook.ts";
import { listOf } from "../support/tiny-stripe.ts";
import { balanceOf, deliver, passbookBeside } from "../support/webhook.ts";

// What has befallen others, by the names of their reports, as it would befall Ada. More of them are where their rule is tested.

const paid = planPaid();
const invoice = paid.data.object.id;
const paysInvoice = told("invoice_payment.paid", invoicePayment(invoice), "2026-01-31T12:00:20Z");
const AT_5 = "2026-02-05T12:00:00Z";
const AT_6 = "2026-02-06T12:00:00Z";

async function february(answers = {}) {
  const { passbook, stripe } = await passbookBeside(answers);
  passbook.time.now = at("2026-02-10");
  return { passbook, stripe };
}

const statusesOf = async (passbook: TestPassbook, events: readonly Stripe.Event[]) =>
  new Set(await deliver(passbook, ...events));

async function spends(passbook: TestPassbook, key: string, quantity: number) {
  const request = { token: ada, key, body: { service: "image", quantity } };
  return (await passbook.call("POST /accounts/ada/spends", request)).status;
}

async function viewOf(passbook: TestPassbook) {
  const { body } = await passbook.call("GET /accounts/ada/balance", { token: reader("ada") });
  return body as Record<string, unknown>;
}

describe("sokosumi#3120: a webhook that made an invoice made another one when it was told again", () => {
  const lines = `/v1/invoices/${invoice}/lines?limit=100`;
  const sessionItems = "/v1/checkout/sessions/cs_1/line_items?limit=100";
  const states = ["past_due", "active"] as const;
  const SUBSCRIPTION = "/v1/subscriptions/sub_ada";
  const answers = {
    [lines]: listOf([...paid.data.object.lines.data]),
    [sessionItems]: listOf([{ id: "li_1", price: omniaPrices.get("omnia_pack_1000"), quantity: 1 }]),
    [SUBSCRIPTION]: subscription({ status: "past_due" }),
    "/v1/customers/cus_ada": customer({ test_clock: "clock_1" }),
    "/v1/checkout/sessions?payment_intent=pi_1": listOf([]),
    "/v1/invoice_payments?payment[type]=payment_intent&payment[payment_intent]=pi_1": listOf([invoicePayment(invoice)]),
    [`/v1/invoices/${invoice}`]: paid.data.object,
  };

  it("ours asks and never writes, whatever it is told and however often", async () => {
    const { passbook, stripe } = await february(answers);
    const events = [
      changed(paid, { test_clock: "clock_1", lines: { ...paid.data.object.lines, has_more: true } }),
      changed(packBought(), { id: "cs_1", metadata: { account: "ada" } }),
      ...states.map((status) => told("customer.subscription.updated", subscription({ status }), "2026-02-02")),
      told("refund.created", refund(), AT_5),
      told("charge.dispute.created", dispute({ amount: 1_00 }), AT_6),
      told("customer.deleted", customer(), "2026-02-07"),
    ];
    expect(await statusesOf(passbook, [...events, ...events])).toEqual(new Set([200]));
    expect(new Set(stripe.asked.map((request) => request.split(" ")[0]))).toEqual(new Set(["GET"]));
    const paths = stripe.asked.map((request) => request.slice("GET ".length));
    expect(new Set(paths)).toEqual(new Set(Object.keys(answers)));
  });
});

describe("Money that goes back in parts", () => {
  const part = (id: string, amount: number, when: string) => told("refund.created", refund({ id, amount }), when);
  const cumulative = (amount_refunded: number, when: string) =>
    told("charge.refunded", { id: "ch_1", object: "charge", amount_refunded, payment_intent: "pi_1" }, when);
  const half = part("re_1", 4_95, AT_5);
  const quarter = part("re_2", 2_47, AT_6);

  it("[X5] eliza#10920: takes credits back at all", async () => {
    const { passbook } = await february();
    await deliver(passbook, paid, paysInvoice, half);
    expect(await balanceOf(passbook)).toBe(250);
  });

  it("[X5] eliza#10938: is counted once, though the charge adds it up as well, and the balance is never below zero", async () => {
    for (const events of orders([half, cumulative(4_95, AT_5), quarter, cumulative(7_42, AT_6)])) {
      const { passbook } = await february();
      await deliver(passbook, paid, paysInvoice);
      expect(await spends(passbook, "songs", 40)).toBe(201);
      expect(await statusesOf(passbook, [...events, ...events])).toEqual(new Set([200]));
      // 374 of 500 go back; 100 are left, and 274 of the 400 that were spent are owed.
      expect(await viewOf(passbook)).toMatchObject({ balance: 0, debt: 274 });
    }
  });

  it("[X5] replyinmyvoice#301: is a share of what was granted, not of what is left of it", async () => {
    const { passbook } = await february();
    await deliver(passbook, paid, paysInvoice, half, quarter);
    expect(await balanceOf(passbook)).toBe(500 - Math.floor((500 * 7_42) / 9_90));
  });

  it("[X5] lago-api#6257: may go back while the payment is disputed, too", async () => {
    const { passbook } = await february();
    const opened = told("charge.dispute.created", dispute(), AT_5);
    const won = told("charge.dispute.closed", dispute({ status: "won" }), "2026-02-08");
    expect(await statusesOf(passbook, [paid, paysInvoice, opened, quarter])).toEqual(new Set([200]));
    expect(await balanceOf(passbook)).toBe(0);
    await deliver(passbook, won);
    expect(await balanceOf(passbook)).toBe(500 - Math.floor((500 * 2_47) / 9_90));
  });
});

describe("A subscription's state in the shape of another API version", () => {
  const [item] = subscription().items.data;
  const { current_period_end: _, ...bare } = item as Stripe.SubscriptionItem;
  const items = { object: "list", data: [bare], has_more: false } as unknown as Stripe.Subscription["items"];
  const old = { items, current_period_end: 1_772_280_000, cancel_at_period_end: true };

  it("better-auth#2087, ansvisor#4, qarote#116, subscription-use-cases#1212: has its period elsewhere, and is refused, not read as no time at all", async () => {
    const { passbook } = await february();
    const event = told("customer.subscription.updated", subscription(old), "2026-02-02");
    expect(await deliver(passbook, { ...event, api_version: "2024-06-20" })).toEqual([500]);
    expect(await passbook.parked()).toHaveLength(1);
  });

  it("twenty#19894: that says our version and is not in its shape is refused too, not read as never ending", async () => {
    const { passbook } = await february();
    await deliver(passbook, paid);
    const before = await passbook.items();
    expect(await deliver(passbook, told("customer.subscription.updated", subscription(old), "2026-02-02"))).toEqual([
      500,
    ]);
    expect(await passbook.items()).toEqual(before);
  });
});

describe("What is told late", () => {
  it("get-convex/stripe#53, stripe-cli#418: an invoice that was made or declined before it was paid takes no state back", async () => {
    const { passbook } = await february();
    const active = told("customer.subscription.updated", subscription(), "2026-02-02");
    await deliver(passbook, paid, active);
    const before = await passbook.items();
    const types = ["invoice.created", "invoice.finalized", "invoice.payment_failed"] as const;
    const late = types.map((type) => told(type, { ...paid.data.object, status: "open" }, "2026-01-31T12:00:00Z"));
    expect(await statusesOf(passbook, late)).toEqual(new Set([200]));
    expect(await passbook.items()).toEqual(before);
  });

  it("TryGhost/Members#240: created as incomplete, told after it was paid and updated, takes nothing away", async () => {
    const { passbook } = await february();
    const created = told(
      "customer.subscription.created",
      subscription({ status: "incomplete" }),
      "2026-01-31T12:00:00Z",
    );
    const updated = told("customer.subscription.updated", subscription(), "2026-01-31T12:00:02Z");
    expect(await statusesOf(passbook, [updated, paid, created])).toEqual(new Set([200]));
    expect((await passbook.table.readHead("ada")).account.subscriptions).toMatchObject([{ status: "active" }]);
    expect(await balanceOf(passbook)).toBe(500);
  });
});

describe("Plans that go up and down", () => {
  it("[X7] llmgateway#2479, boxel#1776: as often as they may, farm no credits", async () => {
    const swap = (day: number, from: string, to: string) => {
      const begins = `2026-02-${String(day).padStart(2, "0")}T12:00:00Z`;
      const change = planPaid({ from: begins, until: "2026-02-28T12:00:00Z" });
      const parent = proration(change);
      const price = (plan: string) => pricing(omniaPrices.get(`omnia_${plan}_month`));
      const credit = { amount: -5_00, parent, pricing: price(from) };
      return billing(change, credit, { amount: 15_00, parent, pricing: price(to) });
    };
    const days = [2, 4, 6, 8, 10, 12];
    const changes = days.map((day, turn) => (turn % 2 ? swap(day, "pro", "creator") : swap(day, "creator", "pro")));
    const { passbook } = await months(paid, ...changes);
    expect(await balanceOf(passbook)).toBe(500);
  });
});

describe("Allowances that nobody waits for", () => {
  it("[X3] recoupable#1962: a spend has the month's credits, also where nobody has looked since it began", async () => {
    const year = planPaid({ interval: "year", until: "2027-01-31T12:00:00Z" });
    const { passbook } = await passbookBeside();
    await deliver(passbook, year);
    expect(await spends(passbook, "this month's", 50)).toBe(201);
    passbook.time.now = at("2026-03-01");
    expect(await spends(passbook, "the next month's", 50)).toBe(201);
    expect(await balanceOf(passbook)).toBe(0);
  });
});
