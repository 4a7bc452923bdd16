import { describe, expect, it } from "vitest";
import { iso, localStripe, nameOf, typesOf, unix } from "../support/local-stripe.ts";

/** A subscription that is to change at the end of its first month, 28 February at noon. */
async function scheduled(from: string, to: string) {
  const stripe = await localStripe();
  const { clock, customer } = await stripe.customer("2026-01-31T12:00:00Z");
  const { id } = await stripe.api.subscriptions.create({ customer, items: [{ price: await stripe.price(from) }] });
  const { id: schedule, phases } = await stripe.api.subscriptionSchedules.create({ from_subscription: id });
  const [now] = phases;
  await stripe.api.subscriptionSchedules.update(schedule, {
    end_behavior: "release",
    phases: [
      { items: [{ price: await stripe.price(from) }], start_date: now?.start_date ?? 0, end_date: now?.end_date ?? 0 },
      { items: [{ price: await stripe.price(to) }] },
    ],
  });
  const subscription = () => stripe.api.subscriptions.retrieve(id);
  const since = await stripe.mark();
  return { ...stripe, clock, id, schedule, subscription, since };
}

describe("A downgrade at the period's end", () => {
  it("is told of with the renewal: price and period in one event, and billed as a renewal", async () => {
    const { api, clock, advance, subscription, events, since } = await scheduled(
      "omnia_pro_month",
      "omnia_creator_month",
    );
    await advance(clock, "2026-02-28T14:00:00Z");
    const after = await subscription();
    expect(after.items.data).toMatchObject([
      {
        price: { lookup_key: "omnia_creator_month" },
        current_period_start: unix("2026-02-28T12:00:00Z"),
        current_period_end: unix("2026-03-31T12:00:00Z"),
      },
    ]);
    const invoice = await api.invoices.retrieve(nameOf(after.latest_invoice));
    expect(invoice).toMatchObject({
      billing_reason: "subscription_cycle",
      status: "paid",
      lines: { data: [{ amount: 9_90 }] },
    });
    const happened = await events(since);
    const updates = happened.filter(({ type }) => type === "customer.subscription.updated");
    expect(updates.map(({ data }) => data.previous_attributes)).toMatchObject([
      {
        items: {
          data: [{ price: { lookup_key: "omnia_pro_month" }, current_period_end: unix("2026-02-28T12:00:00Z") }],
        },
      },
    ]);
    expect(typesOf(happened)).toContain("subscription_schedule.updated");
  });

  it("lets the subscription go on by itself once its phases are over", async () => {
    const { api, clock, advance, subscription, schedule, id, events, since } = await scheduled(
      "omnia_pro_month",
      "omnia_creator_month",
    );
    await advance(clock, "2026-03-31T12:00:00Z");
    expect(await api.subscriptionSchedules.retrieve(schedule)).toMatchObject({
      status: "released",
      released_subscription: id,
      subscription: null,
    });
    expect(await subscription()).toMatchObject({ status: "active", schedule: null });
    expect(typesOf(await events(since))).toContain("subscription_schedule.released");
  });

  it("is dropped when the schedule is released", async () => {
    const { api, clock, advance, subscription, schedule } = await scheduled("omnia_pro_month", "omnia_creator_month");
    await api.subscriptionSchedules.release(schedule);
    await advance(clock, "2026-03-01T12:00:00Z");
    expect(await subscription()).toMatchObject({
      schedule: null,
      items: { data: [{ price: { lookup_key: "omnia_pro_month" } }] },
    });
  });

  it("keeps the item's id", async () => {
    const { clock, advance, subscription } = await scheduled("omnia_pro_month", "omnia_creator_month");
    const before = (await subscription()).items.data[0]?.id;
    await advance(clock, "2026-03-01T12:00:00Z");
    expect((await subscription()).items.data[0]?.id).toBe(before);
  });
});

it("From month to year at the period's end the cycle begins anew, with a whole year", async () => {
  const { api, clock, advance, subscription } = await scheduled("omnia_creator_month", "omnia_creator_year");
  await advance(clock, "2026-03-01T12:00:00Z");
  const { items, billing_cycle_anchor, latest_invoice } = await subscription();
  expect([iso(billing_cycle_anchor), iso(items.data[0]?.current_period_end ?? 0)]).toEqual([
    "2026-02-28T12:00:00Z",
    "2027-02-28T12:00:00Z",
  ]);
  const { lines } = await api.invoices.retrieve(nameOf(latest_invoice));
  expect(lines.data).toMatchObject([{ amount: 99_00, parent: { subscription_item_details: { proration: false } } }]);
});

describe("A subscription on a schedule", () => {
  it("is cancelled by its schedule only", async () => {
    const { api, id, schedule } = await scheduled("omnia_pro_month", "omnia_creator_month");
    await expect(api.subscriptions.update(id, { cancel_at_period_end: true })).rejects.toThrow(
      "managed by the subscription schedule",
    );
    await expect(api.subscriptions.pause(id)).rejects.toThrow("attached schedule");
    await expect(api.subscriptionSchedules.create({ from_subscription: id })).rejects.toThrow("already attached");
    await api.subscriptionSchedules.cancel(schedule);
    expect(await api.subscriptions.retrieve(id)).toMatchObject({ status: "canceled", schedule: null });
    expect(await api.subscriptionSchedules.retrieve(schedule)).toMatchObject({ status: "canceled" });
    await expect(api.subscriptionSchedules.release(schedule)).rejects.toThrow("`canceled`");
  });

  it("ends with it, where that is its end: a month after the phase began, on the 28th", async () => {
    const { api, schedule, clock, advance, subscription } = await scheduled("omnia_pro_month", "omnia_creator_month");
    await api.subscriptionSchedules.update(schedule, { end_behavior: "cancel" });
    await advance(clock, "2026-03-31T12:00:00Z");
    expect(await subscription()).toMatchObject({ status: "canceled", ended_at: unix("2026-03-28T12:00:00Z") });
    expect(await api.subscriptionSchedules.retrieve(schedule)).toMatchObject({ status: "completed" });
  });

  it("takes a running phase that is changed at once, with its prorations", async () => {
    const { api, schedule, subscription, price } = await scheduled("omnia_creator_month", "omnia_pro_month");
    const { phases } = await api.subscriptionSchedules.retrieve(schedule);
    await api.subscriptionSchedules.update(schedule, {
      proration_behavior: "always_invoice",
      phases: [
        {
          items: [{ price: await price("omnia_pro_month") }],
          start_date: phases[0]?.start_date ?? 0,
          end_date: phases[0]?.end_date ?? 0,
        },
      ],
    });
    const { items, latest_invoice } = await subscription();
    expect(items.data[0]?.price.lookup_key).toBe("omnia_pro_month");
    expect(await api.invoices.retrieve(nameOf(latest_invoice))).toMatchObject({
      billing_reason: "subscription_update",
      status: "paid",
    });
  });
});
