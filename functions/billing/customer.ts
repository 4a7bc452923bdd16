import { type Account, REAL_TIME } from "@passbook/core";
import type { Table } from "../ledger/table.ts";
import { customerLinkId, type Link } from "../stripe/links.ts";
import { asked } from "./asked.ts";
import type { Billing } from "./billing.ts";
import { stripeKey } from "./steps.ts";

/** The customer that an account pays as: the first that it was linked to. */
export async function customerOf(table: Pick<Table, "readLink">, account: string): Promise<string | undefined> {
  const link = (await table.readLink(customerLinkId(account))) as Link | undefined;
  return link && "customer" in link ? link.customer : undefined;
}

/**
 * The account's customer; where it has none, a new one, on the account's test clock if it has one. Whatever is lost on the way,
 * there is one in the end: its idempotency key is the account's, and of two that are linked the first one stands.
 */
export async function customerFor(billing: Billing, account: Account): Promise<string> {
  const { stripe, table, defaultClock } = billing;
  const known = await customerOf(table, account.id);
  if (known !== undefined) return known;
  const clock = account.clock ?? defaultClock ?? REAL_TIME;
  const { id } = await asked(
    stripe.customers.create(
      { metadata: { account: account.id }, ...(clock !== REAL_TIME && { test_clock: clock }) },
      { idempotencyKey: stripeKey(account.id, "customer") },
    ),
  );
  // The account's own link comes last: where it stands, all of it has been done.
  await table.writeLink(id, { account: account.id } satisfies Link);
  const standing = (await table.writeLink(customerLinkId(account.id), { customer: id } satisfies Link)) as Link;
  return "customer" in standing ? standing.customer : id;
}
