import { createHash } from "node:crypto";
import { netTotals, stateAt } from "../net-state.ts";
import type { Person } from "./person.ts";
import type { Stage } from "./stage.ts";

/**
 * All that a life has come to: the account but for numbering, what `GET balance` says, and what the statement adds up to, net
 * of what was restored and withdrawn. The same life of somebody else comes to the same.
 */
export async function finalState({ policy, table }: Stage, person: Person) {
  const { account } = await table.readHead(person.account);
  const entries = await table.readJournal(person.account, account.seq);
  const now = Math.max(await table.readClock(person.clock), account.at);
  const { account: _, lots, ...balance } = await person.balance();
  const told = (await person.statement()).flatMap(({ movements }) => movements);
  const state = {
    account: stateAt(now, { policy, account, entries }),
    balance: { ...balance, lots: (lots as object[]).map((lot) => ({ ...lot, lot: 0, granted: 0 })) },
    statement: netTotals(
      told.map((movement) => ({ ...movement, credits: Math.abs(movement.credits) })) as Parameters<typeof netTotals>[0],
    ),
  };
  return sorted(JSON.parse(withoutIds(JSON.stringify(state), person)));
}

/** Short enough to be read aloud. */
export function hashOf(state: unknown): string {
  return createHash("sha256").update(JSON.stringify(state)).digest("hex").slice(0, 12);
}

/** Stripe's ids are another life's own: subscriptions and their items are named in the order of their making. */
function withoutIds(text: string, { subscriptions }: Person): string {
  return subscriptions.reduce(
    (named, { id, items }, index) =>
      items.data.reduce(
        (inner, item, place) => inner.replaceAll(item.id, `item ${index}.${place}`),
        named.replaceAll(id, `subscription ${index}`),
      ),
    text,
  );
}

/** Lists of texts and the fields of maps in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const parts = value.map(sorted);
    return parts.every((part) => typeof part === "string") ? parts.toSorted() : parts;
  }
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([name, part]) => [name, sorted(part)] as const);
  return Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
