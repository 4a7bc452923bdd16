import type { Entry } from "./entry.ts";
import type { Movement } from "./movement.ts";

/** Whether an entry follows from facts and time alone, so that it can be decided again. */
export function isDecided({ fact, key }: Pick<Entry, "fact" | "key">): boolean {
  return fact !== undefined || key.kind === "due";
}

/** What somebody did, without what it paid of a debt: that depends on what was owed. */
export function doneIn(entry: Entry): readonly Movement[] {
  if (isDecided(entry)) return [];
  return entry.debt === undefined ? entry.movements : entry.movements.filter(({ type }) => type !== "spent");
}

/** What facts and time did. */
export function decidedIn(entry: Entry): readonly Movement[] {
  if (isDecided(entry)) return entry.movements;
  return entry.debt === undefined ? [] : entry.movements.filter(({ type }) => type === "spent");
}
