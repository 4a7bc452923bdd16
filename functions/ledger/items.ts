import { createHash } from "node:crypto";
import {
  type Account,
  type Booking,
  type BySource,
  type Credits,
  type Entry,
  type EntryKey,
  type Instant,
  type Member,
  SOURCES,
} from "@passbook/core";
import {
  type BookingTuple,
  type HoldTuple,
  holdFromTuple,
  holdTuple,
  type LotTuple,
  lotFromTuple,
  lotTuple,
  type MemberTuple,
  type MovementTuple,
  memberTuple,
  movementFromTuple,
  movementTuple,
} from "./tuples.ts";

/** An account as it is stored: with the version that every write must find and moves on. */
export interface Head {
  readonly account: Account;
  /** 0: never written. */
  readonly version: number;
  /** When the sweep has to look at it next; absent: never. */
  readonly due?: Due | undefined;
  /** The sweep has told the warnings up to this instant of the account's; absent: none yet. */
  readonly warnedUntil?: Instant | undefined;
}

/**
 * Whether the account is there. A head without an entry may be stored all the same: one that a refusal has moved on, so that no
 * older try of what was refused can arrive any more.
 */
export function isBegun({ account }: Head): boolean {
  return account.seq > 0;
}

/** A place in the due index. */
export interface Due {
  readonly shard: string;
  /** In the time that the account lives in. */
  readonly at: Instant;
}

/** An entry as it is stored. */
export interface WrittenEntry extends Entry {
  /** `<kind>_<hash of the key>`: the name by which the outside knows it. */
  readonly id: string;
  /** The digest of the request that made it; facts have none. */
  readonly digest?: string;
}

/** An entry with the name that it has once it is stored. */
export function written({
  entry,
  digest,
}: {
  readonly entry: Entry;
  readonly digest?: string | undefined;
}): WrittenEntry {
  return { id: entryId(entry.key), ...entry, ...(digest !== undefined && { digest }) };
}

/** The name of an entry, from its key alone. */
export function entryId({ kind, id }: EntryKey): string {
  return `${kind}_${createHash("sha256").update(id).digest("base64url")}`;
}

export const headKey = (account: string): string => `A#${account}`;
export const accountOfHead = (pk: string): string => pk.slice("A#".length);

/** Account ids have no `#`, and the hash has no clear text: no client key can reach another item. */
export function entryItemKey(account: string, id: string): string {
  return `E#${account}#${id.replace("_", "#")}`;
}

/** The name of an entry, from where it is stored. */
export function entryIdOfKey(account: string, pk: string): string {
  return pk.slice(entryItemKey(account, "").length).replace("#", "_");
}

/** What the name of an entry looks like; nothing else is looked for. */
export function isEntryId(id: string): boolean {
  return /^[a-z]+(?:-[a-z]+)?_[\w-]{43}$/.test(id);
}

/** The head as one item. What there may be many of are tuples, because their number decides what a spend costs to write. */
export function headItem({ account, version, due, warnedUntil }: Head): Record<string, unknown> {
  const { lots, bookings, holds, members, blocked, addOns, ...rest } = account;
  return {
    pk: headKey(account.id),
    version,
    ...rest,
    lots: lots.map(lotTuple),
    bookings: bookings.map(({ startsAt, entry }): BookingTuple => [startsAt, entry]),
    holds: holds.map(holdTuple),
    // Most accounts have no add-on, are nobody's pool, and are not blocked.
    ...(addOns.length > 0 && { addOns }),
    ...(members.length > 0 && { members: members.map(memberTuple) }),
    ...(blocked && { blocked }),
    ...(due && { shard: due.shard, dueAt: due.at }),
    ...(warnedUntil !== undefined && { warnedUntil }),
  };
}

export function headFromItem(item: Record<string, unknown>): Head {
  const { pk: _, version, shard, dueAt, warnedUntil, lots, bookings, holds, ...others } = item as unknown as HeadItem;
  const { members = [], blocked = null, addOns = [], ...rest } = others;
  return {
    version,
    ...(shard !== undefined && dueAt !== undefined && { due: { shard, at: dueAt } }),
    ...(warnedUntil !== undefined && { warnedUntil }),
    account: {
      ...rest,
      lots: lots.map(lotFromTuple),
      bookings: bookings.map(([startsAt, entry]): Booking => ({ startsAt, entry })),
      holds: holds.map(holdFromTuple),
      members: members.map(([id, budget = null]): Member => ({ id, budget })),
      blocked,
      addOns,
    },
  };
}

interface HeadItem extends Omit<Account, "lots" | "bookings" | "holds" | "members" | "blocked" | "addOns"> {
  readonly pk: string;
  readonly version: number;
  readonly shard?: string;
  readonly dueAt?: Instant;
  readonly warnedUntil?: Instant;
  readonly lots: readonly LotTuple[];
  readonly bookings: readonly BookingTuple[];
  readonly holds: readonly HoldTuple[];
  readonly members?: readonly MemberTuple[];
  readonly blocked?: Account["blocked"];
  readonly addOns?: Account["addOns"];
}

/**
 * An entry as one item; `on` is when it happened, `sources` the balance by source after it. All else keeps its name.
 * @param low the mark to which it brought the balance down: for who announces it, and no part of the journal.
 */
export function entryItem(account: string, entry: Entry, digest?: string, low?: Credits): Record<string, unknown> {
  const { key, occurredAt, movements, bySource, ...rest } = entry;
  return {
    pk: entryItemKey(account, entryId(key)),
    account,
    key: key.id,
    on: occurredAt,
    moves: movements.map(movementTuple),
    sources: bySource,
    ...rest,
    ...(digest !== undefined && { digest }),
    ...(low !== undefined && { low }),
  };
}

interface EntryItem extends Omit<Entry, "key" | "occurredAt" | "movements" | "bySource"> {
  readonly pk: string;
  readonly account: string;
  readonly key: string;
  readonly on: number;
  readonly moves: readonly MovementTuple[];
  readonly sources: Entry["bySource"];
  readonly digest?: string;
  readonly low?: Credits;
}

/** An entry as the stream tells of it. */
export interface NewEntry {
  readonly account: string;
  readonly entry: WrittenEntry;
  /** The mark to which it brought the balance down. */
  readonly low?: Credits;
}

export function newEntryFromItem(item: Record<string, unknown>): NewEntry {
  const { account, low } = item as unknown as EntryItem;
  return { account, entry: entryFromItem(item), ...(low !== undefined && { low }) };
}

export function entryFromItem(item: Record<string, unknown>): WrittenEntry {
  const { pk, account: _, key, on, moves, sources, digest, low: __, ...rest } = item as unknown as EntryItem;
  const [, , kind] = pk.split("#") as [string, string, EntryKey["kind"]];
  const entry: Entry = {
    key: { kind, id: key },
    occurredAt: on,
    movements: moves.map(movementFromTuple),
    bySource: inOrder(sources),
    ...rest,
  };
  return written({ entry, digest });
}

/** A map comes back in any order; readers compare bytes. */
function inOrder(bySource: BySource): BySource {
  return Object.fromEntries(SOURCES.flatMap((source) => (bySource[source] ? [[source, bySource[source]]] : [])));
}
