import { type Credits, type Movement, type Reference, signed, sum } from "@passbook/core";
import { iso } from "../http/instant.ts";
import type { WrittenEntry } from "../ledger/items.ts";
import { lotId, lotPartAnswer } from "./lot.ts";

/** Who reads: an operator is told which operator it was. */
export interface Reader {
  readonly isOperator: boolean;
}

/** A line of the statement (M15). */
export function entryAnswer(entry: WrittenEntry, { isOperator }: Reader) {
  const { id, seq, at, occurredAt, type, movements, balance, bySource, reason, ref, by, isOperators, member, policy } =
    entry;
  const sources = [...new Set(movements.map(({ source }) => source))];
  return {
    id,
    seq,
    at: iso(at),
    occurredAt: iso(occurredAt),
    type,
    /** One source where all of it moved there; `null` where several did: see the movements. */
    source: sources.length === 1 ? sources[0] : null,
    credits: sum(movements, signed),
    balance,
    bySource,
    reason,
    ref: referenceAnswer(ref),
    by: isOperators && !isOperator ? "operator" : by,
    ...(member && { member: member.id }),
    policy,
    movements: movements.map(movementAnswer),
  };
}

/** Signed as the balance feels it. Held credits had left it already, so what a capture has paid is said beside the 0. */
function movementAnswer(movement: Movement) {
  const { type, source } = movement;
  const end = type === "granted" && { endsAt: movement.end === null ? null : iso(movement.end) };
  const paid = type === "captured" && { captured: movement.credits };
  return { type, lot: lotId(movement), source, credits: signed(movement), ...paid, ...end };
}

const INSTANTS = new Set(["from", "until", "startsAt", "cancelAt"]);

/** A period's bounds and a start are instants in the journal, and ISO 8601 outside. */
function referenceAnswer(ref: Reference): Reference {
  const fields = Object.entries(ref).map(([name, value]) => [name, INSTANTS.has(name) ? iso(Number(value)) : value]);
  return inOrder(Object.fromEntries(fields) as Reference);
}

/** A map comes back from the table in any order. */
export function inOrder<T extends object>(map: T): T {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1))) as T;
}

/** What of its movements an answer shows, and how much that is together. */
export function partsAnswer(entry: WrittenEntry, type: Movement["type"]) {
  const lots = entry.movements.filter((movement) => movement.type === type).map(lotPartAnswer);
  return { credits: sum(lots, ({ credits }): Credits => credits), lots };
}

/** What was asked for, as the journal tells it: a service, or an amount with its reason. */
export function purposeAnswer({ ref, reason }: WrittenEntry) {
  const { service, quantity, options = {}, startsAt, quote } = ref;
  if (service === undefined) return { reason };
  const start = startsAt !== undefined && { startsAt: iso(Number(startsAt)) };
  return { service, quantity, options: inOrder(options as object), ...start, ...(quote !== undefined && { quote }) };
}
