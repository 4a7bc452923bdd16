import { createHash } from "node:crypto";
import { netTotals, stateAt } from "../net-state.ts";
import type { Payer, Person } from "./person.ts";
import type { Stage } from "./stage.ts";

/**
 * All that a life has come to, account by account: each but for numbering, what its balance and its tab say, and what the
 * statement adds up to, net of what was restored and withdrawn. The same life of somebody else comes to the same.
 */
export async function finalState(stage: Stage, person: Person) {
  const payers = [person, ...person.workspaces];
  const states = await Promise.all(payers.map((payer) => stateOf(stage, payer)));
  const ids = payers.flatMap((payer) => payer.ids);
  return sorted(JSON.parse(withoutIds(JSON.stringify(states), person.account, ids)));
}

async function stateOf({ policy, table }: Stage, payer: Payer) {
  const { account } = await table.readHead(payer.account);
  const entries = await table.readJournal(payer.account, account.seq);
  const { lots, ...balance } = await payer.balance();
  const { plan, interval, quantity, status, nextRenewal, plannedChange, cancelAt, ...view } = await payer.view();
  const { cap, outlook, warnings, offers, members, blocked } = view;
  const told = (await payer.statement()).flatMap(({ movements }) => movements);
  return {
    account: stateAt(Date.parse(balance.asOf), { policy, account, entries }),
    balance: { ...balance, lots: (lots as object[]).map((lot) => ({ ...lot, lot: 0, granted: 0 })) },
    view: { plan, interval, quantity, status, nextRenewal, plannedChange, cancelAt, cap, outlook, warnings, offers },
    pool: { members, blocked },
    statement: netTotals(
      told.map((movement) => ({ ...movement, credits: Math.abs(movement.credits) })) as Parameters<typeof netTotals>[0],
    ),
  };
}

/** Short enough to be read aloud. */
export function hashOf(state: unknown): string {
  return createHash("sha256").update(JSON.stringify(state)).digest("hex").slice(0, 12);
}

/** Stripe's ids are another life's own, and so is a name. */
function withoutIds(text: string, name: string, ids: readonly string[]): string {
  return ids.reduce((named, id, place) => named.replaceAll(id, `id ${place}`), text.replaceAll(name, "ada"));
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
