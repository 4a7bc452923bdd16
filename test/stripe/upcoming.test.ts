import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { iso, localStripe } from "../support/local-stripe.ts";

async function subscribed(change: Stripe.SubscriptionUpdateParams = {}) {
  const stripe = await localStripe();
  const { clock, customer } = await stripe.customer("2026-01-31T12:00:00Z");
  const { id } = await stripe.api.subscriptions.create({
    customer,
    items: [{ price: await stripe.price("omnia_creator_month") }],
  });
  if (Object.keys(change).length > 0) await stripe.api.subscriptions.update(id, change);
  const announced = async () =>
    (await stripe.events()).flatMap((event) => (event.type === "invoice.upcoming" ? [event] : []));
  return { ...stripe, clock, id, announced };
}

describe("A renewal is announced", () => {
  it("a week before, once, as an invoice that has no id yet", async () => {
    const { clock, advance, announced } = await subscribed();
    await advance(clock, "2026-02-21T11:59:59Z");
    expect(await announced()).toEqual([]);
    await advance(clock, "2026-02-21T12:00:00Z");
    await advance(clock, "2026-03-05T12:00:00Z");
    const [event, ...others] = await announced();
    expect(others).toEqual([]);
    expect(iso(event?.created ?? 0)).toBe("2026-02-21T12:00:00Z");
    expect(event?.data.object).toMatchObject({
      object: "invoice",
      billing_reason: "upcoming",
      total: 9_90,
      lines: { data: [{ amount: 9_90, period: { start: Date.parse("2026-02-28T12:00:00Z") / 1000 } }] },
    });
    expect(event?.data.object).not.toHaveProperty("id");
  });

  it.each<[string, Stripe.SubscriptionUpdateParams]>([
    ["it is set to end", { cancel_at_period_end: true }],
    ["its collection is paused", { pause_collection: { behavior: "void" } }],
    ["the customer is sent an invoice", { collection_method: "send_invoice", days_until_due: 7 }],
  ])("not where %s", async (_, change) => {
    const { clock, advance, announced } = await subscribed(change);
    await advance(clock, "2026-03-01T12:00:00Z");
    expect(await announced()).toEqual([]);
  });

  it("as many days before as it is asked for, and not where the period is shorter", async () => {
    const { clock, advance, announced, control } = await subscribed();
    await control("billing", { upcomingDays: 30 });
    await advance(clock, "2026-03-30T12:00:00Z");
    expect((await announced()).map(({ created }) => iso(created))).toEqual(["2026-03-01T12:00:00Z"]);
  });
});
