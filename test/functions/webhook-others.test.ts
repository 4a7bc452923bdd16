import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { packBought, planPaid } from "../support/omnia-events.ts";
import { changed, customer, subscription, told } from "../support/stripe-objects.ts";
import { deliver, ignoredBy, passbookBeside } from "../support/webhook.ts";

const SAID = "2026-01-31T12:00:00Z";

describe("Somebody else's sale in the same Stripe account is answered 200 and counted", () => {
  const foreignPrice = { id: "price_of_others", object: "price", lookup_key: null, metadata: {} };
  const foreign = (): Stripe.InvoicePaidEvent => {
    const event = planPaid();
    const details = { metadata: {}, subscription: "sub_other" };
    const parent = { type: "subscription_details", quote_details: null, subscription_details: details };
    Object.assign(event.data.object, { customer: "cus_other", parent });
    const [line] = event.data.object.lines.data;
    Object.assign(line?.pricing?.price_details ?? {}, { price: foreignPrice.id });
    return event;
  };
  const unpaid = { ...foreign().data.object, billing_reason: "subscription_cycle" };

  it.each<[string, Stripe.Event]>([
    ["an invoice", foreign()],
    ["a pack", changed(packBought(), { customer: "cus_other", metadata: {}, client_reference_id: "order 7" })],
    ["a subscription", told("customer.subscription.created", subscription({ price: null, metadata: {} }), SAID)],
    ["a customer", told("customer.created", customer({ id: "cus_other", metadata: {} }), SAID)],
    ["an invoice that nobody pays", told("invoice.voided", unpaid, SAID)],
  ])("%s", async (_, event) => {
    const { passbook } = await passbookBeside({ "/v1/prices/price_of_others": foreignPrice });
    const before = await passbook.items();
    expect(await deliver(passbook, event)).toEqual([200]);
    expect(await passbook.items()).toEqual(before);
    expect(ignoredBy(passbook)).toHaveLength(1);
  });

  it("unkey#6988: but an invoice of a subscription that names none is loud, whosever it is", async () => {
    const { passbook } = await passbookBeside({ "/v1/prices/price_of_others": foreignPrice });
    expect(await deliver(passbook, changed(foreign(), { parent: null }))).toEqual([500]);
    expect(await passbook.parked()).toHaveLength(1);
  });
});
