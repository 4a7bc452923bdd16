import type { Account, Lot, Term } from "./account.ts";
import type { Entry, Movement } from "./entry.ts";

/** What of an entry changes the account; the rest of it is for readers. */
export type Change = Pick<Entry, "seq" | "at" | "movements" | "term" | "signedUpAt">;

/**
 * The account after an entry. Knows no policy: amounts and instants were decided when the entry was written, so editing
 * a policy never rewrites history.
 */
export function evolve(account: Account, change: Change): Account {
  return {
    ...account,
    seq: change.seq,
    at: change.at,
    signedUpAt: change.signedUpAt ?? account.signedUpAt,
    lots: change.movements.reduce(moved, account.lots),
    terms: change.term ? withTerm(account.terms, change.term) : account.terms,
  };
}

function moved(lots: readonly Lot[], movement: Movement): readonly Lot[] {
  const index = lots.findIndex((lot) => lot.number === movement.lot && lot.source === movement.source);
  const lot = lots[index];
  if (movement.type === "granted") {
    const { lot: number, source, birth, end, credits } = movement;
    const { granted = 0, left = 0, held = 0, frozen = 0 } = lot ?? {};
    const after = { number, source, birth, end, granted: granted + credits, left: left + credits, held, frozen };
    return lot ? lots.with(index, after) : [...lots, after];
  }
  if (!lot) throw new RangeError(`lot ${movement.lot} (${movement.source}) has nothing to move`);
  const after = { ...lot, left: lot.left - movement.credits };
  return isEmpty(after) ? lots.toSpliced(index, 1) : lots.with(index, after);
}

function isEmpty(lot: Lot): boolean {
  return lot.left === 0 && lot.held === 0 && lot.frozen === 0;
}

/** In the order of their names, so that it does not depend on who was told of first. */
function withTerm(terms: readonly Term[], term: Term): readonly Term[] {
  const others = terms.filter(({ item }) => item !== term.item);
  return [...others, term].toSorted((a, b) => (a.item < b.item ? -1 : 1));
}
