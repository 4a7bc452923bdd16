import Stripe from "stripe";
import { customerOf } from "../../functions/billing/customer.ts";
import type { Table } from "../../functions/ledger/table.ts";

/** What moves time and cards for the bar: Stripe's own verbs, which want a key that no browser may hold. */
export interface Till {
  readonly stripe: Stripe;
  readonly table: Pick<Table, "readLink">;
  /** The clock of accounts that have no customer. */
  readonly stageClock: string;
  /** Once all that has happened at Stripe has been told. */
  readonly isTold: () => Promise<void>;
}

/** The `stripe` package, pointed at the local Stripe. */
export function stripeAt(url: string, apiKey: string): Stripe {
  const { hostname: host, port } = new URL(url);
  return new Stripe(apiKey, { host, port, protocol: "http", telemetry: false });
}

/** The customer that pays for the account; `undefined` until there is one. */
export async function customerAt({ stripe, table }: Till, account: string): Promise<Stripe.Customer | undefined> {
  const id = await customerOf(table, account);
  if (id === undefined) return undefined;
  const customer = await stripe.customers.retrieve(id);
  return customer.deleted ? undefined : customer;
}
