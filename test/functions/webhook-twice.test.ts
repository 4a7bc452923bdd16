import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { at } from "../support/instants.ts";
import { packBought, planPaid } from "../support/omnia-events.ts";
import { orders } from "../support/orders.ts";
import { answers, ScriptedConnection } from "../support/scripted.ts";
import { changed, invoicePayment, refund, subscription, told } from "../support/stripe-objects.ts";
import { testPassbook } from "../support/test-passbook.ts";
import { balanceOf, deliver, passbookBeside } from "../support/webhook.ts";

// One thing that was paid for, told by several events: in every order, and every one of them twice.

/** What Stripe does: whatever is not answered 2xx is sent again, until all is. */
async function delivered(events: readonly Stripe.Event[]) {
  const { passbook } = await passbookBeside();
  passbook.time.now = at("2026-02-10");
  let open = [...events, ...events];
  for (let round = 0; open.length > 0 && round < 5; round++) {
    const statuses = await deliver(passbook, ...open);
    open = open.filter((_, index) => statuses[index] !== 200);
  }
  expect(open).toEqual([]);
  return passbook;
}

describe("sokosumi#1846: a pack whose session makes an invoice of it", () => {
  const session = changed(packBought(), { id: "cs_1", invoice: "in_pack", payment_intent: "pi_1" });
  const { lines } = planPaid().data.object;
  const nothing = { billing_reason: "manual", parent: null, lines: { ...lines, data: [] } };
  const sold = changed(planPaid(), { id: "in_pack", ...nothing });
  const payment = told("invoice_payment.paid", invoicePayment("in_pack"), "2026-01-31T12:00:20Z");
  const all = orders([session, sold, payment]).map(
    (events) => [events.map(({ type }) => type).join(", "), events] as const,
  );

  it.each(all)("[X2] is granted once, and nothing fails for ever: %s", async (_, events) => {
    const passbook = await delivered(events);
    expect(await balanceOf(passbook)).toBe(1_000);
    const half = told("refund.created", refund({ amount: 9_50 }), "2026-02-05T12:00:00Z");
    expect(await deliver(passbook, half)).toEqual([200]);
    expect(await balanceOf(passbook)).toBe(500);
  });
});

describe("opencode#28402, pay#282: a subscription that was bought in Checkout", () => {
  const events = [
    changed(packBought(), { mode: "subscription", subscription: "sub_ada", metadata: { account: "ada" } }),
    told("customer.subscription.created", subscription(), "2026-01-31T12:00:01Z"),
    planPaid(),
    told("customer.subscription.updated", subscription({ metadata: {} }), "2026-01-31T12:00:02Z"),
  ];

  it("[X2] is the same account, with one grant, in whatever order its events come", async () => {
    const accounts: unknown[] = [];
    for (const order of orders(events)) {
      const passbook = await delivered(order);
      const { lots, terms, subscriptions } = (await passbook.table.readHead("ada")).account;
      const unnumbered = terms.map((term) => ({ ...term, origin: 0, lots: [] }));
      accounts.push([lots.map((lot) => ({ ...lot, number: 0 })), unnumbered, subscriptions]);
      expect(lots).toMatchObject([{ source: "plan", left: 500 }]);
    }
    for (const account of accounts) expect(account).toEqual(accounts[0]);
  });
});

it("[X2] Cogtrix#125: what was linked before its grant failed is granted when Stripe sends it again", async () => {
  const paid = planPaid();
  const { passbook } = await passbookBeside();
  const failing = new ScriptedConnection({ TransactWriteItems: [answers("AccessDeniedException")] });
  const broken = await testPassbook({ table: passbook.tableName, client: { requestHandler: failing } });
  expect(await deliver(broken, paid)).toEqual([500]);
  expect(await passbook.table.readLink("cus_ada")).toEqual({ account: "ada" });
  expect(await deliver(passbook, paid)).toEqual([200]);
  expect(await balanceOf(passbook)).toBe(500);
});
