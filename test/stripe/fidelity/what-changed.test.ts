import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { beside, eventsIn, hasFixtures } from "../../support/fixtures.ts";
import { type Account, openAccount } from "./account.ts";
import { eventsSince, mark } from "./events-since.ts";
import { advance, at, changeCard, START, type Subscribed, subscribe } from "./moves.ts";

const A_MONTH_LATER = at("2027-02-28T09:00:00Z");

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

type Change = (subscribed: Subscribed) => Promise<unknown>;

const update =
  (params: Stripe.SubscriptionUpdateParams): Change =>
  ({ id }) =>
    account.stripe.subscriptions.update(id, params);

const changes: Readonly<Record<string, Change>> = {
  cancel_at_period_end: update({ cancel_at_period_end: true }),
  resumed: async (subscribed) => {
    await update({ cancel_at_period_end: true })(subscribed);
    await update({ cancel_at_period_end: false })(subscribed);
  },
  pause_collection: update({ pause_collection: { behavior: "void" } }),
  quantity5: ({ item }) => account.stripe.subscriptionItems.update(item, { quantity: 5 }),
  "month_to_year.anchor_unchanged": async ({ id, item }) => {
    const items = [{ id: item, price: account.prices.year }];
    await account.stripe.subscriptions.update(id, { items, proration_behavior: "always_invoice" });
  },
  renewal: async (subscribed) => advance(account, subscribed, A_MONTH_LATER + 600),
  past_due: async (subscribed) => {
    await changeCard(account, subscribed, "pm_card_chargeCustomerFail");
    await advance(account, subscribed, A_MONTH_LATER + 7200);
  },
};

describe.skipIf(!hasFixtures)(`an update says what it was before${beside}`, () => {
  test.each(Object.entries(changes))("%s: in the same fields", async (name, change) => {
    const recorded = eventsIn("events-endive").get(`customer.subscription.updated.${name}`);
    const subscribed = await subscribe(account, account.prices.month);
    await advance(account, subscribed, START + 4);
    const since = await mark(account);
    await change(subscribed);
    const updates = (await eventsSince(account, since)).filter(({ type }) => type === "customer.subscription.updated");
    expect(fieldsOf(updates.at(-1))).toEqual(fieldsOf(recorded));
  });
});

/** Names of fields, and of those of hashes in them; of an array all or nothing is told. */
function fieldsOf(event: Stripe.Event | undefined): string[] {
  const names = (value: object, path = ""): string[] =>
    Object.entries(value).flatMap(([name, inner]) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? names(inner, `${path}${name}.`)
        : [`${path}${name}`],
    );
  return names(event?.data.previous_attributes ?? {}).toSorted();
}

test("all of these answers and events are as Stripe's types say", () => {
  expect(account.violations()).toEqual([]);
});
