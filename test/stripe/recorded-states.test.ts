import { omnia } from "@passbook/core/policies/omnia";
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { idOf, type Link } from "../../functions/stripe/links.ts";
import { isHandled, translate } from "../../functions/stripe/translate.ts";
import { beside, eventsIn, hasFixtures } from "../support/fixtures.ts";
import { at } from "../support/instants.ts";
import { knowing } from "../support/omnia-events.ts";

const NOW = at("2026-11-22");
const events = eventsIn("events-endive");

/** What a fixture comes to where everything that it is about is Ada's. */
function read(name: string) {
  const event = events.get(name);
  if (!event || !isHandled(event)) throw new RangeError(`no fixture ${name} that is handled`);
  const { id, payment_intent: intent = "" } = event.data.object as { id: string; payment_intent?: string };
  const links = new Map<string, Link>([
    [id, { account: "ada" }],
    [intent, { pays: { invoice: "in_1" } }],
    ["in_1", { account: "ada", total: 20_00 }],
  ]);
  return { event, translation: translate(omnia, knowing(new Map(), { links }), event, NOW) };
}

const factOf = (name: string) => {
  const { event, translation } = read(name);
  const [told] = "facts" in translation ? translation.facts : [];
  return { created: event.created * 1000, object: event.data.object, fact: told?.fact };
};

describe.runIf(hasFixtures)(`How a subscription of Stripe's stands${beside}`, () => {
  it.each<[string, string, (one: Stripe.Subscription) => { cancelAt?: number | null; endedAt?: number | null }]>([
    ["created.active", "active", () => ({})],
    ["created.trialing", "trialing", () => ({})],
    ["updated.past_due", "past_due", () => ({})],
    ["updated.renewal", "active", () => ({})],
    ["updated.resumed", "active", () => ({})],
    ["updated.pause_collection", "active", () => ({})],
    ["updated.quantity5", "active", () => ({})],
    ["updated.month_to_year.anchor_unchanged", "active", () => ({})],
    ["updated.cancel_at_period_end", "active", ({ cancel_at }) => ({ cancelAt: Number(cancel_at) * 1000 })],
    ["deleted.immediate", "canceled", ({ ended_at }) => ({ endedAt: Number(ended_at) * 1000 })],
    ["deleted.at_period_end", "canceled", ({ ended_at }) => ({ endedAt: Number(ended_at) * 1000 })],
  ])("%s is %s", (name, status, ends) => {
    const { created, object, fact } = factOf(`customer.subscription.${name}`);
    const subscription = object as Stripe.Subscription;
    expect(fact).toEqual({
      type: "ChangeSubscription",
      now: NOW,
      subscription: subscription.id,
      status,
      startedAt: subscription.start_date * 1000,
      cancelAt: null,
      endedAt: null,
      toldAt: created,
      ...ends(subscription),
    });
  });

  it("[N3] incomplete is nothing yet", () => {
    expect(read("customer.subscription.created.incomplete").translation).toMatchObject({ facts: [] });
  });
});

describe.runIf(hasFixtures)(`What of Stripe's goes back, or will not come${beside}`, () => {
  it("[X5] a refund of a part is its own amount", () => {
    expect(factOf("refund.created.partial").fact).toMatchObject({ amount: 10_00, paid: 20_00, outcome: "live" });
  });

  it.each([
    ["created", "opened"],
    ["closed.lost", "lost"],
  ])("[X5] a dispute, %s, was %s", (name, outcome) => {
    expect(factOf(`charge.dispute.${name}`).fact).toMatchObject({ amount: 10_00, paid: 20_00, outcome });
  });

  it("[X1] a renewal that was marked uncollectible is given up, when Stripe did so", () => {
    const { event } = read("invoice.marked_uncollectible.subscription_cycle");
    const invoice = event.data.object as Stripe.Invoice;
    const links = new Map([[idOf(invoice.customer) ?? "", { account: "ada" }]]);
    const translation = translate(omnia, knowing(new Map(), { links }), event, NOW);
    const happenedAt = (invoice.status_transitions.marked_uncollectible_at ?? event.created) * 1000;
    expect(translation).toMatchObject({
      facts: [{ account: "ada", fact: { type: "GiveUpInvoice", invoice: invoice.id, happenedAt } }],
    });
  });
});
