import { burnDownOrder, type Lot, type Policy } from "@passbook/core";
import { iso } from "../http/instant.ts";

/** In the order in which they pay. `endsAt` is when the lot is gone at the latest; a renewal may replace it before. */
export function lotAnswers<T extends object>(
  { burnDown }: Policy,
  lots: readonly Lot[],
  more: (lot: Lot) => T = () => ({}) as T,
) {
  return burnDownOrder(burnDown, lots).map((lot) => ({ ...lotAnswer(lot), ...more(lot) }));
}

function lotAnswer({ number, source, birth, end, granted, left, held, frozen }: Lot) {
  return {
    lot: number,
    source,
    credits: left,
    held,
    frozen,
    granted,
    since: iso(birth),
    endsAt: end === null ? null : iso(end),
  };
}
