import type Stripe from "stripe";
import type { Ledger } from "../ledger/ledger.ts";
import type { Table } from "../ledger/table.ts";
import { idOf, type Link, type Links, type NewLink } from "./links.ts";
import type { Known, PriceNames } from "./reading.ts";
import type { Needs } from "./translate.ts";
import { Unreadable } from "./unreadable.ts";

/** What the webhook knows beside the event: from the table, and where that is silent from Stripe. */
export interface Knowledge {
  of(needs: Needs): Promise<Known>;
  /** @throws {Unreadable} it is linked to something else already. */
  learn(links: readonly NewLink[]): Promise<void>;
  /** A subscription as Stripe has it now. */
  subscription(id: string): Promise<Stripe.Subscription>;
}

interface Sources {
  readonly table: Table;
  readonly ledger: Ledger;
  readonly stripe: Stripe;
  readonly priceNames: (prices: readonly string[]) => Promise<PriceNames>;
}

export function knowledge({ table, ledger, stripe, priceNames }: Sources): Knowledge {
  const readLink = async (id: string) => (await table.readLink(id)) as Link | undefined;

  /** A payment intent that no event has told of (yet): Stripe knows what it pays. */
  const asked = async (id: string): Promise<readonly NewLink[]> => {
    if (!id.startsWith("pi_")) return [];
    const payment = { type: "payment_intent", payment_intent: id } as const;
    const { data: payments } = await stripe.invoicePayments.list({ payment });
    const invoice = idOf(payments[0]?.invoice);
    if (invoice !== undefined) return [{ id, link: { pays: { invoice } } }];
    const { data: sessions } = await stripe.checkout.sessions.list({ payment_intent: id });
    const session = sessions[0];
    return session ? [{ id, link: { pays: { session: session.id } } }] : [];
  };

  const linked = async (id: string): Promise<readonly (readonly [string, Link])[]> => {
    const stored = await readLink(id);
    const links = stored ? [[id, stored] as const] : (await asked(id)).map((told) => [told.id, told.link] as const);
    const paid = links.flatMap(([, link]) => ("pays" in link ? Object.values<string>(link.pays) : []));
    const sales = await Promise.all(paid.map(async (sale) => [sale, await readLink(sale)] as const));
    return [...links, ...sales.flatMap(([sale, link]) => (link ? [[sale, link] as const] : []))];
  };

  const linesOf = async (invoice: string | undefined) => {
    if (invoice === undefined) return new Map<string, Stripe.InvoiceLineItem[]>();
    const lines = await stripe.invoices.listLineItems(invoice, { limit: 100 }).autoPagingToArray({ limit: 10_000 });
    return new Map([[invoice, lines]]);
  };

  const subscriptionsOf = async (customer: string | undefined, links: Links) => {
    const link = links.get(customer ?? "");
    if (!link || !("account" in link)) return [];
    const { account } = await ledger.read(link.account, 0);
    const live = account.subscriptions.filter(({ endedAt }) => endedAt === null);
    return Promise.all(live.map(({ id }) => stripe.subscriptions.retrieve(id)));
  };

  return {
    async of({ prices, links: ids, linesOf: invoice, subscriptionsOf: customer }) {
      const links: Links = new Map((await Promise.all(ids.map(linked))).flat());
      const lines = await linesOf(invoice);
      const all = [
        ...prices,
        ...[...lines.values()].flat().flatMap((line) => idOf(line.pricing?.price_details?.price) ?? []),
      ];
      const subscriptions = await subscriptionsOf(customer, links);
      return { prices: await priceNames([...new Set(all)]), links, lines, subscriptions };
    },
    async learn(links) {
      for (const { id, link } of links) {
        const standing = (await table.writeLink(id, link)) as Link;
        if (JSON.stringify(sorted(standing)) !== JSON.stringify(sorted(link)))
          throw new Unreadable(`${id} belongs to something else already`);
      }
    },
    subscription: (id) => stripe.subscriptions.retrieve(id),
  };
}

/** A map comes back from the table in any order. */
function sorted(link: Link): unknown {
  return Object.entries(link).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
