import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { omniaPrices, packBought, planPaid } from "../support/omnia-events.ts";
import { changed, customer, subscription, told } from "../support/stripe-objects.ts";
import { listOf } from "../support/tiny-stripe.ts";
import { balanceOf, deliver, ignoredBy, passbookBeside } from "../support/webhook.ts";

// Whose an event is: by what is linked, by what it names, and never by both where they differ.

const SAID = "2026-01-31T12:00:00Z";
const bySession = (change: Partial<Stripe.Checkout.Session>) => changed(packBought(), change);
const checkout = bySession({ mode: "subscription", subscription: "sub_ada", metadata: { account: "ada" } });

/** An invoice for Ada's subscription, in whose metadata this stands. */
function naming(metadata: Stripe.Metadata, customerId = "cus_ada"): Stripe.InvoicePaidEvent {
  const subscription_details = { metadata, subscription: "sub_ada" };
  const parent = { type: "subscription_details", quote_details: null, subscription_details };
  return changed(planPaid(), { customer: customerId, parent });
}

describe("What a customer, a session or a subscription has told", () => {
  it.each<[string, Stripe.Event]>([
    ["a customer", told("customer.created", customer(), SAID)],
    ["a session that bought a subscription", checkout],
    ["a subscription", told("customer.subscription.created", subscription({ status: "incomplete" }), SAID)],
  ])("says whose the invoice is that names nobody: %s", async (_, first) => {
    const { passbook } = await passbookBeside();
    expect(await deliver(passbook, naming({}), first, naming({}))).toEqual([500, 200, 200]);
    expect(await balanceOf(passbook)).toBe(500);
  });

  it("is written once: the links of an invoice are what it belongs to and what it came to", async () => {
    const { passbook } = await passbookBeside();
    const paid = planPaid();
    await deliver(passbook, paid, paid);
    const links = Object.entries(await passbook.items()).filter(([key]) => key.startsWith("L#"));
    expect(Object.fromEntries(links)).toMatchObject({
      "L#account/ada": { link: { customer: "cus_ada" } },
      "L#cus_ada": { link: { account: "ada" } },
      "L#sub_ada": { link: { account: "ada" } },
      [`L#${paid.data.object.id}`]: { link: { account: "ada", total: 9_90 } },
    });
    expect(links).toHaveLength(4);
  });
});

describe("A session for a subscription that tells whose it is by its reference alone", () => {
  const byReference = (client_reference_id: string | null) =>
    bySession({ id: "cs_1", mode: "subscription", subscription: "sub_ada", metadata: {}, client_reference_id });
  const items = (price: object | undefined) => ({
    "/v1/checkout/sessions/cs_1/line_items?limit=100": listOf([{ id: "li_1", price, quantity: 1 }]),
  });

  it("says whose the customer, the subscription and the invoice are, where it sells something of ours", async () => {
    const { passbook } = await passbookBeside(items(omniaPrices.get("omnia_creator_month")));
    expect(await deliver(passbook, naming({}), byReference("ada"), naming({}))).toEqual([500, 200, 200]);
    expect(await balanceOf(passbook)).toBe(500);
  });

  it("says nothing where it sells something of somebody else's: they use it for names of their own", async () => {
    const { passbook } = await passbookBeside(items({ id: "price_of_others" }));
    await passbook.table.writePriceName("price_of_others", "");
    expect(await deliver(passbook, byReference("ada"))).toEqual([200]);
    expect(ignoredBy(passbook)).toEqual(["a session in subscription mode"]);
    expect(Object.keys(await passbook.items()).filter((key) => key.startsWith("L#"))).toEqual([]);
  });

  it.each([["an account that can't be one", "a b"]])("is refused loudly where it names %s", async (_, reference) => {
    const { passbook } = await passbookBeside(items(omniaPrices.get("omnia_creator_month")));
    expect(await deliver(passbook, byReference(reference))).toEqual([500]);
    expect(await passbook.parked()).toHaveLength(1);
  });

  it("asks nothing where it names nobody", async () => {
    const { passbook, stripe } = await passbookBeside();
    expect(await deliver(passbook, byReference(null))).toEqual([200]);
    expect(stripe.asked).toEqual([]);
  });
});

describe("Metadata that names another account than its customer's is refused, and nothing is written", () => {
  const eves = { metadata: { account: "eve" }, client_reference_id: null };
  it.each<[string, Stripe.Event]>([
    ["an invoice", naming({ account: "eve" })],
    ["another customer's invoice for the customer's subscription", naming({ account: "eve" }, "cus_eve")],
    ["a pack", bySession({ metadata: { account: "eve", pack: "pack_1000" }, client_reference_id: "eve" })],
    ["a session", bySession({ mode: "subscription", ...eves })],
    [
      "another customer's session that bought the subscription",
      bySession({ mode: "subscription", customer: "cus_eve", subscription: "sub_ada", ...eves }),
    ],
    ["a subscription", told("customer.subscription.updated", subscription({ metadata: { account: "eve" } }), SAID)],
    ["the customer", told("customer.updated", customer({ metadata: { account: "eve" } }), SAID)],
  ])("%s", async (_, event) => {
    const { passbook } = await passbookBeside();
    await deliver(passbook, planPaid());
    const before = await passbook.items();
    expect(await deliver(passbook, event)).toEqual([500]);
    expect(await passbook.items()).toEqual(before);
    expect(await passbook.parked()).toEqual([JSON.stringify(event)]);
  });
});
