import { type BySource, type Credits, ENTRY_TYPES, type Movement, SOURCES, type Source, sum } from "@passbook/core";
import { entryAnswer } from "../answers/entry.ts";
import type { NewEntry, WrittenEntry } from "../ledger/items.ts";
import { type CreditsEvent, checked, type EventType } from "./event.ts";

type MovedType = Extract<CreditsEvent, { readonly entry: unknown; readonly credits: number }>["type"];

/**
 * What a new entry has to tell, from it alone: one event for each thing that it did, in this order. What moved nothing tells
 * nothing.
 * @throws {TypeError} it is no entry that this version can read.
 */
export function eventsOf({ account, entry, low }: NewEntry): CreditsEvent[] {
  if (!ENTRY_TYPES.includes(entry.type)) throw new TypeError(`there is no entry of type ${entry.type}`);
  const { at, occurredAt, by, member, ref, balance, bySource, id, seq, type, reason } = entryAnswer(entry, {
    isOperator: true,
  });
  const line = { id, seq, type, reason };
  const said = { at, occurredAt, entry: line, by, ...(member !== undefined && { member }), ref, balance, bySource };
  const named = <T extends EventType>(name: T) =>
    ({ type: name, version: 1, id: eventId(account, id, name), account }) as const;
  const told = MOVED.flatMap(({ name, of }): CreditsEvent[] => {
    const sources = of(entry);
    const credits = total(sources);
    return credits > 0 ? [{ ...named(name), ...said, credits, sources }] : [];
  });
  const all: CreditsEvent[] = [
    ...told,
    ...(entry.debt === undefined ? [] : [{ ...named("credits.debt"), ...said, debt: entry.debt }]),
    ...(low === undefined ? [] : [{ ...named("credits.low_balance"), ...said, low }]),
  ];
  return all.map(checked);
}

/** Keys are the account's own, so that the name of an entry alone may be another account's as well. */
function eventId(account: string, entry: string, type: EventType): string {
  return `${account}/${entry}/${type}`;
}

/** How much of each source an entry tells under a name. */
const MOVED: readonly { readonly name: MovedType; readonly of: (entry: WrittenEntry) => BySource }[] = [
  { name: "credits.granted", of: (entry) => (isRenewal(entry) ? {} : grantedBy(entry)) },
  { name: "credits.renewed", of: (entry) => (isRenewal(entry) ? grantedBy(entry) : {}) },
  // What pays a debt is spent as well; of that `credits.debt` tells.
  { name: "credits.spent", of: (entry) => (PAYING.has(entry.type) ? movedBy(entry, "spent", "captured") : {}) },
  { name: "credits.held", of: (entry) => movedBy(entry, "held") },
  { name: "credits.released", of: (entry) => movedBy(entry, "released") },
  { name: "credits.restored", of: (entry) => movedBy(entry, "restored") },
  { name: "credits.expired", of: (entry) => movedBy(entry, "expired") },
  { name: "credits.forfeited", of: (entry) => movedBy(entry, "forfeited") },
  { name: "credits.withdrawn", of: (entry) => movedBy(entry, "withdrawn") },
  { name: "credits.clawed_back", of: (entry) => movedBy(entry, "clawed-back") },
  { name: "credits.frozen", of: (entry) => movedBy(entry, "frozen") },
  { name: "credits.thawed", of: (entry) => movedBy(entry, "thawed") },
];

const PAYING: ReadonlySet<WrittenEntry["type"]> = new Set(["spent", "captured"]);

/** The allowance of a cycle that is not a subscription's first. */
function isRenewal({ type, key, seq, term, corrected }: WrittenEntry): boolean {
  // An entry that had to look back says how all paid times stand, its own among them.
  const { turn } = term ?? corrected?.terms.find(({ origin }) => origin === seq) ?? { turn: 1 };
  return type === "granted" && (key.kind === "grant" || key.kind === "due") && turn > 1;
}

function movedBy({ movements }: WrittenEntry, ...types: Movement["type"][]): BySource {
  return inSources(movements.filter(({ type }) => types.includes(type)));
}

/** What came in; what only went on in another lot did not. */
function grantedBy({ movements }: WrittenEntry): BySource {
  let moved = sum(movements, ({ type, credits }) => (type === "rolled-over" ? credits : 0));
  const granted: Movement[] = [];
  for (const movement of movements.filter(({ type }) => type === "granted").toSorted(carriedFirst)) {
    const carried = Math.min(moved, movement.credits);
    moved -= carried;
    granted.push({ ...movement, credits: movement.credits - carried });
  }
  return inSources(granted);
}

const carriedFirst = (a: Movement, b: Movement): number =>
  Number(b.source === "rollover") - Number(a.source === "rollover");

function inSources(movements: readonly Movement[]): BySource {
  const of = (source: Source): Credits => sum(movements, (moved) => (moved.source === source ? moved.credits : 0));
  return Object.fromEntries(
    SOURCES.map((source) => [source, of(source)] as const).filter(([, credits]) => credits > 0),
  );
}

function total(sources: BySource): Credits {
  return sum(Object.values(sources), (credits) => credits);
}
