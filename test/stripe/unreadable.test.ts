import { omnia } from "@passbook/core/policies/omnia";
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { isHandled, translate } from "../../functions/stripe/translate.ts";
import { Unreadable } from "../../functions/stripe/unreadable.ts";
import { at } from "../support/instants.ts";
import { knowing, omniaPriceNames, packBought, planPaid } from "../support/omnia-events.ts";

const NOW = at("2026-01-31T12:00:05Z");

type Invoice = Stripe.Invoice;
type Line = Stripe.InvoiceLineItem;
type Session = Stripe.Checkout.Session;

const translated = (event: Parameters<typeof translate>[2]) => translate(omnia, knowing(omniaPriceNames), event, NOW);

/** A paid invoice of ours, of which one thing is other than it should be. */
function invoiceWith(change: (invoice: Invoice, line: Line) => void): Stripe.InvoicePaidEvent {
  const event = planPaid();
  const [line] = event.data.object.lines.data;
  if (!line) throw new RangeError("the invoice has no line");
  change(event.data.object, line);
  return event;
}

function sessionWith(change: Partial<Session>): Stripe.CheckoutSessionCompletedEvent {
  const event = packBought();
  const metadata = { ...event.data.object.metadata, ...change.metadata };
  return { ...event, data: { object: { ...event.data.object, ...change, metadata } } };
}

const itemOf = ({ parent }: Line) => {
  if (!parent?.subscription_item_details) throw new RangeError("the line is of no subscription");
  return parent.subscription_item_details;
};
const namedAs = (account: string) => (invoice: Invoice) => {
  if (invoice.parent?.subscription_details) invoice.parent.subscription_details.metadata = { account };
};

describe("An invoice of ours can't be read, and fails loudly, where", () => {
  it.each<[string, (invoice: Invoice, line: Line) => void]>([
    ["nobody is named", (invoice) => Object.assign(invoice.parent?.subscription_details ?? {}, { metadata: {} })],
    ["the account can't be one: empty", namedAs("")],
    ["the account can't be one: with a #", namedAs("ada#1")],
    ["the account can't be one: with a line break", namedAs("ada\n")],
    ["the account can't be one: a lone surrogate", namedAs("ada\uD800")],
    ["the account can't be one: 129 characters", namedAs("a".repeat(129))],
    ["the account can't be one: nothing can ask for it", namedAs("..")],
    ["the event carries not all of its lines", (invoice) => Object.assign(invoice.lines, { has_more: true })],
    ["two accounts are named", (invoice) => Object.assign(invoice, { metadata: { account: "bea" } })],
    [
      "it renews a subscription and names none",
      (invoice) => Object.assign(invoice, { parent: null, metadata: { account: "ada" } }),
    ],
    ["it is not said when it was paid", (invoice) => Object.assign(invoice.status_transitions, { paid_at: null })],
    ["the line of a plan has no subscription", (_, line) => Object.assign(itemOf(line), { subscription: null })],
    ["the line of a plan is of another version's shape", (_, line) => Object.assign(line, { parent: null })],
    ["it renews a subscription and sells nothing", (invoice) => Object.assign(invoice.lines, { data: [] })],
    ["the line of a subscription has no price", (_, line) => Object.assign(line, { pricing: null })],
    ["it has no shape that we know", (invoice) => Object.assign(invoice, { status_transitions: null })],
    ["it is not there at all", (invoice) => Object.assign(invoice, { lines: null })],
    ["the quantity is negative", (_, line) => Object.assign(line, { quantity: -1 })],
    ["the quantity is no whole number", (_, line) => Object.assign(line, { quantity: 1.5 })],
  ])("%s", (_, change) => {
    expect(() => translated(invoiceWith(change))).toThrow(Unreadable);
  });
});

describe("A session of ours can't be read, and fails loudly, where", () => {
  it.each<[string, Partial<Session>]>([
    ["it names two accounts", { client_reference_id: "bea" }],
    ["the account can't be one", { metadata: { account: "ada#1" }, client_reference_id: "ada#1" }],
    ["the pack is not in the catalogue", { metadata: { pack: "pack_7" } }],
    ["the pack is a property of every object", { metadata: { pack: "constructor" } }],
    ["the pack is a plan", { metadata: { pack: "creator" } }],
    ["the quantity is 0", { metadata: { quantity: "0" }, amount_subtotal: 0 }],
    ["the quantity is negative", { metadata: { quantity: "-1" }, amount_subtotal: -19_00 }],
    ["the quantity is a fraction", { metadata: { quantity: "0.5" }, amount_subtotal: 9_50 }],
    ["the quantity is no number", { metadata: { quantity: "many" } }],
    ["the quantity is empty", { metadata: { quantity: "" }, amount_subtotal: 0 }],
    ["more is claimed than was charged", { metadata: { quantity: "2" } }],
    ["a larger pack is claimed than was charged", { metadata: { pack: "pack_5000" } }],
    ["another amount was charged", { amount_subtotal: 18_99 }],
    ["no amount was charged", { amount_subtotal: null }],
    ["another currency was charged", { currency: "usd" }],
    ["no currency was charged", { currency: null }],
  ])("%s", (_, change) => {
    expect(() => translated(sessionWith(change))).toThrow(Unreadable);
  });
});

describe("An event of ours is", () => {
  it("an allowance for each line that sells a plan, and nothing for a pack's: its session tells", () => {
    const event = invoiceWith((invoice, line) => {
      const pack = { price_details: { price: priceId("omnia_pack_1000"), product: "prod_1" } } as Line["pricing"];
      const pro = { price_details: { price: priceId("omnia_pro_year"), product: "prod_2" } } as Line["pricing"];
      invoice.lines.data.push({ ...line, id: "il_pack", pricing: pack }, { ...line, id: "il_pro", pricing: pro });
    });
    expect(translated(event)).toMatchObject({
      facts: [{ fact: { plan: "creator", interval: "month" } }, { fact: { plan: "pro", interval: "year" } }],
    });
  });

  it("a plan change, never an allowance, for what a larger plan costs for a rest; nothing for what comes back", () => {
    const event = invoiceWith((invoice, line) => {
      const prorated = structuredClone(line);
      itemOf(prorated).proration = true;
      invoice.lines.data = [{ ...structuredClone(prorated), amount: -9_90 }, prorated];
    });
    expect(translated(event)).toMatchObject({
      facts: [{ account: "ada", fact: { type: "ChangePlan", plan: "creator" } }],
    });
    event.data.object.lines.data.pop();
    expect(translated(event)).toEqual({ ignored: "has no full period of a plan of ours" });
  });

  it("nothing for an item that was emptied, and its own for the item beside it", () => {
    const event = invoiceWith((invoice, line) => {
      invoice.lines.data = [{ ...structuredClone(line), quantity: 0 }, line];
    });
    expect(translated(event)).toMatchObject({ facts: [{ fact: { quantity: 1 } }] });
  });

  it("loud where a price is called like ours and the catalogue does not know it: a typo is not silence", () => {
    const event = planPaid();
    const [line] = event.data.object.lines.data;
    const price = line?.pricing?.price_details?.price as string;
    const misspelt = new Map([[price, "omnia_creater_month"]]);
    expect(() => translate(omnia, knowing(misspelt), event, event.created * 1000)).toThrow("omnia_creater_month");
  });

  it("[X2] nothing but whose it is for a session that bought a subscription: its invoice tells", () => {
    expect(translated(sessionWith({ mode: "subscription", subscription: "sub_ada" }))).toEqual({
      facts: [],
      links: [
        { id: "cus_ada", link: { account: "ada" } },
        { id: "sub_ada", link: { account: "ada" } },
      ],
    });
  });

  it("somebody else's, and ignored, where a session names no account and no pack of ours", () => {
    const { id, data, ...event } = packBought();
    for (const metadata of [null, {}, { pack: "pack_7" }, { pack: "constructor" }, { account_id: "ada" }]) {
      const sold = { ...event, id, data: { object: { ...data.object, metadata } } };
      expect(translated(sold)).toHaveProperty("ignored");
    }
  });

  it("as of the instant when the money came, not when it was asked for", () => {
    const event = invoiceWith((invoice) => Object.assign(invoice, { created: invoice.created - 3_600 }));
    expect(translated(event)).toMatchObject({ facts: [{ fact: { paidAt: at("2026-01-31T12:00:00Z") } }] });
  });

  it("[X8] as many allowances as seats were paid, and one where the line does not count", () => {
    expect(translated(planPaid({ quantity: 10 }))).toMatchObject({
      facts: [{ fact: { quantity: 10, amount: 99_00 } }],
    });
    const uncounted = invoiceWith((_, line) => Object.assign(line, { quantity: null }));
    expect(translated(uncounted)).toMatchObject({ facts: [{ fact: { quantity: 1 } }] });
  });

  it("[O6] as many packs as were charged", () => {
    expect(translated(packBought({ pack: "pack_5000", quantity: 3 }))).toMatchObject({
      facts: [{ account: "ada", fact: { pack: "pack_5000", quantity: 3 } }],
    });
  });

  it("[O6] a purchase where the customer's coupon paid all of it", () => {
    const free = sessionWith({ payment_status: "no_payment_required", amount_total: 0 });
    expect(translated(free)).toMatchObject({ facts: [{ fact: { pack: "pack_1000" } }] });
  });

  it("the same whenever it is translated, and is not touched by it", () => {
    for (const event of [planPaid({ interval: "year" }), packBought()]) {
      const before = structuredClone(JSON.parse(JSON.stringify(event)));
      const twin = structuredClone(before);
      if (!isHandled(twin)) throw new RangeError("not handled");
      const first = translated(deepFrozen(event));
      expect(translated(event)).toEqual(first);
      expect(translated(twin)).toEqual(first);
      expect(JSON.parse(JSON.stringify(event))).toEqual(before);
    }
  });
});

function priceId(lookupKey: string): string {
  return [...omniaPriceNames].find(([, name]) => name === lookupKey)?.[0] ?? "";
}

function deepFrozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(deepFrozen);
  return value;
}
