import Stripe from "stripe";
import { expect, it } from "vitest";
import { asItWas } from "../../functions/stripe/as-it-was.ts";
import { isHandled } from "../../functions/stripe/translate.ts";
import { localStripe, nameOf, unix } from "../support/local-stripe.ts";
import { seeded } from "../support/seeded.ts";

// Whatever a seller does, in whatever order: Stripe answers or refuses, and never stumbles.

const T0 = "2026-01-31T12:00:00Z";
const STEPS = 50;

async function live(seed: number) {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const one = <T>(choices: readonly T[]): T => choices[below(choices.length)] as T;
  const stripe = await localStripe({
    seed: String(seed),
    billing: { afterLastAttempt: one(["cancel", "unpaid", "past_due", "pause"]) },
  });
  const { api } = stripe;
  const { id: clock } = await api.testHelpers.testClocks.create({ frozen_time: unix(T0) });
  const { data: prices } = await api.prices.list({ limit: 100, type: "recurring" });
  await api.coupons.create({ id: "TEN", percent_off: 10, duration: "once" });
  await api.coupons.create({ id: "ALL", percent_off: 100, duration: "repeating", duration_in_months: 2 });
  const cards = [
    "pm_card_visa",
    "pm_card_visa",
    "pm_card_chargeCustomerFail",
    "pm_card_createDispute",
    "pm_usBankAccount_success",
  ];
  const customers: string[] = [];
  for (const card of cards) {
    const settings = { payment_method: card, invoice_settings: { default_payment_method: card } };
    customers.push((await api.customers.create({ test_clock: clock, ...settings })).id);
  }
  let now = unix(T0);
  const price = () => one(prices).id;
  const some = async () => one((await api.subscriptions.list({ test_clock: clock, status: "all", limit: 100 })).data);
  const invoice = async () => one((await api.invoices.list({ limit: 100 })).data).id;
  const proration_behavior = () => one(["always_invoice", "create_prorations", "none"] as const);
  const payment_behavior = () => one(["allow_incomplete", "error_if_incomplete", "pending_if_incomplete"] as const);

  const subscribe = () =>
    api.subscriptions.create({
      customer: one(customers),
      items: [{ price: price(), quantity: 1 + below(3) }],
      payment_behavior: one(["allow_incomplete", "default_incomplete", "error_if_incomplete"]),
      ...(below(3) === 0 && { trial_period_days: 1 + below(40) }),
      ...(below(3) === 0 && { discounts: [{ coupon: one(["TEN", "ALL"]) }] }),
    });
  const change = async () => {
    const { id, items } = await some();
    const changed = [{ id: one(items.data).id, price: price(), quantity: 1 + below(3) }];
    const anchor = below(3) === 0 && { billing_cycle_anchor: { type: "now" as const } };
    return api.subscriptions.update(id, {
      items: changed,
      proration_behavior: proration_behavior(),
      payment_behavior: payment_behavior(),
      ...anchor,
    });
  };
  const schedule = async () => {
    const { id, phases } = await api.subscriptionSchedules.create({ from_subscription: (await some()).id });
    const { start_date = 0, end_date = 0, items = [] } = phases[0] ?? {};
    const running = {
      start_date,
      end_date,
      items: items.map((item) => ({ price: nameOf(item.price), quantity: item.quantity ?? 1 })),
    };
    return api.subscriptionSchedules.update(id, {
      end_behavior: one(["release", "cancel"]),
      phases: [running, { items: [{ price: price() }] }],
    });
  };
  const deeds = [
    subscribe,
    subscribe,
    change,
    change,
    schedule,
    async () =>
      api.subscriptions.update((await some()).id, {
        items: [{ price: price() }],
        proration_behavior: proration_behavior(),
      }),
    async () => api.subscriptions.update((await some()).id, { cancel_at_period_end: below(2) === 0 }),
    async () => api.subscriptions.update((await some()).id, { cancel_at: now + below(5_000_000) }),
    async () =>
      api.subscriptions.update((await some()).id, { trial_end: below(2) === 0 ? "now" : now + below(3_000_000) }),
    async () =>
      api.subscriptions.update((await some()).id, {
        pause_collection: { behavior: one(["void", "keep_as_draft", "mark_uncollectible"]) },
      }),
    async () => api.subscriptions.cancel((await some()).id, { prorate: below(2) === 0, invoice_now: below(2) === 0 }),
    async () => api.subscriptions.pause((await some()).id),
    async () =>
      api.subscriptions.resume((await some()).id, { billing_cycle_anchor: { type: one(["now", "unchanged"]) } }),
    async () => api.subscriptionSchedules.release(one((await api.subscriptionSchedules.list()).data).id),
    async () => api.invoices.pay(await invoice()),
    async () => api.invoices.voidInvoice(await invoice()),
    async () => api.invoices.markUncollectible(await invoice()),
    async () =>
      api.refunds.create({ charge: one((await api.charges.list({ limit: 100 })).data).id, amount: 1 + below(900) }),
    async () => stripe.control("decline", { customer: one(customers), times: 1 + below(5) }),
    async () => (below(8) === 0 ? api.customers.del(one(customers)) : undefined),
  ];
  await subscribe().catch(refusedProperly);
  for (let step = 0; step < STEPS; step++) {
    if (below(3) > 0) await one(deeds)().catch(refusedProperly);
    else {
      now += 1 + below(45 * 86_400);
      expect(await stripe.control("advance", { clock, to: now })).toMatchObject({ status: 200 });
    }
  }
  return stripe;
}

/** No, in Stripe's own words; or nothing was there to do it to. */
function refusedProperly(error: unknown): void {
  if (error instanceof TypeError) return;
  if (error instanceof Stripe.errors.StripeError && (error.statusCode ?? 500) < 500) return;
  throw error;
}

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  "A random life, seed %i: no failure of ours, no debt below zero, no period that runs backwards",
  async (seed) => {
    const { events } = await live(seed);
    for (const { type, data } of await events()) {
      const object = data.object as unknown as Partial<Stripe.Invoice> & Partial<Stripe.Subscription>;
      const amounts = [object.amount_due ?? 0, object.amount_paid ?? 0, object.amount_remaining ?? 0];
      expect([type, amounts.every((amount) => amount >= 0)]).toEqual([type, true]);
      const periods = object.items?.data.map((item) => item.current_period_end >= item.current_period_start) ?? [];
      expect([type, periods.every(Boolean)]).toEqual([type, true]);
      expect(type).not.toBe("test_helpers.test_clock.internal_failure");
    }
  },
);

it.each([1, 9])(
  "A random life, seed %i: what an event changed was told before, or in the same second",
  async (seed) => {
    const { events } = await live(seed);
    const told = (await events()).filter(isHandled).flatMap((event) => {
      const { object } = event.data;
      return object?.object === "subscription" ? [{ event, object, at: event.created }] : [];
    });
    const changes = told.flatMap(({ event, object, at }, place) => {
      const earlier = told.slice(0, place).findLast((other) => other.object.id === object.id && other.at < at);
      const together = told.filter((other) => other.object.id === object.id && other.at === at);
      const was = asItWas(event);
      return was ? [{ was, states: [earlier, ...together].flatMap((one) => one?.object ?? []) }] : [];
    });
    expect(changes.length).toBeGreaterThan(0);
    for (const { was, states } of changes) expect(states.map(whatCounts)).toContainEqual(whatCounts(was));
  },
);

/** What state is read from. */
function whatCounts({
  status,
  cancel_at,
  cancel_at_period_end,
  ended_at,
  items,
  metadata,
  schedule,
}: Stripe.Subscription) {
  const sold = items.data.map(({ price, quantity }) => [price.id, quantity]);
  return { status, cancel_at, cancel_at_period_end, ended_at, sold, metadata, schedule };
}
