import type { Account, Booking, Hold, Lot, Term } from "./account.ts";
import type { Entry, Movement } from "./entry.ts";
import { membersAfter } from "./member.ts";
import { FREE, isLive, type Subscription } from "./subscription.ts";

/** What of an entry changes the account; the rest of it is for readers. */
export type Change = Pick<
  Entry,
  | "seq"
  | "at"
  | "movements"
  | "term"
  | "replacedItem"
  | "signedUpAt"
  | "isPersonal"
  | "subscription"
  | "suspended"
  | "booking"
  | "hold"
  | "member"
  | "members"
  | "blocked"
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
    bookings: bookingsAfter(account.bookings, change),
    holds: holdsAfter(account.holds, change),
    members: change.members ? membersAfter(account.members, change.members) : account.members,
    blocked: change.blocked === undefined ? account.blocked : change.blocked,
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
  const after =
    movement.type === "granted" || movement.type === "restored" ? added(lot, movement) : taken(lot, movement);
  if (!lot) return [...lots, after];
  return isEmpty(after) ? lots.toSpliced(index, 1) : lots.with(index, after);
}

/** Into a lot that may not be there: one that is new, or that comes back after it had been emptied. */
function added(lot: Lot | undefined, movement: Extract<Movement, { type: "granted" | "restored" }>): Lot {
  const { lot: number, source, birth, end, credits } = movement;
  const { left: before = 0, held = 0, frozen = 0 } = lot ?? {};
  const left = before + credits;
  return { number, source, birth, end, granted: grantedAfter(lot, movement, left + held + frozen), left, held, frozen };
}

function grantedAfter(lot: Lot | undefined, movement: Parameters<typeof added>[1], stored: number): number {
  const granted = lot?.granted ?? 0;
  if (movement.type === "granted") return granted + movement.credits;
  // Only a rollover lot grows. One that was emptied and has come back may know less than was granted to it in all.
  const known = Math.max(granted, movement.granted);
  return movement.source === "rollover" ? Math.max(known, stored) : known;
}

function taken(lot: Lot | undefined, movement: Exclude<Movement, { type: "granted" | "restored" }>): Lot {
  const { type, credits } = movement;
  if (!lot) throw new RangeError(`lot ${movement.lot} (${movement.source}) has nothing to move`);
  switch (type) {
    case "spent":
    case "expired":
    case "rolled-over":
    case "forfeited":
    case "withdrawn":
      return { ...lot, left: lot.left - credits };
    case "held":
      return { ...lot, left: lot.left - credits, held: lot.held + credits };
    case "captured":
      return { ...lot, held: lot.held - credits };
    case "released":
      return { ...lot, left: lot.left + credits, held: lot.held - credits };
  }
}

function isEmpty(lot: Lot): boolean {
  return lot.left === 0 && lot.held === 0 && lot.frozen === 0;
}

/**
 * A start needs no entry of its own: a booking that has started by the instant of an entry leaves with it. Until the next
 * entry it may still be there, so whoever counts looks at its start.
 */
function bookingsAfter(bookings: readonly Booking[], { seq, at, booking }: Change): readonly Booking[] {
  const cancelled = booking && "cancelled" in booking ? booking.cancelled : undefined;
  const ahead = bookings.filter(({ startsAt, entry }) => startsAt > at && entry !== cancelled);
  return booking && "startsAt" in booking ? [...ahead, { startsAt: booking.startsAt, entry: seq }] : ahead;
}

function holdsAfter(holds: readonly Hold[], { seq, hold, movements, member }: Change): readonly Hold[] {
  if (!hold) return holds;
  if ("ended" in hold) return holds.filter(({ entry }) => entry !== hold.ended);
  const held = movements.filter(({ type }) => type === "held");
  const parts = held.map(({ lot, source, credits }) => ({ lot, source, credits }));
  return [...holds, { entry: seq, expiresAt: hold.expiresAt, parts, ...(member && { member }) }];
}
