import { type Account, emptyAccount, type Lot } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { correction } from "./correction.ts";
import { sum } from "./credits.ts";
import { chargesLeft, chargesOf, charging, paidOff } from "./debt.ts";
import { decideFact } from "./decide-fact.ts";
import { decidedIn, isDecided } from "./decided.ts";
import { type Entry, type EntryType, nextEntry } from "./entry.ts";
import { evolve, moved } from "./evolve.ts";
import { byInstant, type Fact, factKey, instantOf } from "./fact.ts";
import { KnownLots } from "./known-lots.ts";
import type { LotTerms, Movement } from "./movement.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { Rehearsal } from "./rehearsal.ts";
import { isReversal, undoneBy } from "./reversal.ts";
import { settle } from "./settle.ts";
import { policyAt } from "./versions.ts";

/**
 * A fact that comes before what has been decided already reopens the journal back to its own instant: the facts from there on
 * are decided again in their own order, this one among them, and time with them, on what people have left of the credits.
 * The entry undoes what that makes undone (`restored`, `withdrawn`) and does what is missing.
 *
 * What was told since people last did something is weighed as a whole, so that the account is what the set of these facts
 * makes it, in whatever order they come. What had been decided before then changes only by what they make different: it is
 * played again with them and without, and the difference is taken. What people did stays done (X2).
 * @param history the account's whole journal, oldest first.
 * @returns `undefined`: in its own place it is nothing either, for the account knows better.
 */
export function reopen(policy: Policy, account: Account, fact: Fact, history: readonly Entry[]): Entry | undefined {
  const since = history.findLastIndex((entry) => !isDecided(entry)) + 1;
  const before = history.slice(0, since);
  const window = history.slice(since);
  const told = [...factsOf(window), { fact, seq: account.seq + 1 }];
  const undoing = factsOf(history).filter((other) => isUndone(fact, [other.fact]));
  const first = reopenedAt(before, told);
  const reopened = before.slice(first);
  const until =
    first < since ? lastInstant(before, told) : Math.max(account.actedUntil, account.toldUntil, instantOf(fact));

  const lotsOf = new KnownLots(history);
  const known = before.reduce(evolve, emptyAccount(account.id));
  const base = first < since ? before.slice(0, first).reduce(evolve, emptyAccount(account.id)) : known;
  const play = (facts: readonly Told[]) => {
    const rehearsal = new Rehearsal(policy, base, before.slice(0, first), reopened, (movement) =>
      lotsOf.termsOf(movement),
    );
    for (const { fact: one, seq } of withoutUndone(facts, factsOf(before))) {
      rehearsal.until(instantOf(one));
      const decision = (seen: Account, journal: readonly Entry[]) =>
        decideFact(policyAt(policy, instantOf(one)), seen, one, journal);
      if (isReversal(one)) rehearsal.weigh(seq, decision);
      else rehearsal.decide(seq, decision);
    }
    rehearsal.until(until);
    return rehearsal;
  };
  const baseline = settle(policy, known, until);
  const including = play([...factsOf(reopened), ...told]);
  // Where nothing is decided again, it is time alone that would have gone on.
  const without = first < since ? play(factsOf(reopened)).decided : baseline.entries;
  const own = including.entryOf(account.seq + 1);
  if (!own && undoing.length === 0) return undefined;
  const movements = correction({
    history,
    before: [...before, ...baseline.entries],
    including: including.decided,
    without,
  });

  const charges = chargesLeft(
    chargesOf([...before, ...baseline.entries]),
    chargesOf(including.decided),
    chargesOf(without),
    chargesOf(history),
  );
  const charged = sum([...chargesOf(history).values(), ...charges.values()], (credits) => credits);
  const debt = Math.max(0, charged - paidOff([...history.flatMap(decidedIn), ...movements]));
  const { terms, subscriptions, suspended, isPersonal, turns, freeTimes, lots } = including.account;
  const { charged: _, ...about }: Entry["ref"] = own?.ref ?? {};
  const { type = "noted", reason = "undone before it was told", by = "stripe" } = own ?? {};
  return nextEntry(account, {
    now: fact.now,
    key: factKey(fact),
    occurredAt: instantOf(fact),
    type: typeOf(type, movements),
    reason,
    ref: { ...about, ...charging(charges) },
    by,
    policy: policyVersion(policyAt(policy, instantOf(fact))),
    fact,
    movements,
    ...(own?.seenAt !== undefined && { seenAt: own.seenAt }),
    corrected: {
      terms,
      subscriptions,
      suspended,
      isPersonal,
      turns,
      freeTimes,
      isReopened: account.isReopened || first < since,
      lotTerms: changedTerms(movements.reduce(moved, account.lots), lots),
    },
    ...(debt !== account.debt && { debt }),
  });
}

/** What it is called goes by what it does here, not by what it would have done in its own place. */
function typeOf(type: EntryType, { length }: readonly Movement[]): EntryType {
  if (length > 0) return type === "noted" ? "corrected" : type;
  return type === "forfeited" || type === "expired" ? "noted" : type;
}

function changedTerms(lots: readonly Lot[], wanted: readonly Lot[]): LotTerms[] {
  return wanted.flatMap(({ number: lot, source, birth, end, origin, ages }) => {
    const known = lots.find((other) => other.number === lot && other.source === source);
    const isSame = known?.birth === birth && known.end === end && known.ages?.cycle === ages?.cycle;
    if (!known || isSame) return [];
    return [{ lot, source, birth, end, ...(origin !== undefined && { origin }), ...(ages && { ages }) }];
  });
}

interface Told {
  readonly fact: Fact;
  readonly seq: number;
}

function factsOf(entries: readonly Entry[]): Told[] {
  return entries.flatMap(({ fact, seq }) => (fact ? [{ fact, seq }] : []));
}

/** In their own order. A refund that failed and a dispute that was won are told as if they had never been (X5). */
function withoutUndone(told: readonly Told[], before: readonly Told[]): Told[] {
  const all = [...before, ...told].map(({ fact }) => fact);
  return told.filter(({ fact }) => !isUndone(fact, all)).toSorted((a, b) => byInstant(a.fact, b.fact));
}

function isUndone(fact: Fact, all: readonly Fact[]): boolean {
  const { kind, id } = factKey(fact);
  return all.flatMap(undoneBy).some((undone) => undone.kind === kind && undone.id === id);
}

/**
 * From where on the journal is decided again: no entry before there comes after a fact that is decided again, or after one
 * that such a fact undoes. A fact that was told late itself had reopened more than its own entry.
 */
function reopenedAt(history: readonly Entry[], told: readonly Told[]): number {
  let first = history.length;
  for (let again = told.map(({ fact }) => fact); again.length > 0; ) {
    const undone = factsOf(history.slice(0, first))
      .map(({ fact }) => fact)
      .filter((fact) => isUndone(fact, again));
    const earliest = Math.min(...[...again, ...undone].map((fact) => firstAfter(history, fact)));
    again = factsOf(history.slice(earliest, first)).map(({ fact }) => fact);
    first = Math.min(first, earliest);
  }
  return first;
}

function firstAfter(history: readonly Entry[], fact: Fact): number {
  const isAfter = (entry: Entry): boolean =>
    entry.fact ? byInstant(entry.fact, fact) >= 0 : entry.key.kind === "due" && entry.occurredAt > instantOf(fact);
  const first = history.findIndex(isAfter);
  return first === -1 ? history.length : first;
}

/** Up to where time is weighed: not by what it has done since, which depends on when somebody looked. */
function lastInstant(before: readonly Entry[], told: readonly Told[]): Instant {
  const decided = before.filter(isDecided).map(({ occurredAt }) => occurredAt);
  return Math.max(...decided, ...told.map(({ fact }) => instantOf(fact)));
}
