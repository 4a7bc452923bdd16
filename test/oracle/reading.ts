import type { Entry } from "@passbook/core";
import { iso } from "../support/instants.ts";
import type { Because, Happened } from "./model/world.ts";

/** One line for each instant, reason, movement and source, in the same order whoever tells. */
export function read(happened: readonly Happened[]): string[] {
  const sums = new Map<string, number>();
  for (const { at, because, what, source, credits } of happened) {
    const line = `${iso(at)} ${because}: ${what} ${source}`;
    sums.set(line, (sums.get(line) ?? 0) + credits);
  }
  return [...sums].map(([line, credits]) => `${line} ${credits}`).toSorted();
}

export function readJournal(entries: readonly Entry[]): string[] {
  return read(entries.flatMap(happenedIn));
}

function happenedIn(entry: Entry): Happened[] {
  const because = becauseOf(entry);
  return entry.movements.map(({ type: what, source, credits }) => ({
    at: entry.occurredAt,
    because,
    what: what as Happened["what"],
    source,
    credits,
  }));
}

/** The engine's reasons, as far as the model has them too. */
function becauseOf({ key, type, reason }: Entry): Because {
  switch (key.kind) {
    case "grant":
      return "payment";
    case "buy":
      return "purchase";
    case "mark":
      return "first call";
    case "undo":
      return "re-credit";
    case "hold-end":
      return type === "captured" ? "capture" : "release";
    case "state":
      return type === "expired" ? "given up" : "membership ended";
    case "due":
      return reason === "hold expired" || reason === "membership ended" ? reason : "time";
    case "req":
      if (type === "adjusted") return "adjustment";
      return type === "held" ? "hold" : "use";
    default:
      throw new RangeError(`the model knows no ${key.kind}`);
  }
}
