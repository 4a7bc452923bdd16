import { allowanceOf, burnDownOrder, type Lot, type LotPart, type Policy } from "@passbook/core";
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
    lot: lotId({ lot: number, source }),
    source,
    credits: left,
    held,
    frozen,
    granted,
    since: iso(birth),
    endsAt: end === null ? null : iso(end),
  };
}

/**
 * What the outside calls a lot, for as long as anything is told of it: `plan_3` was made by line 3 of the statement, `plan_3-2`
 * is the second allowance that line 3 has paid for, `plan_free-1` was given by the free plan. Nobody needs to read it.
 */
export function lotId({ lot, source }: Pick<LotPart, "lot" | "source">): string {
  const { origin, k } = allowanceOf(lot);
  const from = origin < 0 ? `free${origin}` : `${origin}`;
  return `${source}_${from}${k === 1 ? "" : `-${k}`}`;
}

/** Credits of one lot. */
export function lotPartAnswer({ lot, source, credits }: LotPart) {
  return { lot: lotId({ lot, source }), source, credits };
}
