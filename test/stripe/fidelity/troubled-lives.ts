import { setTimeout as sleep } from "node:timers/promises";
import type { Account } from "./account.ts";
import { DAY, endOf, type Life, live } from "./life.ts";
import { advance, changeCard, idOf, lookAt, newPerson, START, subscribe, subscribePerson } from "./moves.ts";

/** Declined until Stripe gives up. */
const broke: Life = async (account) => {
  const subscribed = await subscribe(account, account.prices.month);
  await changeCard(account, subscribed, "pm_card_chargeCustomerFail");
  for (const days of [29, 33, 40, 50, 60]) await advance(account, subscribed, START + days * DAY);
  const { invoice } = await lookAt(account, subscribed);
  if (invoice.status === "open") await account.stripe.invoices.markUncollectible(invoice.id);
};

/** Declined, recovered, declined again and forgiven. */
const shaky: Life = async (account) => {
  const { stripe } = account;
  const subscribed = await subscribe(account, account.prices.month);
  await changeCard(account, subscribed, "pm_card_chargeCustomerFail");
  await advance(account, subscribed, endOf(1));
  await changeCard(account, subscribed, "pm_card_visa");
  await advance(account, subscribed, endOf(1) + 5 * DAY);
  await changeCard(account, subscribed, "pm_card_chargeCustomerFail");
  await advance(account, subscribed, endOf(2));
  const { invoice } = await lookAt(account, subscribed);
  await stripe.invoices.voidInvoice(invoice.id);
  await stripe.subscriptions.update(subscribed.id, { pause_collection: { behavior: "void", resumes_at: endOf(4) } });
  await changeCard(account, subscribed, "pm_card_visa");
  await live(account, subscribed, [3, 5]);
};

/** Never pays at all. */
const absent: Life = async (account) => {
  const person = await newPerson(account);
  const price = account.prices.month;
  await changeCard(account, person, "pm_card_chargeCustomerFail");
  await subscribePerson(account, person, price);
  await subscribePerson(account, person, price, {
    trial_period_days: 7,
    trial_settings: { end_behavior: { missing_payment_method: "cancel" } },
  });
  await advance(account, person, START + 2 * DAY);
  await advance(account, person, START + 9 * DAY);
};

/** Pays, disputes, wins and loses. */
const litigious: Life = async (account) => {
  const { stripe } = account;
  const person = await newPerson(account);
  const subscribed = await subscribePerson(account, person, account.prices.month);
  for (const [token, evidence] of [
    ["pm_card_createDispute", "winning_evidence"],
    ["pm_card_createDispute", "losing_evidence"],
    ["pm_card_createDisputeInquiry", "winning_evidence"],
  ] as const) {
    await changeCard(account, person, token);
    const { customer } = person;
    await stripe.invoiceItems.create({ customer, pricing: { price: account.prices.pack } });
    const invoice = await stripe.invoices.create({ customer, pending_invoice_items_behavior: "include" });
    await stripe.invoices.pay(invoice.id);
    const dispute = await latestDispute(account);
    await stripe.disputes.update(dispute, { evidence: { uncategorized_text: evidence }, submit: true });
  }
  await advance(account, subscribed, endOf(1) - 10 * DAY);
};

/** A bank tells of a dispute some time after the charge. */
async function latestDispute({ stripe }: Account): Promise<string> {
  for (;;) {
    const [latest] = (await stripe.disputes.list({ limit: 1 })).data;
    if (latest?.status.endsWith("needs_response")) return latest.id;
    await sleep(10);
  }
}

/** Gets the money back, in the ways in which that can go wrong. */
const unlucky: Life = async (account) => {
  const { stripe, prices } = account;
  const person = await newPerson(account);
  for (const token of ["pm_card_refundFail", "pm_card_pendingRefund"]) {
    await changeCard(account, person, token);
    const { latest_invoice } = (await subscribePerson(account, person, prices.month)).subscription;
    const [payment] = (await stripe.invoicePayments.list({ invoice: idOf(latest_invoice) })).data;
    await stripe.refunds.create({ payment_intent: idOf(payment?.payment.payment_intent) });
  }
  await advance(account, person, START + 10 * DAY);
};

/** Wants more than the card can pay: the change waits for its money, and comes or does not. */
const hopeful: Life = async (account) => {
  const { stripe, prices } = account;
  const subscribed = await subscribe(account, prices.basic);
  const more = {
    items: [{ id: subscribed.item, price: prices.month }],
    proration_behavior: "always_invoice",
    payment_behavior: "pending_if_incomplete",
  } as const;
  for (const isPaid of [true, false]) {
    await changeCard(account, subscribed, "pm_card_chargeCustomerFail");
    const { latest_invoice } = await stripe.subscriptions.update(subscribed.id, { ...more, items: [...more.items] });
    await changeCard(account, subscribed, "pm_card_visa");
    if (isPaid) await stripe.invoices.pay(idOf(latest_invoice));
    await stripe.subscriptions.update(subscribed.id, {
      items: [{ id: subscribed.item, price: isPaid ? prices.basic : prices.month }],
      proration_behavior: "none",
    });
  }
  await advance(account, subscribed, START + 2 * DAY);
};

/** Where money does not come, goes back, or is fought over. */
export const troubledLives = { broke, shaky, absent, litigious, unlucky, hopeful };
