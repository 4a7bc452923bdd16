import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { open, submit } from "../../support/page.ts";
import { type Account, isReal, openAccount } from "./account.ts";
import { eventsSince, mark, typesOf } from "./events-since.ts";
import { advance, at, changeCard, lookAt, newPerson, subscribe } from "./moves.ts";
import { outOfOrder } from "./partial-order.ts";

const A_MONTH_LATER = at("2027-02-28T09:00:00Z");
const TWO_HOURS = 7200;
const TEN_MINUTES = 600;

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

const billed = ["invoice.created", "invoice.finalized", "invoice.paid", "invoice_payment.paid"];
const charged = ["payment_intent.created", "payment_intent.succeeded", "invoice.paid"];

// Pages are only shown to people; on a real account nobody fills them in.
describe.skipIf(isReal)("through Checkout", () => {
  test("a first payment: the subscription is created active and never updated", async () => {
    const since = await mark(account);
    const { customer } = await newPerson(account);
    const session = await account.stripe.checkout.sessions.create({
      customer,
      mode: "subscription",
      line_items: [{ price: account.prices.month, quantity: 1 }],
      success_url: "https://example.com/",
    });
    await submit(await open(session.url ?? ""), { cardNumber: "4242424242424242" });
    const events = await eventsSince(account, since);
    expect(
      outOfOrder(typesOf(events), [
        billed,
        ["charge.succeeded", "payment_intent.succeeded"],
        ["charge.succeeded", "checkout.session.completed"],
        ["payment_method.attached"],
        ["customer.subscription.created"],
        ["invoice.payment_succeeded"],
      ]),
    ).toEqual([]);
    expect(typesOf(events)).not.toContain("customer.subscription.updated");
    expect(events.find(({ type }) => type === "customer.subscription.created")?.data.object).toMatchObject({
      status: "active",
    });
  });

  test("a pack: no invoice, and the session is completed as paid once the charge has succeeded", async () => {
    const { customer } = await newPerson(account);
    const since = await mark(account);
    const session = await account.stripe.checkout.sessions.create({
      customer,
      mode: "payment",
      line_items: [{ price: account.prices.pack, quantity: 1 }],
      success_url: "https://example.com/",
    });
    await submit(await open(session.url ?? ""), { cardNumber: "4242424242424242" });
    const events = await eventsSince(account, since);
    expect(
      outOfOrder(typesOf(events), [
        ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"],
        ["payment_intent.created"],
        ["charge.updated"],
      ]),
    ).toEqual([]);
    expect(typesOf(events).filter((type) => type.startsWith("invoice"))).toEqual([]);
    expect(events.find(({ type }) => type === "checkout.session.completed")?.data.object).toMatchObject({
      payment_status: "paid",
    });
  });
});

test("a renewal: the draft and the new period come an hour before the money", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  const since = await mark(account);
  await advance(account, subscribed, A_MONTH_LATER + TEN_MINUTES);
  const turned = typesOf(await eventsSince(account, since));
  expect(outOfOrder(turned, [["invoice.created", "customer.subscription.updated"]])).toEqual([]);
  expect(turned.filter((type) => /paid|charge|payment|finalized/.test(type))).toEqual([]);
  await advance(account, subscribed, A_MONTH_LATER + TWO_HOURS);
  const events = await eventsSince(account, since);
  expect(outOfOrder(typesOf(events), [billed, charged, ["charge.succeeded"], ["invoice.payment_succeeded"]])).toEqual(
    [],
  );
  expect(typesOf(events).filter((type) => type === "customer.subscription.updated")).toHaveLength(1);
});

test("a renewal's new period is told as the whole items before it, and by nobody's request", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  const { subscription, period } = await lookAt(account, subscribed);
  const since = await mark(account);
  await advance(account, subscribed, A_MONTH_LATER + TEN_MINUTES);
  const events = await eventsSince(account, since);
  const updated = events.find(({ type }) => type === "customer.subscription.updated");
  expect(updated?.request).toMatchObject({ id: null });
  expect(updated?.data.previous_attributes).toMatchObject({
    items: { data: [{ current_period_start: period.start, current_period_end: period.end, quantity: 1 }] },
    latest_invoice: (subscription.latest_invoice as { id: string }).id,
  });
});

test("an upgrade that is billed at once: two invoice items, an invoice and its payment in one go", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  const since = await mark(account);
  await account.stripe.subscriptions.update(subscribed.id, {
    items: [{ id: subscribed.item, price: account.prices.year }],
    proration_behavior: "always_invoice",
  });
  const types = typesOf(await eventsSince(account, since));
  expect(outOfOrder(types, [billed, charged, ["customer.subscription.updated"]])).toEqual([]);
  expect(types.filter((type) => type === "invoiceitem.created")).toHaveLength(2);
});

test("a cancellation for the period's end: an update now, a deletion then, and no invoice", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  const since = await mark(account);
  await account.stripe.subscriptions.update(subscribed.id, { cancel_at_period_end: true });
  await advance(account, subscribed, A_MONTH_LATER + TWO_HOURS);
  const types = typesOf(await eventsSince(account, since)).filter((type) => !type.startsWith("test_helpers"));
  expect(outOfOrder(types, [["customer.subscription.updated", "customer.subscription.deleted"]])).toEqual([]);
  expect(types.filter((type) => type.startsWith("invoice"))).toEqual([]);
});

test("a payment that fails and is recovered: past due and back, on the same invoice", async () => {
  const subscribed = await subscribe(account, account.prices.month);
  await changeCard(account, subscribed, "pm_card_chargeCustomerFail");
  const since = await mark(account);
  await advance(account, subscribed, A_MONTH_LATER + TWO_HOURS);
  const failed = await eventsSince(account, since);
  expect(
    outOfOrder(typesOf(failed), [
      ["invoice.finalized", "invoice.payment_failed"],
      ["charge.failed"],
      ["payment_intent.payment_failed"],
      ["invoice.updated"],
    ]),
  ).toEqual([]);
  expect(statuses(failed)).toEqual(["active", "past_due"]);
  await changeCard(account, subscribed, "pm_card_visa");
  const { invoice } = await lookAt(account, subscribed);
  const later = await mark(account);
  await account.stripe.invoices.pay(invoice.id);
  const paid = await eventsSince(account, later);
  expect(outOfOrder(typesOf(paid), [["charge.succeeded", "invoice.paid"], ["invoice.payment_succeeded"]])).toEqual([]);
  expect(statuses(paid)).toEqual(["active"]);
  expect(paid.find(({ type }) => type === "invoice.paid")?.data.object).toMatchObject({ id: invoice.id });
});

function statuses(events: Awaited<ReturnType<typeof eventsSince>>): string[] {
  return events.flatMap((event) => (event.type === "customer.subscription.updated" ? [event.data.object.status] : []));
}

test("all of these answers and events are as Stripe's types say", () => {
  expect(account.violations()).toEqual([]);
});
