import { type Credits, sum } from "./credits.ts";
import { nameOf } from "./lineage.ts";
import type { LotTerms } from "./movement.ts";

/** What facts and time do to a lot; what is asked for first gives way first. What people do is the same in all playings. */
export const TAKING = ["expired", "forfeited", "rolled-over", "clawed-back", "frozen", "spent"] as const;
export const KINDS = [...TAKING, "granted"] as const;
export type Taking = (typeof TAKING)[number];
export type Kind = Taking | "granted";
export type Wanted = Record<Kind, Credits>;

/** The lots, what facts and time would do to each, and what people have left in it: below 0 what they have taken. */
export interface Asked {
  readonly lots: readonly LotTerms[];
  readonly of: (lot: LotTerms, kind: Kind) => Credits;
  readonly by: (lot: LotTerms) => number;
  /** The lot that another's credits came from, by name. */
  readonly parentOf: (lot: LotTerms) => string | undefined;
}

/**
 * What of all that can be. A lot can't give more than it has: what time would take of what people have taken, it does not take.
 * What was spent stays spent, also of a lot that should have been smaller. And what goes on into another lot is what comes into
 * it, neither more nor less: as much as people have taken of it at least (X6, M8).
 */
export function feasible({ lots, of, by, parentOf }: Asked): ReadonlyMap<string, Wanted> {
  const all = new Map<string, Wanted>();
  const isKnown = new Set(lots.map(nameOf));
  const children = new Map<string, LotTerms[]>();
  for (const lot of lots) {
    const parent = parentOf(lot);
    if (parent !== undefined && isKnown.has(parent)) children.set(parent, [...(children.get(parent) ?? []), lot]);
  }
  const childrenOf = (lot: LotTerms) => children.get(nameOf(lot)) ?? [];
  /** What has to be granted to it, people having taken what they have of it and of those that came from it. */
  const need = (lot: LotTerms): Credits => Math.max(0, sum(childrenOf(lot), need) - by(lot));

  const decide = (lot: LotTerms, granted: Credits): void => {
    const heirs = childrenOf(lot);
    const wanted = Object.fromEntries(KINDS.map((kind) => [kind, of(lot, kind)])) as Wanted;
    const elsewhere = Math.max(0, wanted["rolled-over"] - sum(heirs, (heir) => of(heir, "granted")));
    wanted["rolled-over"] = elsewhere + sum(heirs, (heir) => Math.max(need(heir), of(heir, "granted")));
    for (const kind of TAKING) {
      const short = sum(TAKING, (other) => wanted[other]) - granted - by(lot);
      const least = kind === "rolled-over" ? sum(heirs, need) : 0;
      wanted[kind] -= Math.min(Math.max(0, short), wanted[kind] - least);
    }
    wanted.granted = granted;
    all.set(nameOf(lot), wanted);
    let more = wanted["rolled-over"] - sum(heirs, need);
    for (const heir of heirs) {
      const passedOn = Math.min(more, Math.max(0, of(heir, "granted") - need(heir)));
      more -= passedOn;
      decide(heir, need(heir) + passedOn);
    }
  };
  const heirs = new Set([...children.values()].flat());
  for (const lot of lots) if (!heirs.has(lot)) decide(lot, Math.max(of(lot, "granted"), need(lot)));
  return all;
}
