import {
  balance,
  type Entry,
  type GrantAllowance,
  type GrantPack,
  type Instant,
  type Movement,
  price,
  type Spend,
} from "@passbook/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { civilInstant, monthsLater } from "../support/civil-days.ts";
import { anyLife, isFact, lifeInOrder, ordinaryLife, theEnd } from "../support/histories.ts";
import { happen, type Journal, play } from "../support/journal.ts";
import { omnia } from "../support/omnia-story.ts";
import { A_LONG_LOOK, forAll } from "../support/properties.ts";

const DAY_MS = 86_400_000;
const nameOf = ({ lot, source }: Movement) => `${lot}/${source}`;

/** What is left of every lot that was ever granted, from the entries alone; `look` sees it after each movement. */
function lotsLeft(
  entries: readonly Entry[],
  look: (left: number, movement: Movement, entry: Entry) => void = () => {},
) {
  const lots = new Map<string, number>();
  const withdrawn = new Map<string, number>();
  for (const entry of entries) {
    for (const movement of entry.movements) {
      const name = nameOf(movement);
      const before = lots.get(name);
      expect(before !== undefined || movement.type === "granted").toBe(true);
      // Only a fact that is told late gives to a lot again, or time, what such a fact had taken back.
      if (movement.type === "granted" && before !== undefined && !entry.corrected) {
        expect(movement.credits).toBeLessThanOrEqual(withdrawn.get(name) ?? 0);
      }
      if (movement.type === "withdrawn") withdrawn.set(name, (withdrawn.get(name) ?? 0) + movement.credits);
      const left = (before ?? 0) + (kindOf(movement) === "granted" ? worthOf(movement) : -worthOf(movement));
      lots.set(name, left);
      look(left, movement, entry);
    }
  }
  return lots;
}

/** What a movement is, or undoes: what a fact that was told late makes undone counts as if it had never been. */
function kindOf(movement: Movement): Movement["type"] {
  if (movement.type === "restored") return movement.undoes ?? "spent";
  return movement.type === "withdrawn" ? "granted" : movement.type;
}

function worthOf({ type, credits }: Movement): number {
  return type === "restored" || type === "withdrawn" ? -credits : credits;
}

function sum<T>(items: Iterable<T>, worth: (item: T) => number): number {
  return [...items].reduce((worths, item) => worths + worth(item), 0);
}

/** Net of what was undone. */
function total(entries: readonly Entry[], type: Movement["type"]): number {
  const movements = entries.flatMap((entry) => entry.movements);
  return sum(movements, (movement) => (kindOf(movement) === type ? worthOf(movement) : 0));
}

describe("nothing is minted and nothing is lost", A_LONG_LOOK, () => {
  test("[X9] lot by lot: what was granted is what is left, was spent or has expired", () => {
    forAll(anyLife, (life) => {
      const { account, entries } = play(omnia, life);
      const left = [...lotsLeft(entries)].filter(([, credits]) => credits !== 0);
      expect(Object.fromEntries(left)).toEqual(
        Object.fromEntries(account.lots.map((lot) => [`${lot.number}/${lot.source}`, lot.left])),
      );
    });
  });

  test("[X9] in all: granted = balance + spent + expired, after each entry", () => {
    forAll(anyLife, (life) => {
      const { entries } = play(omnia, life);
      for (const [index, entry] of entries.entries()) {
        const sofar = entries.slice(0, index + 1);
        expect(total(sofar, "granted") - total(sofar, "spent") - total(sofar, "expired")).toBe(entry.balance);
      }
    });
  });

  test("[M1] no lot and no balance is ever below zero, and every movement moves something", () => {
    forAll(anyLife, (life) => {
      const { entries } = play(omnia, life);
      lotsLeft(entries, (left, movement) => {
        expect(left).toBeGreaterThanOrEqual(0);
        expect(movement.credits).toBeGreaterThan(0);
      });
      for (const entry of entries)
        expect(Math.min(entry.balance, ...Object.values(entry.bySource))).toBeGreaterThanOrEqual(0);
    });
  });

  test("[N2] nothing is spent from a lot that has ended, nothing expires before its end but what a payment replaces", () => {
    forAll(anyLife, (life) => {
      const ends = new Map<string, number | null>();
      lotsLeft(play(omnia, life).entries, (_, movement, entry) => {
        const lotEnd = ends.get(nameOf(movement)) ?? Number.POSITIVE_INFINITY;
        if ("end" in movement) ends.set(nameOf(movement), movement.end);
        if (movement.type === "spent") expect(lotEnd).toBeGreaterThan(entry.at);
        else if (movement.type === "expired" && entry.key.kind === "due") expect(lotEnd).toBe(entry.occurredAt);
        else if (movement.type === "expired") expect(movement.source).toBe("plan");
        else expect(entry.fact ?? movement.type).toEqual(entry.fact ?? "granted");
        for (const terms of entry.corrected?.lotTerms ?? []) ends.set(`${terms.lot}/${terms.source}`, terms.end);
      });
    });
  });
});

describe("credits come from facts alone", A_LONG_LOOK, () => {
  /** How many allowances a payment stands for until then: counted by another calendar than core's. */
  function allowancesUntil(now: Instant, { interval, from }: GrantAllowance): number {
    if (interval === "month") return 1;
    const date = new Date(from);
    const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    const begins = Array.from({ length: 12 }, (_, n) => civilInstant(monthsLater(day, n), from % DAY_MS));
    return begins.filter((begin) => begin <= now).length;
  }
  const worth = (fact: GrantAllowance | GrantPack, allowances: (paid: GrantAllowance) => number): number => {
    if (fact.type === "GrantPack") return (omnia.packs[fact.pack]?.credits ?? 0) * fact.quantity;
    return fact.amount === 0 ? 0 : (omnia.plans[fact.plan]?.allowance ?? 0) * fact.quantity * allowances(fact);
  };
  const nameOfFact = (fact: GrantAllowance | GrantPack) =>
    fact.type === "GrantPack" ? fact.session : `${fact.subscription} ${fact.from}`;

  test("[X2] all that was ever granted is what the paid things stand for, each counted once", () => {
    forAll(fc.tuple(ordinaryLife, fc.nat(300)), ([life, days]) => {
      const now = (life.at(-1)?.now ?? 0) + days * DAY_MS;
      const told = life.filter(isFact).toReversed();
      const first = new Map(told.map((fact) => [nameOfFact(fact), fact]));
      const paidFor = sum(first.values(), (fact) => worth(fact, (paid) => allowancesUntil(now, paid)));
      expect(total(play(omnia, [...life, { type: "TimePasses", now }]).entries, "granted")).toBe(paidFor);
    });
  });

  test("[O11] a payment gives at most one or twelve allowances, whatever its period and whatever else is told", () => {
    forAll(anyLife, (life) => {
      const granted = total(play(omnia, [...life, theEnd]).entries, "granted");
      const most = sum(life.filter(isFact), (fact) => worth(fact, ({ interval }) => (interval === "month" ? 1 : 12)));
      expect(granted).toBeLessThanOrEqual(most);
    });
  });
});

describe("a spend", A_LONG_LOOK, () => {
  function checkSpend(before: Journal, spend: Spend) {
    const { written, decision, journal } = happen(before, spend);
    const settled = written.findLast(({ key }) => key.kind === "due")?.balance ?? balance(before.account);
    const priced = "service" in spend.for ? price(omnia, before.account, spend.for) : spend.for;
    const due = "credits" in priced ? priced.credits : Number.NaN;
    if (decision?.decision === "accepted") {
      expect(total([decision.entry], "spent")).toBe(due);
      expect(total(written, "granted") - total(written, "expired") + balance(before.account) - due).toBe(
        balance(journal.account),
      );
    } else if (decision?.decision === "rejected") {
      expect(decision.rejection).toMatchObject({ needed: due, available: settled, short: due - settled });
      expect(balance(journal.account)).toBe(settled);
      expect(due).toBeGreaterThan(settled);
    } else expect(due).toBe(0);
    return journal;
  }

  test("[M1] takes exactly its price, or nothing at all where the price is not there", () => {
    forAll(lifeInOrder, (life) => {
      life.reduce(
        (journal, happening) =>
          happening.type === "Spend" ? checkSpend(journal, happening) : happen(journal, happening).journal,
        play(omnia, []),
      );
    });
  });
});
