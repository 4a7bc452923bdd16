import type { Credits } from "./credits.ts";
import type { Entry } from "./entry.ts";
import { nameOf } from "./lineage.ts";
import type { LotTerms, Movement } from "./movement.ts";

/** The lots that some entries speak of: what they are, and what has been granted to them at most. */
export class KnownLots {
  readonly #lots = new Map<string, { readonly terms: LotTerms; readonly granted: Credits }>();

  constructor(entries: readonly Entry[]) {
    for (const { movements, corrected } of entries) {
      for (const movement of movements) this.#learn(movement);
      for (const terms of corrected?.lotTerms ?? [])
        this.#lots.set(nameOf(terms), { terms, granted: this.grantedTo(terms) });
    }
  }

  /** Those that others come from first. */
  all(): LotTerms[] {
    const all = [...this.#lots.values()].map(({ terms }) => terms);
    return [...all.filter(({ source }) => source !== "rollover"), ...all.filter(({ source }) => source === "rollover")];
  }

  /** @throws {RangeError} a lot that nothing has granted: an invariant is broken. */
  termsOf(lot: Pick<Movement, "lot" | "source">): LotTerms {
    const known = this.#lots.get(nameOf(lot));
    if (!known) throw new RangeError(`lot ${lot.lot} (${lot.source}) was never granted`);
    return known.terms;
  }

  grantedTo(lot: Pick<Movement, "lot" | "source">): Credits {
    return this.#lots.get(nameOf(lot))?.granted ?? 0;
  }

  #learn(movement: Movement): void {
    if (!("birth" in movement)) return;
    const { lot, source, birth, end, origin, ages, credits } = movement;
    const granted = Math.max("granted" in movement ? movement.granted : credits, this.grantedTo(movement));
    const lineage = { ...(origin !== undefined && { origin }), ...(ages && { ages }) };
    this.#lots.set(nameOf(movement), { terms: { lot, source, birth, end, ...lineage }, granted });
  }
}
