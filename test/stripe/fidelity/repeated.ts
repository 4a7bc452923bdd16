import type Stripe from "stripe";
import type { Account } from "./account.ts";
import { advance, changeCard, lookAt, newPerson, type Subscribed, subscribePerson } from "./moves.ts";

/** Where and when something is done again. */
export interface Scene {
  readonly account: Account;
  /** The instant of the recording: months are of different lengths. */
  readonly at: number;
  /** Of the month, as dear as the recorded one. */
  readonly price: string;
}

/** What was done for a recorded object, done again; what Stripe answers last is the object of now. */
type Repeat = (scene: Scene) => Promise<unknown>;

const whole = { expand: ["latest_invoice.payments"] };
const CLOCK_SECONDS = 4;

type Options = Parameters<typeof subscribePerson>[3];

async function begun({ account, at, price }: Scene, options: Options = {}): Promise<Subscribed> {
  return await subscribePerson(account, await newPerson(account, at), price, { ...whole, ...options });
}

const subscribed =
  (options: Options = {}): Repeat =>
  (scene) =>
    begun(scene, options);

const changed =
  (params: Stripe.SubscriptionUpdateParams): Repeat =>
  async (scene) => {
    const { id } = await later(scene);
    await scene.account.stripe.subscriptions.update(id, { ...params, ...whole });
  };

const switchedToYear =
  (anchor: "now" | "unchanged"): Repeat =>
  async (scene) => {
    const { id, item } = await later(scene);
    await scene.account.stripe.subscriptions.update(id, {
      items: [{ id: item, price: scene.account.prices.year }],
      proration_behavior: "always_invoice",
      billing_cycle_anchor: { type: anchor },
      ...whole,
    });
  };

const invoiceOf =
  (made: Repeat): Repeat =>
  async (scene) => {
    await made(scene);
    const { latest_invoice } = scene.account.answers.at(-1) as Stripe.Subscription;
    await scene.account.stripe.invoices.retrieve((latest_invoice as Stripe.Invoice).id, {
      expand: ["total_discount_amounts.discount"],
    });
  };

/** A subscription some seconds after it began: as long as a test takes that is recorded. */
async function later(scene: Scene): Promise<Subscribed> {
  const made = await begun(scene);
  await advance(scene.account, made, scene.at + CLOCK_SECONDS);
  return made;
}

async function chargeOf({ stripe }: Account, { customer }: { customer: string }): Promise<string> {
  const [charge] = (await stripe.charges.list({ customer })).data;
  return charge?.id ?? "";
}

const openSession =
  (mode: "payment" | "subscription"): Repeat =>
  async ({ account, price: month }) => {
    const { customer } = await newPerson(account);
    const price = mode === "payment" ? account.prices.pack : month;
    const success_url = "https://example.com/?session={CHECKOUT_SESSION_ID}";
    const line_items = [{ price, quantity: 1 }];
    await account.stripe.checkout.sessions.create({ customer, mode, line_items, success_url, cancel_url: success_url });
  };

const coupon: Repeat = async (scene) => {
  const tenOff = { percent_off: 10, duration: "forever", name: "10% Off" } as const;
  const { id } = await scene.account.stripe.coupons.create(tenOff);
  await begun(scene, { discounts: [{ coupon: id }] });
};

const paymentsOf =
  (made: Repeat): Repeat =>
  async (scene) => {
    await made(scene);
    const { latest_invoice } = scene.account.answers.at(-1) as Stripe.Subscription;
    await scene.account.stripe.invoicePayments.list({ invoice: (latest_invoice as Stripe.Invoice).id });
  };

/** A month, but for a second, after the subscription of that recording began. */
const RESUMES = 1765391387;

async function fiveSeats(scene: Scene): Promise<string> {
  const { id, item } = await later(scene);
  await scene.account.stripe.subscriptionItems.update(item, { quantity: 5 });
  return id;
}

/** By the name of the recording. */
export const repeated: Readonly<Record<string, Repeat>> = {
  "charge.succeeded.dahlia": async (scene) => {
    const charge = await chargeOf(scene.account, await begun(scene));
    await scene.account.stripe.charges.retrieve(charge, { expand: ["payment_intent", "refunds"] });
  },
  "checkout.session.open.mode_payment.dahlia": openSession("payment"),
  "checkout.session.open.mode_subscription.dahlia": openSession("subscription"),
  "credit_note.created.partial_refund": async (scene) => {
    const { invoice } = await lookAt(scene.account, await begun(scene));
    await scene.account.stripe.creditNotes.create({
      invoice: invoice.id,
      lines: [{ type: "custom_line_item", description: "Refund", quantity: 1, unit_amount: 5_00 }],
      refund_amount: 5_00,
    });
  },
  "invoice.paid.manual.dahlia": async ({ account: { stripe, ...account }, at }) => {
    const { customer } = await newPerson({ stripe, ...account }, at);
    await stripe.invoiceItems.create({
      customer,
      pricing: { price: account.prices.fee },
      description: "One-time setup fee",
    });
    const invoice = await stripe.invoices.create({ customer, pending_invoice_items_behavior: "include" });
    await stripe.invoices.pay(invoice.id);
  },
  "invoice.paid.subscription_create.coupon": invoiceOf(coupon),
  "invoice.paid.subscription_create.dahlia": invoiceOf(subscribed()),
  "invoice.paid.subscription_create": invoiceOf(subscribed()),
  "invoice.paid.subscription_update.anchor_now.one_nonproration_line": invoiceOf(switchedToYear("now")),
  "invoice.paid.subscription_update.month_to_year.both_lines_proration": invoiceOf(switchedToYear("unchanged")),
  "invoice_payment.list.paid.dahlia": paymentsOf(subscribed()),
  "invoice_payment.list.paid": paymentsOf(switchedToYear("unchanged")),
  "refund.created.partial1": async (scene) => {
    const charge = await chargeOf(scene.account, await begun(scene));
    await scene.account.stripe.refunds.create({ charge, amount: 10_00 });
  },
  "subscription.created.dahlia": subscribed(),
  "subscription.created.incomplete.dahlia": async ({ account, at, price }) => {
    const person = await newPerson(account, at);
    await changeCard(account, person, "pm_card_chargeCustomerFail");
    await account.stripe.subscriptions.create({ customer: person.customer, items: [{ price }], ...whole });
  },
  "subscription.created.monthly": subscribed(),
  "subscription.created.trialing.dahlia": subscribed({ trial_period_days: 15 }),
  "subscription.created.trialing": subscribed({ trial_period_days: 14 }),
  "subscription.deleted.immediate_after_scheduled": async (scene) => {
    const { id } = await later(scene);
    await scene.account.stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await scene.account.stripe.subscriptions.cancel(id, whole);
  },
  "subscription.deleted.in_trial": async (scene) => {
    const { id } = await begun(scene, { trial_period_days: 14 });
    await scene.account.stripe.subscriptions.cancel(id, whole);
  },
  "subscription.updated.cancel_at_period_end_true.2": changed({ cancel_at_period_end: true }),
  "subscription.updated.cancel_at_period_end_true": changed({ cancel_at_period_end: true }),
  "subscription.updated.month_to_year.always_invoice.anchor_now": switchedToYear("now"),
  "subscription.updated.month_to_year.always_invoice.anchor_unchanged": switchedToYear("unchanged"),
  "subscription.updated.pause_collection_cleared": changed({ pause_collection: "" }),
  "subscription.updated.pause_collection_void": changed({
    pause_collection: { behavior: "void", resumes_at: RESUMES },
  }),
  "subscription.updated.quantity5": async (scene) => {
    await scene.account.stripe.subscriptions.retrieve(await fiveSeats(scene), whole);
  },
  "subscription.updated.resumed": async (scene) => {
    const { id } = await later(scene);
    await scene.account.stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await scene.account.stripe.subscriptions.update(id, { cancel_at_period_end: false, ...whole });
  },
  "subscription_item.updated.quantity5": fiveSeats,
};
