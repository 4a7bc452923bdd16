import { type Account, emptyAccount, type Lot } from "./account.ts";
import { correction, difference } from "./correction.ts";
import { type Credits, sum } from "./credits.ts";
import { chargesLeft, chargesOf, charging, paidOff } from "./debt.ts";
import { decideFact } from "./decide-fact.ts";
import { decidedIn, isDecided } from "./decided.ts";
import { type Entry, type EntryType, nextEntry } from "./entry.ts";
import { evolve, moved } from "./evolve.ts";
import { type Fact, factKey, instantOf } from "./fact.ts";
import { KnownLots } from "./known-lots.ts";
import type { LotTerms, Movement } from "./movement.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { Rehearsal } from "./rehearsal.ts";
import { isReversal } from "./reversal.ts";
import { settle } from "./settle.ts";
import { factsOf, isUndone, lastInstant, reopenedAt, type Told, withoutUndone } from "./told.ts";
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

  const played = [...before, ...baseline.entries];
  const weighed = correction({ before: played, including: including.decided, without });
  const charges = chargesLeft(chargesOf(played), chargesOf(including.decided), chargesOf(without), chargesOf(history));
  const charged = sum([...chargesOf(history).values(), ...charges.values()], (credits) => credits);
  const { charged: _, ...about }: Entry["ref"] = own?.ref ?? {};
  const { type = "noted", reason = "undone before it was told", by = "stripe" } = own ?? {};
  /** The fact's entry, where it brings an account to where another is. */
  const entry = (from: Account, movements: readonly Movement[], to: Account, debt: Credits): Entry =>
    nextEntry(from, {
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
        ...stateOf(to),
        isReopened: account.isReopened || first < since,
        lotTerms: changedTerms(movements.reduce(moved, from.lots), to.lots),
      },
      ...(debt !== account.debt && { debt }),
    });

  // What time has done since, it does again on what the fact leaves: a hold that has ended stays so, and what followed with it.
  const unseen = { ...account, lots: baseline.account.lots, holds: baseline.account.holds };
  const owed = Math.max(0, charged - paidOff([...played.flatMap(decidedIn), ...weighed]));
  const then = entry(unseen, weighed, including.account, owed);
  const now = settle(policy, evolve(unseen, then), account.actedUntil);
  return entry(account, difference(history, [...played, then, ...now.entries]), now.account, now.account.debt);
}

/** What of an account its lots don't say. */
function stateOf({ terms, subscriptions, suspended, isPersonal, turns, freeTimes }: Account) {
  return { terms, subscriptions, suspended, isPersonal, turns, freeTimes };
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
