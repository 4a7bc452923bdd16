import { type Account, type Command, type EntryKey, type Instant, settle } from "@passbook/core";
import { accountTime } from "./account-time.ts";
import { balanceAt, type RunningBalance } from "./balance-at.ts";
import { type Choice, chosenStatement } from "./chosen-statement.ts";
import { type Caller, greeted } from "./first-call.ts";
import { entryId, isBegun, type WrittenEntry, written } from "./items.ts";
import type { LedgerParts } from "./parts.ts";
import { type Performed, type PerformOptions, perform } from "./perform.ts";
import { RecentHeads } from "./recent-heads.ts";
import { type Swept, sweepAccount, type Tell } from "./sweep-account.ts";
import type { StatementPage } from "./table.ts";

/** An account as a reader sees it at an instant. */
export interface Reading {
  readonly account: Account;
  /** Its journal has begun. */
  readonly exists: boolean;
  /** The instant that it was settled to: now, or that of its last entry where that is later. */
  readonly asOf: Instant;
  /** What time has made due and no write has put down yet, oldest first. */
  readonly pending: readonly WrittenEntry[];
}

export interface StatementReading {
  /** Newest first. */
  readonly entries: readonly WrittenEntry[];
  /** Pass it as `before` for the next page; `null`: this is the last one. */
  readonly next: number | null;
  /** No entry that the account has is missing: the index was not behind. */
  readonly complete: boolean;
}

export type StatementQuery = StatementPage & Choice;

/** The one way to the accounts, for every function. */
export interface Ledger {
  perform(account: string, command: Command, options: PerformOptions): Promise<Performed>;
  /** What a key has made, if anything. */
  find(account: string, key: EntryKey): Promise<WrittenEntry | undefined>;
  /** The entry of that name, if there is one. */
  findById(account: string, id: string): Promise<WrittenEntry | undefined>;
  /** Settles in memory and writes nothing, but for a person's first call for their own account. */
  read(account: string, wall: Instant, caller?: Caller): Promise<Reading>;
  /** At an instant that has passed in the account's time. @throws `Busy`: the index is behind. */
  balanceAt(account: string, at: Instant): Promise<RunningBalance>;
  statement(account: string, wall: Instant, query: StatementQuery): Promise<StatementReading>;
  /** Writes down what time has done, and has the warnings told that are due. @throws `Busy`: others write it all the time. */
  sweep(account: string, wall: Instant, tell: Tell): Promise<Swept>;
}

export function createLedger(outside: Omit<LedgerParts, "recentHeads">): Ledger {
  const parts = { ...outside, recentHeads: new RecentHeads() };
  const { policy, table } = parts;

  const performed: Ledger["perform"] = (id, command, options) => perform(parts, id, command, options);
  const read = async (id: string, wall: Instant, caller: Caller = {}): Promise<Reading> => {
    const head = await greeted(parts, performed, await table.readHead(id), caller, wall);
    const asOf = Math.max(await accountTime(parts, head.account, wall), head.account.at);
    const { account, entries } = settle(policy, head.account, asOf);
    return { account, exists: isBegun(head), asOf, pending: entries.map((entry) => written({ entry })) };
  };

  const statement = async (id: string, now: Instant, page: StatementPage): Promise<StatementReading> => {
    const { limit, before = Number.POSITIVE_INFINITY } = page;
    const { account, pending } = await read(id, now);
    const newest = Math.min(account.seq, before - 1);
    const due = pending
      .filter(({ seq }) => seq <= newest)
      .slice(-limit)
      .toReversed();
    const rest = { limit: limit - due.length, before: newest - due.length + 1 };
    const entries = rest.limit > 0 && rest.before > 1 ? [...due, ...(await table.readEntries(id, rest))] : due;
    const expected = Math.min(limit, Math.max(newest, 0));
    const isGapless = entries.every(({ seq }, index) => seq === newest - index);
    const oldest = entries.at(-1)?.seq ?? newest + 1;
    return { entries, next: oldest > 1 ? oldest : null, complete: isGapless && entries.length === expected };
  };

  return {
    read,
    find: (id, key) => table.readEntry(id, entryId(key)),
    findById: (id, entry) => table.readEntry(id, entry),
    perform: performed,
    balanceAt: (id, at) => balanceAt(parts, id, at),
    sweep: (id, wall, tell) => sweepAccount(parts, id, wall, tell),
    statement: (id, now, { member, types, ...page }) =>
      member === undefined && types === undefined
        ? statement(id, now, page)
        : chosenStatement((part) => statement(id, now, part), { member, types }, page),
  };
}
