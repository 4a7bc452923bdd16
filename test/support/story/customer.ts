import type Stripe from "stripe";
import { open, submit } from "../page.ts";
import { heard, type Stage } from "./stage.ts";

/** Whose customer it is. */
export interface Customer {
  readonly account: string;
  /** The clock that they live by. */
  readonly clock: string;
  /** The shop has not written the account into Stripe's customer. */
  readonly isUnnamed?: boolean | undefined;
}

/** A customer of Stripe's, and what they, their bank and the shop do there: all that has no verb of ours. */
export async function newCustomer(stage: Stage, { account, clock, isUnnamed = false }: Customer) {
  const { stripe, control } = stage;
  const metadata = isUnnamed ? {} : { account };
  const { id: customer } = await heard(stage, stripe.customers.create({ test_clock: clock, metadata }));
  const ids: string[] = [];

  /** The subscription that lives, of several the latest. */
  const latest = async (): Promise<string> => {
    const { data } = await stripe.subscriptions.list({ customer });
    if (!data[0]) throw new Error(`${account} has no subscription`);
    return data[0].id;
  };
  const latestInvoice = async (status: "open" | "paid"): Promise<string> => {
    const { data } = await stripe.invoices.list({ customer, status });
    const charged = data.find(({ amount_due }) => amount_due > 0);
    if (!charged) throw new Error(`there is no ${status} invoice`);
    return charged.id;
  };

  return {
    /** The names of their subscriptions and of all items that those have had, in the order in which they were seen. */
    ids: ids as readonly string[],
    /** Looks what there is by now. */
    async looksAround(): Promise<void> {
      const { data } = await stripe.subscriptions.list({ customer, status: "all", limit: 100 });
      const all = data.toReversed().flatMap(({ id, items }) => [id, ...items.data.map((item) => item.id)]);
      ids.push(...all.filter((id) => !ids.includes(id)));
    },
    /** In a Checkout that the shop has opened, which says whose it is by its reference alone. */
    async subscribesByReference(lookupKey: string): Promise<void> {
      const { data } = await stripe.prices.list({ lookup_keys: [lookupKey] });
      const { url } = await stripe.checkout.sessions.create({
        mode: "subscription",
        customer,
        client_reference_id: account,
        line_items: [{ price: data[0]?.id ?? "", quantity: 1 }],
        success_url: "https://example.com/",
      });
      await heard(stage, submit(await open(String(url)), { cardNumber: "4242424242424242" }));
    },
    /** By the shop, without a payment: a card is there, and is charged when the trial is over. */
    async triesOut(lookupKey: string, trialDays: number): Promise<void> {
      const { data } = await stripe.prices.list({ lookup_keys: [lookupKey] });
      const items = [{ price: data[0]?.id ?? "" }];
      const card = { type: "card", card: { token: "tok_visa" } } as const;
      const { id } = await stripe.paymentMethods.create(card);
      await stripe.paymentMethods.attach(id, { customer });
      const order = {
        customer,
        items,
        default_payment_method: id,
        trial_period_days: trialDays,
        metadata: { account },
      };
      await heard(stage, stripe.subscriptions.create(order));
    },
    /** The shop pauses the subscription, and lets it go on. */
    isPaused: async () => heard(stage, stripe.subscriptions.pause(await latest(), { type: "subscription" })),
    goesOn: async () => heard(stage, stripe.subscriptions.resume(await latest())),
    /** The next payments are declined, whatever the card. */
    isDeclined: (times: number) => control("decline", { customer, times }),
    /** What becomes of a subscription whose last attempt has failed. */
    endsDunningAs: (status: "cancel" | "unpaid") => control("billing", { afterLastAttempt: status }),
    paysOpenInvoice: async () => heard(stage, stripe.invoices.pay(await latestInvoice("open"))),
    refundsLatest: async (amount?: number) =>
      heard(
        stage,
        control("refund", { invoice: await latestInvoice("paid"), ...(amount !== undefined && { amount }) }),
      ),
    /** The first payment of what was paid for longest ago and is still running: the year's own, not what was added to it. */
    refundsYear: async (amount: number) => {
      const { data } = await stripe.invoices.list({ customer, status: "paid" });
      const year = data.find(({ billing_reason }) => billing_reason !== "subscription_update");
      return heard(stage, control("refund", { invoice: year?.id, amount }));
    },
    /** The customer's bank wants the latest payment back. */
    disputesLatest: async (): Promise<string> =>
      String((await heard(stage, control("dispute", { invoice: await latestInvoice("paid") })))["id"]),
    closesDispute: (dispute: string, outcome: "won" | "lost") =>
      heard(stage, control("close_dispute", { dispute, outcome })),
    /** What the latest invoice came to. */
    async latestPayment(): Promise<Stripe.Invoice["amount_paid"]> {
      const { data } = await stripe.invoices.list({ customer, limit: 1 });
      return data[0]?.amount_paid ?? 0;
    },
  };
}

export type StripeCustomer = Awaited<ReturnType<typeof newCustomer>>;
