import { createHash } from "node:crypto";
import {
  type Account,
  type Booking,
  type BySource,
  type Credits,
  type Entry,
  type EntryKey,
  type Hold,
  type Instant,
  type Lot,
  type Member,
  type Movement,
  SOURCES,
  type Source,
} from "@passbook/core";

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

/** What the name of an entry looks like; nothing else is looked for. */
export function isEntryId(id: string): boolean {
  return /^[a-z]+(?:-[a-z]+)?_[\w-]{43}$/.test(id);
}

type LotTuple = [
  number: number,
  source: Source,
  birth: number,
  end: number | null,
  granted: number,
  left: number,
  held: number,
  frozen: number,
  origin?: number | null,
  ages?: Lot["ages"],
];
type BookingTuple = [startsAt: number, entry: number];
type HoldTuple = [
  entry: number,
  expiresAt: number,
  parts: [lot: number, source: Source, credits: number][],
  member?: [id: string, cycle?: number],
];
type MemberTuple = [id: string, budget?: number];

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

function memberTuple({ id, budget }: Member): MemberTuple {
  return budget === null ? [id] : [id, budget];
}

function holdTuple({ entry, expiresAt, parts, member }: Hold): HoldTuple {
  const tuple: HoldTuple = [entry, expiresAt, parts.map(({ lot, source, credits }) => [lot, source, credits])];
  if (member) tuple.push(member.cycle === undefined ? [member.id] : [member.id, member.cycle]);
  return tuple;
}

function holdFromTuple([entry, expiresAt, parts, member]: HoldTuple): Hold {
  const hold = { entry, expiresAt, parts: parts.map(([lot, source, credits]) => ({ lot, source, credits })) };
  if (!member) return hold;
  const [id, cycle] = member;
  return { ...hold, member: cycle === undefined ? { id } : { id, cycle } };
}

function lotTuple({ number, source, birth, end, granted, left, held, frozen, origin, ages }: Lot): LotTuple {
  const tuple: LotTuple = [number, source, birth, end, granted, left, held, frozen];
  return [...tuple, ...lineage({ origin, ages })] as LotTuple;
}

function lotFromTuple([number, source, birth, end, granted, left, held, frozen, origin, ages]: LotTuple): Lot {
  return { number, source, birth, end, granted, left, held, frozen, ...fromLineage(origin, ages) };
}

/** Where a lot comes from and how it ages, at the end of a tuple and only where there is something to say. */
function lineage({ origin, ages }: { origin: number | undefined; ages: Lot["ages"] | undefined }): unknown[] {
  if (ages) return [origin ?? null, ages];
  return origin === undefined ? [] : [origin];
}

function fromLineage(origin?: number | null, ages?: Lot["ages"]): Pick<Lot, "origin" | "ages"> {
  return { ...(typeof origin === "number" && { origin }), ...(ages && { ages }) };
}

/** Those that bring a lot, or can bring it back, carry what it is. */
type LotMovementTuple = [
  type: Movement["type"],
  lot: number,
  source: Source,
  credits: number,
  birth: number,
  end: number | null,
  granted: number | null,
  undoes: string | null,
  origin?: number | null,
  ages?: Lot["ages"],
];
type MovementTuple = [type: Movement["type"], lot: number, source: Source, credits: number] | LotMovementTuple;

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

function movementTuple(movement: Movement): MovementTuple {
  const { type, lot, source, credits } = movement;
  if (!("birth" in movement)) return [type, lot, source, credits];
  const { birth, end, origin, ages } = movement;
  const granted = "granted" in movement ? movement.granted : null;
  const undoes = "undoes" in movement ? movement.undoes : null;
  const tail = lineage({ origin, ages });
  const middle = tail.length > 0 || undoes ? [granted, undoes ?? null] : granted === null ? [] : [granted];
  return [type, lot, source, credits, birth, end, ...middle, ...tail] as unknown as MovementTuple;
}

function movementFromTuple(tuple: MovementTuple): Movement {
  const [type, lot, source, credits, birth, end, granted, undoes, origin, ages] = tuple as LotMovementTuple;
  const moved = { lot, source, credits };
  if (birth === undefined) return { type, ...moved } as Movement;
  const terms = { ...moved, birth, end, ...fromLineage(origin, ages) };
  if (typeof granted !== "number") return { type, ...terms } as Movement;
  return { type, ...terms, granted, ...(undoes && { undoes }) } as Movement;
}
