import type { Account, Booking, Hold, Lot, Term } from "./account.ts";
import { addOnsAfter } from "./add-on-term.ts";
import { BEFORE_ALL } from "./calendar.ts";
import type { Correction, Entry } from "./entry.ts";
import { membersAfter } from "./member.ts";
import type { LotTerms, Movement } from "./movement.ts";
import { FREE, isLive, type Subscription } from "./subscription.ts";

/** What of an entry changes the account; the rest of it is for readers. */
export type Change = Pick<
  Entry,
  | "key"
  | "seq"
  | "at"
  | "occurredAt"
  | "fact"
  | "corrected"
  | "debt"
  | "movements"
  | "term"
  | "otherTerms"
  | "replacedItem"
  | "signedUpAt"
  | "seenAt"
  | "clock"
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
  const lots = change.movements.reduce(moved, account.lots);
  return { ...evolveState(account, change), lots: (change.corrected?.lotTerms ?? []).reduce(renewed, lots) };
}

/** The account after an entry, its lots left as they were. */
export function evolveState(account: Account, change: Change): Account {
  const { seq, at, term, otherTerms = [], subscription } = change;
  return {
    ...account,
    seq,
    at,
    signedUpAt: change.signedUpAt ?? account.signedUpAt,
    seenAt: change.seenAt === undefined ? account.seenAt : Math.min(change.seenAt, account.seenAt ?? change.seenAt),
    clock: change.clock ?? account.clock,
    isPersonal: change.isPersonal ?? account.isPersonal,
    subscriptions: subscription ? withSubscription(account.subscriptions, subscription) : account.subscriptions,
    suspended: change.suspended ?? account.suspended,
    debt: change.debt ?? account.debt,
    terms: otherTerms.reduce<readonly Term[]>(
      (terms, other) => withTerm(terms, other, undefined),
      withTerm(withoutEnded(account.terms, subscription), term, change.replacedItem),
    ),
    addOns: change.fact?.type === "GrantAddOn" ? addOnsAfter(account.addOns, change.fact) : account.addOns,
    turns: Math.max(account.turns, term?.turn ?? 0),
    freeTimes: Math.max(account.freeTimes, term?.subscription === FREE ? -term.origin : 0),
    bookings: bookingsAfter(account.bookings, change),
    holds: holdsAfter(account.holds, change),
    members: change.members ? membersAfter(account.members, change.members) : account.members,
    blocked: change.blocked === undefined ? account.blocked : change.blocked,
    toldUntil: Math.max(
      account.toldUntil,
      change.fact && change.fact.type !== "SeeCustomer" ? change.occurredAt : BEFORE_ALL,
    ),
    actedUntil: Math.max(account.actedUntil, change.key.kind === "due" ? change.occurredAt : BEFORE_ALL),
    // Once somebody has done something, what was told before is weighed no more.
    isReopened: account.isReopened && (change.fact !== undefined || change.key.kind === "due"),
    ...correctedState(change),
  };
}

function correctedState({ corrected }: Change): Omit<Correction, "lotTerms"> | undefined {
  if (!corrected) return undefined;
  const { lotTerms: _, ...state } = corrected;
  return state;
}

/** The same lot, beginning or ending at another instant. */
function renewed(lots: readonly Lot[], { lot: number, source, ...terms }: LotTerms): readonly Lot[] {
  const isIt = (lot: Lot) => lot.number === number && lot.source === source;
  return lots.map((lot) => {
    if (!isIt(lot)) return lot;
    const { granted, left, held, frozen } = lot;
    return { number, source, ...terms, granted, left, held, frozen };
  });
}

function withSubscription(known: readonly Subscription[], subscription: Subscription): readonly Subscription[] {
  return [...known.filter(({ id }) => id !== subscription.id), subscription].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** An ended subscription gives nothing any more. */
function withoutEnded(terms: readonly Term[], subscription: Subscription | undefined): readonly Term[] {
  return subscription && !isLive(subscription) ? terms.filter((term) => term.subscription !== subscription.id) : terms;
}

/**
 * In the order of their names, so that it does not depend on who was told of first. A paid time ends the free one, and so does
 * a payment that begins none, its own period being over (O1).
 */
function withTerm(terms: readonly Term[], term: Term | undefined, replaced: string | undefined): readonly Term[] {
  if (!term) return replaced === undefined ? terms : terms.filter(({ item }) => item !== replaced);
  const isOther = ({ item, subscription }: Term) => item !== term.item && item !== replaced && subscription !== FREE;
  const others = terms.filter(isOther);
  return [...others, term].toSorted((a, b) => (a.item < b.item ? -1 : 1));
}

/** The lots after one movement. @throws {RangeError} it takes from a lot that is not there. */
export function moved(lots: readonly Lot[], movement: Movement): readonly Lot[] {
  const index = lots.findIndex((lot) => lot.number === movement.lot && lot.source === movement.source);
  const lot = lots[index];
  const after =
    movement.type === "granted" || movement.type === "restored" ? added(lot, movement) : taken(lot, movement);
  if (!lot) return [...lots, after];
  return isEmpty(after) ? lots.toSpliced(index, 1) : lots.with(index, after);
}

/** Into a lot that may not be there: one that is new, or that comes back after it had been emptied. */
function added(lot: Lot | undefined, movement: Extract<Movement, { type: "granted" | "restored" }>): Lot {
  const { lot: number, source, birth, end, origin, ages, credits } = movement;
  const { left = 0, held = 0, frozen = 0, granted: before = 0 } = lot ?? {};
  const granted = movement.type === "granted" ? before + credits : Math.max(before, movement.granted);
  const identity = { number, source, birth, end, ...(origin !== undefined && { origin }), ...(ages && { ages }) };
  return { ...identity, granted, left: left + credits, held, frozen };
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
    case "clawed-back":
      return { ...lot, left: lot.left - credits };
    case "frozen":
      return { ...lot, left: lot.left - credits, frozen: lot.frozen + credits };
    case "thawed":
      return { ...lot, left: lot.left + credits, frozen: lot.frozen - credits };
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
