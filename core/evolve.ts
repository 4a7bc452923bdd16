import type { Account, Lot, Term } from "./account.ts";
import type { Entry, Movement } from "./entry.ts";
import { FREE, isLive, type Subscription } from "./subscription.ts";

/** What of an entry changes the account; the rest of it is for readers. */
export type Change = Pick<
  Entry,
  "seq" | "at" | "movements" | "term" | "replacedItem" | "signedUpAt" | "isPersonal" | "subscription" | "suspended"
>;

/**
 * The account after an entry. Knows no policy: amounts and instants were decided when the entry was written, so editing
 * a policy never rewrites history.
 */
export function evolve(account: Account, change: Change): Account {
  const { seq, at, movements, term, subscription } = change;
  return {
    ...account,
    seq,
    at,
    signedUpAt: change.signedUpAt ?? account.signedUpAt,
    isPersonal: change.isPersonal ?? account.isPersonal,
    subscriptions: subscription ? withSubscription(account.subscriptions, subscription) : account.subscriptions,
    suspended: change.suspended ?? account.suspended,
    lots: movements.reduce(moved, account.lots),
    terms: withTerm(withoutEnded(account.terms, subscription), term, change.replacedItem),
  };
}

function withSubscription(known: readonly Subscription[], subscription: Subscription): readonly Subscription[] {
  return [...known.filter(({ id }) => id !== subscription.id), subscription].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** An ended subscription gives nothing any more. */
function withoutEnded(terms: readonly Term[], subscription: Subscription | undefined): readonly Term[] {
  return subscription && !isLive(subscription) ? terms.filter((term) => term.subscription !== subscription.id) : terms;
}

/** In the order of their names, so that it does not depend on who was told of first. A paid time ends the free one. */
function withTerm(terms: readonly Term[], term: Term | undefined, replaced: string | undefined): readonly Term[] {
  if (!term) return terms;
  const isOther = ({ item, subscription }: Term) => item !== term.item && item !== replaced && subscription !== FREE;
  const others = terms.filter(isOther);
  return [...others, term].toSorted((a, b) => (a.item < b.item ? -1 : 1));
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
