import { omnia } from "@passbook/core/policies/omnia";
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import type { Link } from "../../functions/stripe/links.ts";
import { HANDLED, translate } from "../../functions/stripe/translate.ts";
import { at } from "../support/instants.ts";
import { knowing, omniaPriceNames, packBought, planPaid } from "../support/omnia-events.ts";
import { dispute, invoicePayment, refund, told } from "../support/stripe-objects.ts";

const NOW = at("2026-02-10T12:00:01Z");
const SAID = "2026-02-10T12:00:00Z";

/** What is known once the invoice was told, and which payment intent has paid it. */
const paid = new Map<string, Link>([
  ["pi_1", { pays: { invoice: "in_1" } }],
  ["in_1", { account: "ada", total: 9_90 }],
]);

const refunded = (change: Partial<Stripe.Refund>, links = paid) =>
  translate(omnia, knowing(omniaPriceNames, { links }), told("refund.updated", refund(change), SAID), NOW);
const disputed = (change: Partial<Stripe.Dispute>, links = paid) =>
  translate(omnia, knowing(omniaPriceNames, { links }), told("charge.dispute.updated", dispute(change), SAID), NOW);

describe("A refund", () => {
  it.each(["pending", "requires_action", "succeeded", null])(
    "[X5] is money that goes back, from when it was made, while it is %s",
    (status) => {
      expect(refunded({ status })).toEqual({
        facts: [
          {
            account: "ada",
            fact: {
              type: "RefundPayment",
              now: NOW,
              refund: "re_1",
              payment: { invoice: "in_1" },
              amount: 4_95,
              paid: 9_90,
              outcome: "live",
              happenedAt: at("2026-02-05T12:00:00Z"),
            },
          },
        ],
        links: [],
      });
    },
  );

  it.each(["failed", "canceled"])("[X5] is as if it had never been once it has %s", (status) => {
    expect(refunded({ status })).toMatchObject({ facts: [{ fact: { outcome: "failed", happenedAt: at(SAID) } }] });
  });

  it("[X5] of a purchase is its session's, also where that has made an invoice of it", () => {
    const session: [string, Link] = ["cs_1", { account: "ada", total: 19_00 }];
    const direct = new Map<string, Link>([["pi_1", { pays: { session: "cs_1" } }], session]);
    const byInvoice = new Map<string, Link>([
      ["pi_1", { pays: { invoice: "in_1" } }],
      ["in_1", { pays: { session: "cs_1" } }],
      session,
    ]);
    for (const links of [direct, byInvoice])
      expect(refunded({}, links)).toMatchObject({ facts: [{ fact: { payment: { session: "cs_1" }, paid: 19_00 } }] });
  });

  it.each<[string, Partial<Stripe.Refund>]>([
    ["of another payment", { payment_intent: "pi_other" }],
    ["of a charge without a payment intent", { payment_intent: null }],
  ])("%s is somebody else's, and ignored", (_, change) => {
    expect(refunded(change)).toEqual({ ignored: "gives back what we have not sold" });
  });

  it("[X5] is told by its own events alone: the charge says the same cumulatively, credit notes by their refunds", () => {
    expect(HANDLED.filter((type) => /^(charge\.refund|credit_note)/.test(type))).toEqual([]);
  });
});

describe("Money that goes back before its sale was told", () => {
  const sales: [string, Stripe.Invoice | Stripe.Checkout.Session][] = [
    ["an invoice", planPaid().data.object],
    ["a session", packBought().data.object],
  ];
  const asked = (sale: Stripe.Invoice | Stripe.Checkout.Session, prices = omniaPriceNames) =>
    translate(
      omnia,
      knowing(prices, { untold: new Map([["pi_1", sale]]) }),
      told("refund.created", refund(), SAID),
      NOW,
    );

  it.each(sales)("[X5] fails loudly where that is ours, so that Stripe sends it again: %s", (_, sale) => {
    expect(() => asked(sale)).toThrow(`re_1 gives back ${sale.id}, which has not been told as paid yet`);
  });

  it("is ignored where the sale is somebody else's", () => {
    const invoice = structuredClone(planPaid().data.object);
    if (invoice.parent?.subscription_details) invoice.parent.subscription_details.metadata = {};
    expect(asked(invoice, new Map())).toHaveProperty("ignored");
    expect(asked({ ...packBought().data.object, metadata: {} })).toHaveProperty("ignored");
  });
});

describe("A dispute", () => {
  it.each<[Stripe.Dispute.Status, string, string]>([
    ["needs_response", "opened", "2026-02-05T12:00:00Z"],
    ["under_review", "opened", "2026-02-05T12:00:00Z"],
    ["won", "won", SAID],
    ["lost", "lost", SAID],
  ])("[X5] that is %s was %s", (status, outcome, happenedAt) => {
    expect(disputed({ status })).toMatchObject({
      facts: [
        { account: "ada", fact: { dispute: "dp_1", outcome, amount: 9_90, paid: 9_90, happenedAt: at(happenedAt) } },
      ],
    });
  });

  it.each<Stripe.Dispute.Status>([
    "warning_needs_response",
    "warning_under_review",
    "warning_closed",
    "prevented",
    "appeal_needs_response",
    "appeal_under_review",
    "something_new",
  ])("[X5] that is %s moves nothing", (status) => {
    expect(disputed({ status })).toEqual({ ignored: "a dispute that moves no money" });
  });

  it("of somebody else's payment is ignored", () => {
    expect(disputed({ payment_intent: "pi_other" })).toHaveProperty("ignored");
  });
});

describe("Which payment intent has paid", () => {
  const links = (known: Map<string, Link>, change: Partial<Stripe.InvoicePayment> = {}) =>
    translate(
      omnia,
      knowing(omniaPriceNames, { links: known }),
      told("invoice_payment.paid", { ...invoicePayment("in_1"), ...change }, SAID),
      NOW,
    );

  it("an invoice of ours is remembered", () => {
    expect(links(paid)).toEqual({ facts: [], links: [{ id: "pi_1", link: { pays: { invoice: "in_1" } } }] });
  });

  it("the invoice of a purchase is remembered as its session's", () => {
    const made = new Map<string, Link>([["in_1", { pays: { session: "cs_1" } }]]);
    expect(links(made)).toEqual({ facts: [], links: [{ id: "pi_1", link: { pays: { session: "cs_1" } } }] });
  });

  it("anything else is not: nothing is kept of other people's payments", () => {
    expect(links(new Map())).toHaveProperty("ignored");
    expect(links(paid, { status: "canceled" })).toHaveProperty("ignored");
    const payment = { type: "payment_record", payment_record: "pr_1" } as Stripe.InvoicePayment["payment"];
    expect(links(paid, { payment })).toHaveProperty("ignored");
  });
});
