import { allowanceNumber, type Lot } from "./account.ts";
import type { Entry } from "./entry.ts";
import type { LotTerms, Movement } from "./movement.ts";

/** What names a lot in the journal. */
export type LotName = Pick<Movement, "lot" | "source">;

/**
 * Which lot another's credits came from: what is carried over bears the number of the cycle's own lot; what a hold let go of when
 * its lot had ended bears the hold's, and its part's place in it (X6).
 */
export class Lineage {
  readonly #held = new Map<string, LotName>();

  /** @param entries a journal with all holds of the lots that are asked for. */
  constructor(entries: readonly Entry[]) {
    for (const { seq, type, movements } of entries) if (type === "held") this.#learn(seq, movements);
  }

  /** @returns a lot that may not be known: what was granted for itself came from none. */
  parentOf({ lot, source }: LotName): LotName | undefined {
    const held = this.#held.get(nameOf({ lot, source }));
    return held ?? (source === "rollover" ? { lot, source: "plan" } : undefined);
  }

  #learn(seq: number, movements: readonly Movement[]): void {
    for (const [place, { lot, source }] of movements.entries())
      this.#held.set(nameOf({ lot: allowanceNumber(seq, place + 1), source }), { lot, source });
  }
}

/** Whether its credits came from another lot, and were granted there: what goes of them is lost, and not undone. */
export function isPassedOn({ lot, source, origin = lot }: LotTerms): boolean {
  return source === "rollover" || Math.trunc(lot) !== Math.trunc(origin);
}

export function nameOf({ lot, source }: LotName): string {
  return `${lot}/${source}`;
}

/**
 * What people will have taken of a cycle's lot once it is carried over, where a journal is played again: it is there to be passed
 * on, and for nobody else.
 */
export function promisedOf({ number, source }: Lot, lots: readonly Lot[]): number {
  const carried =
    source === "plan" ? lots.find((lot) => lot.number === number && lot.source === "rollover") : undefined;
  return Math.max(0, -(carried?.left ?? 0));
}
