import type Stripe from "stripe";
import * as z from "zod";
import { completeSession } from "./checkout-complete.ts";
import { createSession } from "./checkout-session.ts";
import { moveClock } from "./control.ts";
import { createCustomer } from "./customer.ts";
import type { Delivery } from "./deliveries.ts";
import { nextRenewal } from "./due.ts";
import { missing, refused, StripeProblem } from "./problem.ts";
import { cardOfToken, type TestCard } from "./test-card.ts";
import { all, idOf, newId, type World } from "./world.ts";

// Shortcuts for whoever has no frontend yet: an account buys through Checkout, with a card that works.

const account = z
  .string()
  .regex(/^(?!\.{1,2}$)[\w.:@|+-]{1,128}$/, "1 to 128 of A-Z a-z 0-9 . _ : @ | + -, and neither . nor ..");
export const saleParams = {
  subscribe: z.strictObject({ account, plan: z.string(), interval: z.enum(["month", "year"]).optional() }),
  renew: z.strictObject({ account }),
  buy: z.strictObject({ account, pack: z.string(), quantity: z.coerce.number().int().min(1).max(1_000).optional() }),
  checkout: z.strictObject({
    account,
    price: z.string(),
    quantity: z.coerce.number().int().min(1).max(1_000).optional(),
  }),
};

/** What was sold, and how its webhook fared. */
export interface Sale {
  readonly event: string;
  readonly type: string;
  readonly object: string;
  readonly amount: number;
  readonly currency: string;
  readonly delivery: { readonly delivered: boolean; readonly attempts: number; readonly status?: number | undefined };
}

/** The account's customer; the first purchase makes one, on the given clock. */
export function customerOfAccount(world: World, name: string, clock: string | null): Stripe.Customer {
  const known = all(world, "customers").find((customer) => !customer.deleted && customer.metadata["account"] === name);
  return (
    known ??
    createCustomer(world, {
      email: `${name.replaceAll(/[^\w.+-]/g, "-")}@example.com`,
      metadata: { account: name },
      ...(clock !== null && { test_clock: clock }),
    })
  );
}

/** A Checkout Session as Passbook opens it: the account is on the session and on what comes of it. */
export function openCheckout(
  world: World,
  { account: name, price, quantity = 1 }: z.infer<(typeof saleParams)["checkout"]>,
  clock: string | null,
): Stripe.Checkout.Session {
  const customer = customerOfAccount(world, name, clock);
  const found = world.state.tables.prices.get(price);
  if (!found) throw missing("price", price, "price");
  const pack = found.metadata["passbook"]?.split("/")[1] ?? "";
  return createSession(world, {
    client_reference_id: name,
    customer: customer.id,
    line_items: [{ price, quantity }],
    success_url: `${world.url()}/`,
    cancel_url: `${world.url()}/`,
    ...(found.recurring
      ? { mode: "subscription", metadata: { account: name }, subscription_data: { metadata: { account: name } } }
      : {
          mode: "payment",
          metadata: { account: name, pack, quantity: String(quantity) },
          payment_intent_data: { metadata: { account: name } },
        }),
  });
}

function priceOf(world: World, sold: string, interval?: string): string {
  const price = all(world, "prices").find(
    ({ metadata, recurring }) => metadata["passbook"]?.split("/")[1] === sold && recurring?.interval === interval,
  );
  if (price) return price.id;
  throw new StripeProblem(
    400,
    "resource_missing",
    `No such price: '${sold}'${interval ? `, paid by the ${interval}` : ""}`,
  );
}

function subscriptionOf(world: World, name: string): Stripe.Subscription | undefined {
  return all(world, "subscriptions").find(
    ({ metadata, status }) => metadata["account"] === name && status !== "canceled",
  );
}

const card = cardOfToken("pm_card_visa") as TestCard;

function goThroughCheckout(
  world: World,
  order: { account: string; price: string; quantity?: number | undefined },
  clock: string | null,
): void {
  const { id } = openCheckout(world, order, clock);
  completeSession(world, id, card, { email: `${order.account}@example.com`, name: order.account });
}

/** What happened, as events; the last one of the type that tells of the money is the sale. */
export const sales = {
  subscribe(
    world: World,
    { account: name, plan, interval = "month" }: z.infer<(typeof saleParams)["subscribe"]>,
    clock: string | null,
  ): string {
    if (subscriptionOf(world, name))
      throw new StripeProblem(400, "already_subscribed", `${name} has a subscription; it can be renewed`);
    goThroughCheckout(world, { account: name, price: priceOf(world, plan, interval) }, clock);
    return lastEvent(world, "invoice.paid");
  },
  buy(
    world: World,
    { account: name, pack, quantity = 1 }: z.infer<(typeof saleParams)["buy"]>,
    clock: string | null,
  ): string {
    goThroughCheckout(world, { account: name, price: priceOf(world, pack), quantity }, clock);
    return lastEvent(world, "checkout.session.completed");
  },
  renew(world: World, { account: name }: z.infer<(typeof saleParams)["renew"]>): string {
    const subscription = subscriptionOf(world, name);
    if (!subscription)
      throw new StripeProblem(400, "resource_missing", `${name} has no subscription that could be renewed`);
    if (subscription.test_clock === null) throw refused(`${name} is not on a test clock.`);
    const clock = idOf(subscription.test_clock);
    moveClock(world, clock, (nextRenewal(world, clock) ?? 0) + 2 * 3600);
    return lastEvent(world, "invoice.paid");
  },
};

function lastEvent(world: World, type: string): string {
  return all(world, "events").findLast((event) => event.type === type)?.id ?? newId(world, "evt");
}

/** How a sale is told of once its webhook has been delivered, or given up. */
export function saleOf(world: World, event: string, log: readonly Delivery[]): Sale {
  const found = world.state.tables.events.get(event);
  const object = found?.data.object as
    | { id: string; amount_paid?: number; amount_total?: number; currency?: string }
    | undefined;
  const delivery = log.findLast((each) => each.event === event);
  return {
    event,
    type: found?.type ?? "",
    object: object?.id ?? "",
    amount: object?.amount_paid ?? object?.amount_total ?? 0,
    currency: object?.currency ?? "",
    delivery: {
      delivered: delivery?.state === "delivered",
      attempts: delivery?.attempts.length ?? 0,
      status: delivery?.attempts.at(-1)?.status,
    },
  };
}
