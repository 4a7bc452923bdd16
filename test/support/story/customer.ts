import type Stripe from "stripe";
import { unix } from "../local-stripe.ts";
import { open, submit } from "../page.ts";
import type { Stage } from "./stage.ts";

const HOP_SECONDS = 28 * 86_400;

/** Stripe's test accounts (docs.stripe.com/testing). */
const BANK_ACCOUNTS = { comes: "000123456789", "does not come": "000222222227" } as const;

/** How a larger plan begins at once, with a cycle of its own (X7). */
export const AT_ONCE: Stripe.SubscriptionUpdateParams = {
  billing_cycle_anchor: { type: "now" },
  proration_behavior: "none",
  payment_behavior: "error_if_incomplete",
};

/** Who is told about. */
export interface Customer {
  /** Their personal account. */
  readonly account: string;
  /** Where their clock stands at first. */
  readonly begins: string;
  /** The shop has not written the account into Stripe's customer. */
  readonly isUnnamed?: boolean | undefined;
}

/** A customer of Stripe's on a clock of their own, and what they, their bank and the shop do there. */
export async function newCustomer(stage: Stage, { account, begins, isUnnamed = false }: Customer) {
  const { stripe, control } = stage;
  const card = "pm_card_visa";
  const clock = (await stripe.testHelpers.testClocks.create({ frozen_time: unix(begins) })).id;
  const customer = await stripe.customers.create({
    test_clock: clock,
    payment_method: card,
    invoice_settings: { default_payment_method: card },
    metadata: isUnnamed ? {} : { account },
  });
  const price = async (lookupKey: string): Promise<string> => {
    const { data } = await stripe.prices.list({ lookup_keys: [lookupKey] });
    if (!data[0]) throw new Error(`there is no price ${lookupKey}`);
    return data[0].id;
  };
  const subscriptions: Stripe.Subscription[] = [];
  const latest = (): string => subscriptions.at(-1)?.id ?? "";
  const item = async (): Promise<string> => {
    const { items } = await stripe.subscriptions.retrieve(latest());
    return items.data[0]?.id ?? "";
  };
  const heard = async <T>(done: Promise<T>): Promise<T> => {
    const answer = await done;
    await control("idle");
    return answer;
  };
  let now = unix(begins);
  await control("idle");

  return {
    clock,
    subscriptions,
    /** Moves the clock by Stripe's own verb, as far as it goes at once, until it is there and all is delivered. */
    async until(to: string): Promise<void> {
      while (now < unix(to)) {
        now = Math.min(unix(to), now + HOP_SECONDS);
        // It is refused while the clock still advances, and answers when that has been heard of.
        await stripe.testHelpers.testClocks.advance(clock, { frozen_time: now });
        await control("idle");
      }
    },
    async subscribes(...lookupKeys: string[]): Promise<void> {
      const items = await Promise.all(lookupKeys.map(async (key) => ({ price: await price(key) })));
      subscriptions.push(await heard(stripe.subscriptions.create({ customer: customer.id, items })));
    },
    /** Through a Checkout that says whose it is by its reference alone. */
    async subscribesInCheckout(lookupKey: string): Promise<void> {
      const { id, url } = await stripe.checkout.sessions.create({
        mode: "subscription",
        customer: customer.id,
        client_reference_id: account,
        line_items: [{ price: await price(lookupKey), quantity: 1 }],
        success_url: "https://example.com/",
      });
      await heard(submit(await open(String(url)), { cardNumber: "4242424242424242" }));
      const { subscription } = await stripe.checkout.sessions.retrieve(id, { expand: ["subscription"] });
      subscriptions.push(subscription as Stripe.Subscription);
    },
    /** Another plan in the place of the one of the latest subscription. */
    async changesTo(lookupKey: string, how: Stripe.SubscriptionUpdateParams): Promise<void> {
      const items = [{ id: await item(), price: await price(lookupKey) }];
      await heard(stripe.subscriptions.update(latest(), { ...how, items }));
    },
    /** The plan from the next payment on, by a schedule. */
    async schedules(lookupKey: string): Promise<void> {
      const { id, phases } = await stripe.subscriptionSchedules.create({ from_subscription: latest() });
      const [running] = phases;
      if (!running) throw new Error(`the schedule ${id} has no phase`);
      const { start_date, end_date, items } = running;
      const same = items.map((each) => ({ price: each.price as string, quantity: each.quantity ?? 1 }));
      const next = [{ price: await price(lookupKey), quantity: 1 }];
      await heard(
        stripe.subscriptionSchedules.update(id, {
          end_behavior: "release",
          phases: [{ start_date, end_date, items: same }, { items: next }],
          proration_behavior: "none",
        }),
      );
    },
    releasesSchedule: async () => {
      const { data } = await stripe.subscriptionSchedules.list({ customer: customer.id });
      for (const { id, status } of data) if (status === "active") await heard(stripe.subscriptionSchedules.release(id));
    },
    updates: (how: Stripe.SubscriptionUpdateParams) => heard(stripe.subscriptions.update(latest(), how)),
    /** Beside the plan, from the next payment on. */
    addsItem: async (lookupKey: string): Promise<void> => {
      const items = [{ price: await price(lookupKey) }];
      const updated = await heard(stripe.subscriptions.update(latest(), { items, proration_behavior: "none" }));
      // With the names of all that it has had.
      subscriptions.splice(-1, 1, updated);
    },
    removesAddOn: async () => {
      const { data } = (await stripe.subscriptions.retrieve(latest())).items;
      const added = data[1]?.id ?? "";
      const items = [{ id: added, deleted: true }];
      await heard(stripe.subscriptions.update(latest(), { items, proration_behavior: "none" }));
    },
    pauses: () => heard(stripe.subscriptions.pause(latest(), { type: "subscription" })),
    resumes: () => heard(stripe.subscriptions.resume(latest())),
    cancels: () => heard(stripe.subscriptions.cancel(latest())),
    /** A pack, through Checkout. */
    buys: (pack: string) => heard(control("buy", { account, pack })),
    /** A pack, through Checkout, by bank debit: its money comes minutes later, or does not. */
    async buysByBank(pack: string, money: "comes" | "does not come"): Promise<void> {
      const { url } = await control("checkout", { account, price: await price(`${stage.policy.name}_${pack}`) });
      await heard(submit(await open(String(url)), { cardNumber: BANK_ACCOUNTS[money] }));
    },
    /** The next payments are declined, whatever the card. */
    isDeclined: (times: number) => control("decline", { customer: customer.id, times }),
    /** What becomes of a subscription whose last attempt has failed. */
    endsDunningAs: (status: "cancel" | "unpaid") => control("billing", { afterLastAttempt: status }),
    paysOpenInvoice: async () => heard(stripe.invoices.pay(await latestInvoice())),
    refundsLatest: async (amount?: number) =>
      heard(control("refund", { invoice: await latestInvoice("paid"), ...(amount !== undefined && { amount }) })),
    /** The first payment of what was paid for longest ago and is still running: the year's own, not what was added to it. */
    refundsYear: async (amount: number) => {
      const { data } = await stripe.invoices.list({ customer: customer.id, status: "paid" });
      const year = data.find(({ billing_reason }) => billing_reason !== "subscription_update");
      return heard(control("refund", { invoice: year?.id, amount }));
    },
    /** The customer's bank wants the latest payment back. */
    disputesLatest: async (): Promise<string> =>
      String((await heard(control("dispute", { invoice: await latestInvoice("paid") })))["id"]),
    closesDispute: (dispute: string, outcome: "won" | "lost") => heard(control("close_dispute", { dispute, outcome })),
  };

  async function latestInvoice(status: "open" | "paid" = "open"): Promise<string> {
    const { data } = await stripe.invoices.list({ customer: customer.id, status });
    const paid = data.find(({ amount_due }) => amount_due > 0);
    if (!paid) throw new Error(`there is no ${status} invoice`);
    return paid.id;
  }
}

export type StripeCustomer = Awaited<ReturnType<typeof newCustomer>>;
