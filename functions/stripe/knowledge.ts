import type { Policy } from "@passbook/core";
import type Stripe from "stripe";
import type { Ledger } from "../ledger/ledger.ts";
import type { Table } from "../ledger/table.ts";
import { withoutItsWords } from "./client.ts";
import { accountLinked, customerLink, idOf, idOfSale, type Link, type Links, type NewLink, saleOf } from "./links.ts";
import { type Needs, needsOfSale } from "./needs.ts";
import type { Known, PriceNames } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

/** What the webhook knows beside the event: from the table, and where that is silent from Stripe. */
export interface Knowledge {
  of(needs: Needs): Promise<Known>;
  /**
   * Writes down what is not known yet.
   * @throws {Unreadable} it is linked to something else already.
   */
  learn(links: readonly NewLink[], known: Links): Promise<void>;
  /** Of the customers that are linked for the first time those who live by a test clock. */
  customersOnClocks(links: readonly NewLink[], known: Links): Promise<CustomerOf[]>;
  /** A subscription as Stripe has it now. */
  subscription(id: string): Promise<Stripe.Subscription>;
}

interface CustomerOf {
  readonly account: string;
  readonly customer: Stripe.Customer;
}

interface Sources {
  readonly policy: Policy;
  readonly table: Table;
  readonly ledger: Ledger;
  readonly stripe: Stripe;
  readonly priceNames: (prices: readonly string[]) => Promise<PriceNames>;
}

type Sale = Stripe.Invoice | Stripe.Checkout.Session;

export function knowledge({ policy, table, ledger, stripe, priceNames }: Sources): Knowledge {
  const readLink = async (id: string): Promise<[string, Link][]> => {
    const link = (await table.readLink(id)) as Link | undefined;
    return link ? [[id, link]] : [];
  };
  const subscription = (id: string) => stripe.subscriptions.retrieve(id).catch(withoutItsWords);

  /** What a payment intent was paid for: what the table knows of it, or else the sale itself, if there is one. */
  const paidBy = async (intent: string): Promise<{ links: Links; sale?: Sale | undefined }> => {
    const told = await readLink(intent);
    const [link] = told.map(([, found]) => found);
    const payment = link && "pays" in link ? link.pays : undefined;
    const sale = payment ? undefined : await saleAsked(intent);
    const id = payment ? idOfSale(payment) : sale?.id;
    if (id === undefined) return { links: new Map() };
    const pays = payment ?? (sale?.object === "invoice" ? { invoice: id } : { session: id });
    const links = new Map<string, Link>([[intent, { pays }], ...(await followed(id))]);
    if (saleOf(links, intent)) return { links };
    return { links, sale: sale ?? (await saleNamed(id)) };
  };

  /** A sale's own link, and, of an invoice that a session has made of a purchase, that session's. */
  const followed = async (id: string): Promise<[string, Link][]> => {
    const links = await readLink(id);
    const sessions = links.flatMap(([, link]) => ("pays" in link ? [idOfSale(link.pays)] : []));
    return [...links, ...(await Promise.all(sessions.map(readLink))).flat()];
  };

  /** A session says which payment intent pays it; which invoice one pays is a list (docs.stripe.com/api/invoice-payment/list). */
  const saleAsked = async (intent: string): Promise<Sale | undefined> => {
    const sessions = await stripe.checkout.sessions.list({ payment_intent: intent }).catch(withoutItsWords);
    if (sessions.data[0]) return sessions.data[0];
    const payment = { type: "payment_intent", payment_intent: intent } as const;
    const payments = await stripe.invoicePayments.list({ payment }).catch(withoutItsWords);
    const invoice = idOf(payments.data[0]?.invoice);
    return invoice === undefined ? undefined : saleNamed(invoice);
  };

  const saleNamed = (id: string): Promise<Sale> =>
    id.startsWith("in_")
      ? stripe.invoices.retrieve(id).catch(withoutItsWords)
      : stripe.checkout.sessions.retrieve(id).catch(withoutItsWords);

  const liveOf = async (account: string | undefined) => {
    if (account === undefined) return [];
    const { subscriptions } = (await ledger.read(account, 0)).account;
    return Promise.all(subscriptions.filter(({ endedAt }) => endedAt === null).map(({ id }) => subscription(id)));
  };

  const onClock = async (id: string): Promise<Stripe.Customer[]> => {
    const customer = await stripe.customers.retrieve(id).catch(withoutItsWords);
    return customer.deleted || !customer.test_clock ? [] : [customer];
  };

  const of = async (needs: Needs): Promise<Known> => {
    const paid = needs.paidBy === undefined ? undefined : await paidBy(needs.paidBy);
    const sale = paid?.sale && { object: paid.sale, known: await of(needsOfSale(policy, paid.sale)) };
    const links = new Map([
      ...(await Promise.all(needs.links.map(readLink))).flat(),
      ...(paid?.links ?? []),
      ...(sale?.known.links ?? []),
    ]);
    const subscriptions = needs.subscriptionsOf ? await liveOf(accountLinked(links, needs.subscriptionsOf)) : [];
    const ownLinks = (await Promise.all(subscriptions.map(({ id }) => readLink(id)))).flat();
    const lines = await all(needs.linesOf, (id) => stripe.invoices.listLineItems(id, { limit: 100 }));
    const items = await all(needs.itemsOf, (id) => stripe.checkout.sessions.listLineItems(id, { limit: 100 }));
    const listed = [
      ...[...lines.values()].flat().map((line) => idOf(line.pricing?.price_details?.price)),
      ...[...items.values()].flat().map((item) => item.price?.id),
    ].filter((price) => price !== undefined);
    const prices = await priceNames([...new Set([...needs.prices, ...listed])]);
    return {
      prices: new Map([...prices, ...(sale?.known.prices ?? [])]),
      links: new Map([...links, ...ownLinks]),
      lines: sale?.known.lines ?? lines,
      items: sale?.known.items ?? items,
      subscriptions,
      untold: new Map(sale && needs.paidBy ? [[needs.paidBy, sale.object]] : []),
    };
  };

  return {
    of,
    async learn(links, known) {
      for (const { id, link } of links) {
        // First of all: whose customer is known is not looked at again.
        const own = known.has(id) ? undefined : customerLink({ id, link });
        if (own) await table.writeLink(own.id, own.link);
        const standing = known.get(id) ?? ((await table.writeLink(id, link)) as Link);
        if (JSON.stringify(sorted(standing)) !== JSON.stringify(sorted(link)))
          throw new Unreadable(`${id} belongs to something else already`);
      }
    },
    subscription,
    async customersOnClocks(links, known) {
      const seen: CustomerOf[] = [];
      for (const { id, link } of links) {
        if (!id.startsWith("cus_") || !("account" in link) || known.has(id)) continue;
        for (const customer of await onClock(id)) seen.push({ account: link.account, customer });
      }
      return seen;
    },
  };
}

/** A whole list of what an object has, by the object's id. */
async function all<T>(
  id: string | undefined,
  list: (id: string) => Stripe.ApiListPromise<T>,
): Promise<ReadonlyMap<string, T[]>> {
  if (id === undefined) return new Map();
  return new Map([[id, await list(id).autoPagingToArray({ limit: 10_000 }).catch(withoutItsWords)]]);
}

/** A map comes back from the table in any order. */
function sorted(link: Link): unknown {
  return Object.entries(link).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
