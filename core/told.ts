import type { Instant } from "./calendar.ts";
import { isDecided } from "./decided.ts";
import type { Entry } from "./entry.ts";
import { byInstant, type Fact, factKey, instantOf } from "./fact.ts";
import { undoneBy } from "./reversal.ts";

/** A fact, with the number of its entry. */
export interface Told {
  readonly fact: Fact;
  readonly seq: number;
}

export function factsOf(entries: readonly Entry[]): Told[] {
  return entries.flatMap(({ fact, seq }) => (fact ? [{ fact, seq }] : []));
}

/** In their own order. A refund that failed and a dispute that was won are told as if they had never been (X5). */
export function withoutUndone(told: readonly Told[], before: readonly Told[]): Told[] {
  const all = [...before, ...told].map(({ fact }) => fact);
  return told.filter(({ fact }) => !isUndone(fact, all)).toSorted((a, b) => byInstant(a.fact, b.fact));
}

/** Whether one of those facts makes it undone. */
export function isUndone(fact: Fact, all: readonly Fact[]): boolean {
  const { kind, id } = factKey(fact);
  return all.flatMap(undoneBy).some((undone) => undone.kind === kind && undone.id === id);
}

/**
 * From where on the journal is decided again: no entry before there comes after a fact that is decided again, or after one
 * that such a fact undoes. A fact that was told late itself had reopened more than its own entry.
 */
export function reopenedAt(history: readonly Entry[], told: readonly Told[]): number {
  let first = history.length;
  for (let again = told.map(({ fact }) => fact); again.length > 0; ) {
    const undone = factsOf(history.slice(0, first))
      .map(({ fact }) => fact)
      .filter((fact) => isUndone(fact, again));
    const earliest = Math.min(...[...again, ...undone].map((fact) => firstAfter(history, fact)));
    again = factsOf(history.slice(earliest, first)).map(({ fact }) => fact);
    first = Math.min(first, earliest);
  }
  return first;
}

function firstAfter(history: readonly Entry[], fact: Fact): number {
  const isAfter = (entry: Entry): boolean =>
    entry.fact ? byInstant(entry.fact, fact) >= 0 : entry.key.kind === "due" && entry.occurredAt > instantOf(fact);
  const first = history.findIndex(isAfter);
  return first === -1 ? history.length : first;
}

/** Up to where time is weighed: not by what it has done since, which depends on when somebody looked. */
export function lastInstant(before: readonly Entry[], told: readonly Told[]): Instant {
  const decided = before.filter(isDecided).map(({ occurredAt }) => occurredAt);
  return Math.max(...decided, ...told.map(({ fact }) => instantOf(fact)));
}
