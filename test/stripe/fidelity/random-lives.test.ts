import { describe, expect, test } from "vitest";
import { seeded } from "../../support/seeded.ts";
import { type Account, isReal, openAccount } from "./account.ts";
import { eventsSince } from "./events-since.ts";
import { DAY } from "./life.ts";
import { advance, changeCard, lookAt, START, type Subscribed, subscribe } from "./moves.ts";

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);
const STEPS = 25;

interface Moment {
  readonly account: Account;
  readonly subscribed: Subscribed;
  readonly now: number;
  /** One of them, by the seed. */
  readonly pick: <T>(choices: readonly T[]) => T;
}

type Deed = (moment: Moment) => Promise<unknown>;

const update =
  (params: (moment: Moment) => Parameters<Account["stripe"]["subscriptions"]["update"]>[1]): Deed =>
  (moment) =>
    moment.account.stripe.subscriptions.update(moment.subscribed.id, params(moment));

const deeds: readonly Deed[] = [
  update(({ subscribed: { item }, account: { prices }, pick }) => ({
    items: [{ id: item, price: pick([prices.basic, prices.month, prices.year]), quantity: pick([1, 2, 7]) }],
    proration_behavior: pick(["always_invoice", "create_prorations", "none"]),
    billing_cycle_anchor: { type: pick(["now", "unchanged"]) },
    payment_behavior: pick(["allow_incomplete", "error_if_incomplete"]),
  })),
  update(({ pick }) => ({ cancel_at_period_end: pick([true, false]) })),
  update(({ pick }) => ({ pause_collection: pick(["", { behavior: "void" }, { behavior: "keep_as_draft" }]) })),
  update(({ now, pick }) => ({ trial_end: pick(["now", now + 9 * DAY]) })),
  ({ account, subscribed }) => account.stripe.subscriptions.pause(subscribed.id),
  ({ account, subscribed }) => account.stripe.subscriptions.resume(subscribed.id),
  ({ account, subscribed, pick }) =>
    changeCard(account, subscribed, pick(["pm_card_visa", "pm_card_visa", "pm_card_chargeCustomerFail"])),
  async ({ account, subscribed }) => {
    const { invoice } = await lookAt(account, subscribed);
    await account.stripe.invoices.pay(invoice.id);
  },
  async ({ account, subscribed, pick }) => {
    const { data } = await account.stripe.charges.list({ customer: subscribed.customer });
    await account.stripe.refunds.create({ charge: pick(data)?.id ?? "", amount: pick([1, 3_00]) });
  },
];

/** What can't be, now, is refused in Stripe's words, and the life goes on. */
async function attempted(deed: Promise<unknown>): Promise<void> {
  await deed.catch((error: { type?: string }) => {
    expect(["StripeInvalidRequestError", "StripeCardError"]).toContain(error.type);
  });
}

// Whole years of it: a real account's clocks would take days.
describe.skipIf(isReal)("whatever is done, in whatever order, answers and events are as Stripe's types say", () => {
  test.each(SEEDS)("life %i", async (seed) => {
    const random = seeded(seed);
    const pick: Moment["pick"] = (choices) => choices[Math.floor(random() * choices.length)] as (typeof choices)[0];
    const account = await openAccount();
    const subscribed = await subscribe(account, account.prices.month, { trial_period_days: pick([7, 14]) });
    let now = START;
    for (let step = 0; step < STEPS; step++) {
      await attempted(pick(deeds)({ account, subscribed, now, pick }));
      now += pick([1, 5, 20]) * DAY;
      await advance(account, subscribed, now);
    }
    await eventsSince(account, undefined);
    await account.close();
    expect(account.violations()).toEqual([]);
  });
});
