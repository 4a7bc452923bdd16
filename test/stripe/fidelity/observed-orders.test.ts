import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { open, submit } from "../../support/page.ts";
import { type Account, isReal, openAccount } from "./account.ts";
import { eventsSince, mark, typesOf } from "./events-since.ts";
import { advance, at, idOf, newPerson, START, type Subscribed, subscribe } from "./moves.ts";

// The orders in which one log or another has shown events. Stripe promises none; the local one sends them as they were seen, and
// these tests say so where it is changed. What must hold of any order is in `sequences.test.ts`.

const A_MONTH_LATER = at("2027-02-28T09:00:00Z");

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

/** What has happened to a new subscription while something was done with it. */
async function during(act: (subscribed: Subscribed) => Promise<unknown>): Promise<Stripe.Event[]> {
  const subscribed = await subscribe(account, account.prices.month, { metadata: { account: "ada" } });
  const since = await mark(account);
  await act(subscribed);
  return eventsSince(account, since);
}

async function buys(
  mode: "payment" | "subscription",
  price: string,
  more: Partial<Stripe.Checkout.SessionCreateParams>,
) {
  const { customer } = await newPerson(account);
  await account.stripe.customers.update(customer, { invoice_settings: { default_payment_method: "" } });
  const session = await account.stripe.checkout.sessions.create({
    customer,
    mode,
    line_items: [{ price, quantity: 2 }],
    success_url: "https://example.com/done?session={CHECKOUT_SESSION_ID}",
    ...more,
  });
  const since = await mark(account);
  const { url } = await submit(await open(session.url ?? ""), { cardNumber: "4242 4242 4242 4242" });
  expect(url).toBe(`https://example.com/done?session=${session.id}`);
  return eventsSince(account, since);
}

const ofType = (events: readonly Stripe.Event[], type: Stripe.Event["type"]) =>
  events.find((event) => event.type === type)?.data.object;

describe.skipIf(isReal)("Checkout, as one log had it", () => {
  test("of a subscription, whose metadata is on it and on its invoice", async () => {
    const metadata = { account: "ada" };
    const events = await buys("subscription", account.prices.month, { subscription_data: { metadata } });
    expect(typesOf(events)).toEqual([
      "charge.succeeded",
      "payment_method.attached",
      "checkout.session.completed",
      "customer.updated",
      "customer.subscription.created",
      "payment_intent.succeeded",
      "payment_intent.created",
      "invoice.created",
      "invoice.finalized",
      "invoice.paid",
      "invoice.payment_succeeded",
      "invoice_payment.paid",
    ]);
    expect(ofType(events, "customer.subscription.created")).toMatchObject({ status: "active", metadata });
    const paid = ofType(events, "invoice.paid") as Stripe.Invoice;
    expect(paid.parent?.subscription_details?.metadata).toEqual(metadata);
    expect(paid).not.toHaveProperty("payments");
  });

  test("of a pack, whose session says what was paid and not what was bought", async () => {
    const metadata = { account: "ada", pack: "pack_1000", quantity: "2" };
    const events = await buys("payment", account.prices.pack, { metadata });
    expect(typesOf(events)).toEqual([
      "charge.succeeded",
      "payment_intent.succeeded",
      "payment_intent.created",
      "checkout.session.completed",
      "charge.updated",
      "customer.updated",
    ]);
    const session = ofType(events, "checkout.session.completed");
    expect(session).toMatchObject({ payment_status: "paid", amount_total: 30_00, metadata });
    expect(session).not.toHaveProperty("line_items");
  });
});

describe.skipIf(isReal)("A subscription, as it was seen or is documented", () => {
  test("that renews: announced, drafted at the period's end, charged an hour later", async () => {
    const events = await during((subscribed) => advance(account, subscribed, A_MONTH_LATER + 86_400));
    const paid = A_MONTH_LATER + 3600;
    expect(events.map(({ type, created }) => [type, created])).toEqual([
      ["test_helpers.test_clock.advancing", START],
      ["invoice.upcoming", A_MONTH_LATER - 7 * 86_400],
      ["invoice.created", A_MONTH_LATER],
      ["customer.subscription.updated", A_MONTH_LATER],
      ["payment_intent.created", paid],
      ["payment_intent.succeeded", paid],
      ["charge.succeeded", paid],
      ["invoice.updated", paid],
      ["invoice.updated", paid],
      ["invoice.finalized", paid],
      ["invoice.paid", paid],
      ["invoice.payment_succeeded", paid],
      ["invoice_payment.paid", paid],
      ["test_helpers.test_clock.ready", A_MONTH_LATER + 86_400],
    ]);
  });

  const invoicedAtOnce = [
    "customer.subscription.updated",
    "invoiceitem.created",
    "invoiceitem.created",
    "invoice.created",
    "invoice.finalized",
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "invoice.paid",
    "invoice.payment_succeeded",
    "invoice_payment.paid",
  ];
  test.each([
    ["invoiced at once", "always_invoice", invoicedAtOnce],
    ["left to the renewal", "create_prorations", invoicedAtOnce.slice(0, 3)],
    ["without prorations", "none", invoicedAtOnce.slice(0, 1)],
  ] as const)("that goes up, %s", async (_, proration_behavior, types) => {
    const events = await during(({ id, item }) =>
      account.stripe.subscriptions.update(id, {
        items: [{ id: item, price: account.prices.year }],
        proration_behavior,
      }),
    );
    expect(typesOf(events)).toEqual(types);
  });

  test("that is cancelled for the period's end: an update, and the end; nothing is announced or billed any more", async () => {
    const events = await during(async (subscribed) => {
      await account.stripe.subscriptions.update(subscribed.id, { cancel_at_period_end: true });
      await advance(account, subscribed, A_MONTH_LATER + 86_400);
    });
    expect(typesOf(events).filter((type) => !type.startsWith("test_helpers"))).toEqual([
      "customer.subscription.updated",
      "customer.subscription.deleted",
    ]);
  });

  test("that is cancelled now: one event", async () => {
    const events = await during(({ id }) => account.stripe.subscriptions.cancel(id));
    expect(typesOf(events)).toEqual(["customer.subscription.deleted"]);
  });

  test("that is resumed says what it was", async () => {
    const [, back] = await during(async ({ id }) => {
      await account.stripe.subscriptions.update(id, { cancel_at_period_end: true });
      await account.stripe.subscriptions.update(id, { cancel_at_period_end: false });
    });
    expect(Object.keys(back?.data.previous_attributes ?? {}).toSorted()).toEqual([
      "cancel_at",
      "cancel_at_period_end",
      "canceled_at",
      "cancellation_details",
    ]);
  });

  test("whose customer is deleted ends, and then the customer is told of", async () => {
    const events = await during(({ customer }) => account.stripe.customers.del(customer));
    expect(typesOf(events)).toEqual(["customer.subscription.deleted", "customer.deleted"]);
    const ended = events[0]?.data.object as Stripe.Subscription;
    expect(await account.stripe.subscriptions.retrieve(ended.id)).toMatchObject({ status: "canceled" });
    expect(await account.stripe.customers.retrieve(idOf(ended.customer))).toMatchObject({ deleted: true });
  });
});

describe.skipIf(isReal)("Money that goes back", () => {
  test("in two refunds: each is one, and a charge that has been refunded so far", async () => {
    const events = await during(async ({ customer }) => {
      const [charge] = (await account.stripe.charges.list({ customer })).data;
      await account.stripe.refunds.create({ charge: charge?.id ?? "", amount: 4_00 });
      await account.stripe.refunds.create({ payment_intent: idOf(charge?.payment_intent) });
    });
    const wanted = ["charge.refunded", "refund.created"];
    expect(typesOf(events).filter((type) => wanted.includes(type))).toEqual([...wanted, ...wanted]);
    const charges = events.flatMap((event) => (event.type === "charge.refunded" ? [event.data] : []));
    expect(charges.map(({ object, previous_attributes }) => [object.amount_refunded, previous_attributes])).toEqual([
      [4_00, { amount_refunded: 0 }],
      [25_00, { amount_refunded: 4_00, refunded: false }],
    ]);
  });

  test("in a dispute: opened, answered, decided", async () => {
    const { stripe, prices } = account;
    const { customer } = await newPerson(account);
    const { id } = await stripe.paymentMethods.attach("pm_card_createDispute", { customer });
    const since = await mark(account);
    await stripe.subscriptions.create({ customer, items: [{ price: prices.month }], default_payment_method: id });
    const [dispute] = (await stripe.disputes.list({ limit: 1 })).data;
    const evidence = { uncategorized_text: "winning_evidence" };
    expect(await stripe.disputes.update(dispute?.id ?? "", { evidence, submit: true })).toMatchObject({
      status: "won",
    });
    expect(typesOf(await eventsSince(account, since)).filter((type) => type.startsWith("charge.dispute"))).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.dispute.updated",
      "charge.dispute.closed",
      "charge.dispute.funds_reinstated",
    ]);
  });
});

test("all of these answers and events are as Stripe's types say", () => {
  expect(account.violations()).toEqual([]);
});
