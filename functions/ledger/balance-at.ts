import { balance, balanceBySource, type Entry, type Instant, type Policy, settle } from "@passbook/core";
import { Busy } from "./busy.ts";
import type { WrittenEntry } from "./items.ts";
import type { Table } from "./table.ts";

/** What could be spent at an instant. */
export type RunningBalance = Pick<Entry, "balance" | "bySource">;

/**
 * The running balance at an instant that has passed in the account's time: the one that the last entry up to it left. What
 * time has made due and nobody has written down is counted too.
 */
export async function balanceAt(
  { policy, table }: { readonly policy: Policy; readonly table: Table },
  id: string,
  at: Instant,
): Promise<RunningBalance> {
  const { account } = await table.readHead(id);
  if (at >= account.at) {
    const then = settle(policy, account, at).account;
    return { balance: balance(then), bySource: balanceBySource(then) };
  }
  const entry = await lastEntryUntil(table, id, account.seq, at);
  return entry ? { balance: entry.balance, bySource: entry.bySource } : { balance: 0, bySource: {} };
}

/**
 * The last of an account's entries that was there at an instant, found by halves: `at` never decreases along `seq`. So many
 * single entries are read as the number of all of them has binary digits.
 * @param newest the head's `seq`.
 */
async function lastEntryUntil(
  table: Table,
  id: string,
  newest: number,
  at: Instant,
): Promise<WrittenEntry | undefined> {
  let found: WrittenEntry | undefined;
  for (let first = 1, last = newest; first <= last; ) {
    const middle = Math.floor((first + last) / 2);
    const entry = await entryAt(table, id, middle);
    if (entry.at > at) {
      last = middle - 1;
    } else {
      first = middle + 1;
      found = entry;
    }
  }
  return found;
}

/** @throws `Busy`: the index does not have it yet. */
async function entryAt(table: Table, id: string, seq: number): Promise<WrittenEntry> {
  const [entry] = await table.readEntries(id, { limit: 1, before: seq + 1 });
  if (entry?.seq !== seq) throw new Busy(`entry ${seq} is not in the index yet`);
  return entry;
}
