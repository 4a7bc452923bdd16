import { type BillingInterval, boundary } from "@passbook/core";
import type Stripe from "stripe";
import type { Delivery } from "./deliver.ts";
import { checkoutSessionCompleted, invoicePaid } from "./events.ts";
import { randomId } from "./ids.ts";
import type { Period } from "./invoice.ts";
import type { KeptMemory, LocalSubscription } from "./memory.ts";
import { StripeProblem } from "./problem.ts";

/** What a developer can make happen. Each resolves once Passbook has taken the webhook. */
export interface Sales {
  subscribe(order: {
    readonly account: string;
    readonly plan: string;
    readonly interval?: BillingInterval | undefined;
  }): Promise<Sale>;
  /** Pays for the subscription's next period, an hour into it, now or later: with no clock to move, the account's time moves. */
  renew(order: { readonly account: string }): Promise<Sale>;
  buy(order: {
    readonly account: string;
    readonly pack: string;
    readonly quantity?: number | undefined;
  }): Promise<Sale>;
}

/** What was sold, and how its webhook fared. */
export interface Sale {
  readonly event: string;
  readonly type: string;
  readonly object: string;
  readonly amount: number;
  readonly currency: string;
  readonly delivery: Delivery;
}

const CHARGED_AFTER_SECONDS = 3600;

/** Sells what is in `prices`. A sale that Passbook does not take has not happened: nothing of it is remembered. */
export function openSales(
  prices: readonly Stripe.Price[],
  memory: KeptMemory,
  deliver: (event: Stripe.Event) => Promise<Delivery>,
): Sales {
  const customerOf = (account: string) => own(memory.read().customers, account) ?? randomId("cus");
  const remember = (account: string, customer: string, subscription?: LocalSubscription) => {
    const { customers, subscriptions } = memory.read();
    memory.change({
      customers: { ...customers, [account]: customer },
      ...(subscription && { subscriptions: { ...subscriptions, [account]: subscription } }),
    });
  };

  async function collect(account: string, { paidPeriods, ...subscription }: LocalSubscription): Promise<Sale> {
    const price = prices.find(({ id }) => id === subscription.price);
    if (!price) throw new StripeProblem(400, "resource_missing", `${subscription.price} is no longer in the catalogue`);
    const customer = customerOf(account);
    const period = nthPeriod(subscription.startedAt, price, paidPeriods);
    const renewalOf = paidPeriods > 0 ? { renewalOf: nthPeriod(subscription.startedAt, price, paidPeriods - 1) } : {};
    const paidAt = paidPeriods > 0 ? Math.max(unixNow(), period.start + CHARGED_AFTER_SECONDS) : period.start;
    const { id, item } = subscription;
    const event = invoicePaid({
      account,
      customer,
      subscription: id,
      subscriptionItem: item,
      price,
      period,
      ...renewalOf,
      paidAt,
    });
    const delivery = await delivered(deliver(event));
    remember(account, customer, { ...subscription, paidPeriods: paidPeriods + 1 });
    return sale(event, event.data.object.amount_paid, delivery);
  }

  return {
    async subscribe({ account, plan, interval = "month" }) {
      if (own(memory.read().subscriptions, account))
        throw new StripeProblem(400, "already_subscribed", `${account} has a subscription; it can be renewed`);
      const price = priceOf(prices, plan, interval);
      return await collect(account, {
        id: randomId("sub"),
        item: randomId("si"),
        price: price.id,
        startedAt: unixNow(),
        paidPeriods: 0,
      });
    },
    async renew({ account }) {
      const subscription = own(memory.read().subscriptions, account);
      if (!subscription)
        throw new StripeProblem(400, "resource_missing", `${account} has no subscription that could be renewed`);
      return await collect(account, subscription);
    },
    async buy({ account, pack, quantity = 1 }) {
      const customer = customerOf(account);
      const price = priceOf(prices, pack);
      const event = checkoutSessionCompleted({ account, customer, pack, price, quantity, completedAt: unixNow() });
      const delivery = await delivered(deliver(event));
      remember(account, customer);
      return sale(event, event.data.object.amount_total ?? 0, delivery);
    },
  };
}

function priceOf(prices: readonly Stripe.Price[], sold: string, interval?: BillingInterval): Stripe.Price {
  const price = prices.find(
    ({ metadata, recurring }) => metadata["passbook"]?.split("/")[1] === sold && recurring?.interval === interval,
  );
  if (price) return price;
  throw new StripeProblem(
    400,
    "resource_missing",
    `No such price: '${sold}'${interval ? `, paid by the ${interval}` : ""}`,
  );
}

/** Counted from the start, so that a short month does not shorten those after it. */
function nthPeriod(startedAt: number, { recurring }: Stripe.Price, n: number): Period {
  const months = recurring?.interval === "year" ? 12 : 1;
  const start = (times: number) => boundary(startedAt * 1000, { months }, times) / 1000;
  return { start: start(n), end: start(n + 1) };
}

async function delivered(delivering: Promise<Delivery>): Promise<Delivery> {
  const delivery = await delivering;
  if (delivery.delivered) return delivery;
  const { attempts, status = "no answer", answer } = delivery;
  throw new StripeProblem(
    502,
    "webhook_not_delivered",
    `The webhook was refused ${attempts} times, at last with ${status}: ${answer}`,
  );
}

function sale(
  { id, type, data }: Stripe.InvoicePaidEvent | Stripe.CheckoutSessionCompletedEvent,
  amount: number,
  delivery: Delivery,
): Sale {
  return { event: id, type, object: data.object.id, amount, currency: data.object.currency ?? "", delivery };
}

const unixNow = (): number => Math.floor(Date.now() / 1000);

/** Accounts may be called `constructor`. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
