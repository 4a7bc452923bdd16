import { type Account, emptyAccount, type Lot } from "./account.ts";
import { correction, KnownLots } from "./correction.ts";
import { decideFact } from "./decide-fact.ts";
import { type Entry, type LotTerms, nextEntry } from "./entry.ts";
import { evolve, moved } from "./evolve.ts";
import { byInstant, type Fact, factKey, instantOf } from "./fact.ts";
import { type Policy, policyAt, policyVersion } from "./policy.ts";
import { Rehearsal } from "./rehearsal.ts";
import { undoneBy } from "./reversal.ts";

/**
 * A fact that comes before what has been decided already reopens the journal back to its own instant: all facts from there on
 * are decided again in their own order, this one among them, and time with them, on what people have left of the credits.
 * The entry undoes what that makes undone (`restored`, `withdrawn`) and does what is missing. So the account is what the set
 * of facts makes it, in whatever order they were told; and what people did stays done (X2).
 * @param history the account's whole journal, oldest first.
 * @returns `undefined`: nothing is different for it.
 */
export function reopen(policy: Policy, account: Account, fact: Fact, history: readonly Entry[]): Entry | undefined {
  const first = reopenedAt(history, fact);
  const kept = history.slice(0, first);
  const reopened = history.slice(first);
  const base = kept.reduce(evolve, emptyAccount(account.id));
  const told = [...factsOf(reopened), { fact, seq: account.seq + 1 }].filter(
    ({ fact: one }) => !isUndone(one, [...history.flatMap(({ fact: other }) => other ?? []), fact]),
  );
  const known = new KnownLots(history);
  const rehearsal = new Rehearsal(policy, base, kept, reopened, (movement) => known.termsOf(movement));
  for (const { fact: one, seq } of told.toSorted((a, b) => byInstant(a.fact, b.fact))) {
    rehearsal.until(instantOf(one));
    rehearsal.decide(seq, (seen, entries) => decideFact(policyAt(policy, instantOf(one)), seen, one, entries));
  }
  rehearsal.until(Math.max(account.actedUntil, account.toldUntil, instantOf(fact)));

  const own = rehearsal.entryOf(account.seq + 1);
  const movements = correction(account, history, reopened, rehearsal.decided);
  const { terms, subscriptions, suspended, isPersonal, freeTimes, debt } = rehearsal.account;
  if (!own && movements.length === 0) return undefined;
  const { type = "noted", reason = "told late", ref = {}, by = "stripe" } = own ?? {};
  return nextEntry(account, {
    now: fact.now,
    key: factKey(fact),
    occurredAt: instantOf(fact),
    type: type === "noted" && movements.length > 0 ? "corrected" : type,
    reason,
    ref,
    by,
    policy: policyVersion(policyAt(policy, instantOf(fact))),
    fact,
    movements,
    corrected: {
      terms,
      subscriptions,
      suspended,
      isPersonal,
      freeTimes,
      lotTerms: changedTerms(movements.reduce(moved, account.lots), rehearsal.account.lots),
    },
    ...(debt !== account.debt && { debt }),
  });
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

/** A refund that failed and a dispute that was won are told as if they had never been (X5). */
function isUndone(fact: Fact, all: readonly Fact[]): boolean {
  const { kind, id } = factKey(fact);
  return all.some((other) => {
    const undone = undoneBy(other);
    return undone?.kind === kind && undone.id === id;
  });
}

/**
 * From where on the journal is decided again: no entry before there comes after a fact that is decided again, or after one
 * that such a fact undoes. A fact that was told late itself had reopened more than its own entry.
 */
function reopenedAt(history: readonly Entry[], fact: Fact): number {
  let first = history.length;
  for (let again: readonly Fact[] = [fact]; again.length > 0; ) {
    const undone = factsOf(history.slice(0, first))
      .map((told) => told.fact)
      .filter((told) => isUndone(told, again));
    const earliest = Math.min(...[...again, ...undone].map((told) => firstAfter(history, told)));
    again = factsOf(history.slice(earliest, first)).map((told) => told.fact);
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
