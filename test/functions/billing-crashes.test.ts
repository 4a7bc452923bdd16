import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { type BillingStory, billingStory } from "../support/billing-story.ts";
import { nameOf } from "../support/local-stripe.ts";

// The connection to Stripe is cut after the first write of a request, after the second … Whatever was done by then stays done;
// the same request, sent again, does the rest, and the end is that of a request that nothing happened to.

interface Told {
  readonly [field: string]: unknown;
}

/** Everything at Stripe that a customer would notice, without its ids. */
async function whatStripeHas({ stripe: { api }, clock }: BillingStory) {
  const customers = (await api.customers.list({ test_clock: clock })).data;
  const lists = customers.map(async ({ id: customer }) => {
    const subscriptions = (await api.subscriptions.list({ customer, status: "all" })).data;
    const schedules = (await api.subscriptionSchedules.list({ customer })).data.filter(
      ({ status }) => status === "active",
    );
    return {
      sessions: (await api.checkout.sessions.list({ customer })).data.map(({ mode, metadata }) => [mode, metadata]),
      invoices: (await api.invoices.list({ customer })).data.map(({ amount_paid, status }) => [amount_paid, status]),
      subscriptions: subscriptions.map(({ status, cancel_at, metadata, items }) => ({
        status,
        cancel_at,
        metadata,
        items: items.data.map(({ price, quantity }) => [price.lookup_key, quantity]),
      })),
      schedules: schedules.map(({ phases }) => phases.map(phaseOf)),
    };
  });
  return Promise.all(lists);
}

function phaseOf({ start_date, end_date, items, proration_behavior }: Stripe.SubscriptionSchedule.Phase) {
  return {
    start_date,
    end_date,
    proration_behavior,
    items: items.map(({ price, quantity }) => [nameOf(price), quantity]),
  };
}

const subscribes =
  (plan: string, interval = "month") =>
  async (story: BillingStory) => {
    await story.buys({ plan, interval });
    await story.until("2026-02-10T09:00:00Z");
  };
const after =
  (...steps: ((story: BillingStory) => Promise<unknown>)[]) =>
  async (story: BillingStory) => {
    for (const step of steps) await step(story);
  };
const asks = (verb: string, body: object) => (story: BillingStory) => story.done(verb, body);

const KEY = "the same words";

describe.each([
  ["a checkout of a plan", musiversal, after(), "checkout", { plan: "studio-5", interval: "month", addOns: ["extra"] }],
  ["a checkout of a pack", omnia, after(), "checkout", { pack: "pack_1000", quantity: 2 }],
  ["the portal", omnia, after(), "portal", { cancel: "now" }],
  ["an add-on", musiversal, subscribes("studio-5"), "checkout", { addOn: "extra" }],
  [
    "an add-on beside a plan that is going to change",
    musiversal,
    after(subscribes("studio-10"), asks("plan", { plan: "studio-5", interval: "month" })),
    "checkout",
    { addOn: "extra" },
  ],
  ["a larger plan, at once", neume, subscribes("basic"), "plan", { plan: "pro", interval: "month" }],
  [
    "a smaller plan, in the place of another that was planned",
    omnia,
    after(subscribes("team"), asks("plan", { plan: "pro", interval: "month" })),
    "plan",
    { plan: "creator", interval: "month" },
  ],
  ["a larger plan inside a paid year", omnia, subscribes("creator", "year"), "plan", { plan: "pro", interval: "year" }],
  [
    "a cancellation, for later, of what was planned too",
    omnia,
    after(subscribes("team"), asks("plan", { plan: "pro", interval: "month" })),
    "cancel",
    { when: "period_end" },
  ],
  ["a cancellation, now", omnia, subscribes("creator"), "cancel", { when: "now" }],
  ["a resumption", omnia, after(subscribes("creator"), asks("cancel", { when: "period_end" })), "resume", {}],
] as const)("[X9] %s", (_, policy, begins, verb, body) => {
  it("is completed by the same request, wherever the connection was cut", async () => {
    const story = await billingStory(policy);
    await begins(story);
    const putBack = await story.keeps();
    const answered = await story.done<Told>(verb, body, KEY);
    const had = await whatStripeHas(story);
    const credits = await story.has();

    for (let writes = 1; ; writes += 1) {
      await putBack();
      story.wire.diesAfter(writes);
      const first = await story.call(verb, body, KEY);
      const wasCut = story.wire.isDead();
      story.wire.revives();
      if (!wasCut) break;
      expect([writes, first.status, (first.body as Told)["code"]]).toEqual([writes, 503, "busy"]);
      const again = await story.done<Told>(verb, body, KEY);
      expect(Object.keys(again)).toEqual(Object.keys(answered));
      if (!("url" in again)) expect(again).toEqual(answered);
      expect([writes, await whatStripeHas(story)]).toEqual([writes, had]);
      expect(await story.has()).toEqual(credits);
      // And once more: nothing is done twice.
      const replay = await story.ask(verb, body, KEY);
      expect(replay).toMatchObject({ status: 200, body: again, headers: { "idempotent-replayed": "true" } });
      expect(await whatStripeHas(story)).toEqual(had);
    }
  });
});
