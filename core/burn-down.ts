import type { Lot, Source } from "./account.ts";
import { END_OF_TIME } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import type { Provenance, Spent } from "./movement.ts";

/**
 * Which lots pay first: by source as the policy lists them, inside a source the earliest end, then the oldest (N7), and of those
 * that came together the one with the least left. The number, which depends on what was told first (X2), comes last. A total
 * order, because it is unique within its source: two readers never disagree about who pays.
 */
export function burnDownOrder(sources: readonly Source[], lots: readonly Lot[]): Lot[] {
  return lots.toSorted(
    (a, b) =>
      sources.indexOf(a.source) - sources.indexOf(b.source) ||
      endOf(a) - endOf(b) ||
      a.birth - b.birth ||
      a.left - b.left ||
      a.number - b.number,
  );
}

/**
 * What lives for a number of cycles ends before what has no end. Not `Infinity`: the difference of two of those is not a
 * number, and would not order anything.
 */
function endOf({ end, ages }: Lot): number {
  return end ?? (ages ? END_OF_TIME + ages.cycle : Number.MAX_SAFE_INTEGER);
}

/** Takes `credits` from the lots in burn-down order. The caller has made sure that they are there. */
export function burnDown(sources: readonly Source[], lots: readonly Lot[], credits: Credits): Spent[] {
  const movements: Spent[] = [];
  let due = credits;
  for (const lot of burnDownOrder(sources, lots)) {
    const taken = Math.min(due, lot.left);
    if (taken > 0) movements.push({ type: "spent", ...provenanceOf(lot), credits: taken });
    due -= taken;
  }
  return movements;
}

/** What a movement carries of its lot, so that it can be brought back. */
export function provenanceOf({ number, source, birth, end, granted, origin, ages }: Lot): Provenance {
  const rest = { ...(origin !== undefined && { origin }), ...(ages && { ages }) };
  return { lot: number, source, birth, end, granted, ...rest };
}
