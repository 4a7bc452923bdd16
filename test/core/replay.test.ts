import { ENTRY_TYPES, type Entry, emptyAccount, evolve, evolveChecked, type Instant, settle } from "@passbook/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLife, isFact, lifeInOrder, THE_END, theEnd, timePasses } from "../support/histories.ts";
import { type Happening, happen, type Journal, play } from "../support/journal.ts";
import { answers, atOnce, stateAt } from "../support/net-state.ts";
import { omnia } from "../support/omnia-story.ts";
import { A_LONG_LOOK, forAll } from "../support/properties.ts";
import { anyUsage, mixed, usageInOrder } from "../support/usage-histories.ts";

/** Lives under a policy: of payments and spends, and of all that people do. */
const kinds = [
  ["payments and spends", omnia, anyLife, lifeInOrder],
  ["bookings, holds and what comes back", mixed, anyUsage, usageInOrder],
] as const;

const asRead = <T>(written: T): T => JSON.parse(JSON.stringify(written)) as T;

describe.each(kinds)("the account is its journal, with %s", A_LONG_LOOK, (_, policy, any) => {
  const fold = (entries: readonly Entry[], from = emptyAccount("ada")) => entries.reduce(evolve, from);

  test("the fold of the entries, as they are read back, is the account", () => {
    forAll(any, (life) => {
      const { account, entries } = play(policy, life);
      expect(asRead(fold(asRead(entries)))).toStrictEqual(account);
      expect(evolveChecked(emptyAccount("ada"), asRead(entries))).toStrictEqual(account);
    });
  });

  test("a prefix and the rest are the whole", () => {
    forAll(fc.tuple(any, fc.nat()), ([life, at]) => {
      const { account, entries } = play(policy, life);
      const cut = at % (entries.length + 1);
      const prefix = asRead(fold(entries.slice(0, cut)));
      expect(prefix.seq).toBe(cut);
      expect(fold(entries.slice(cut), prefix)).toStrictEqual(account);
    });
  });

  test("[X9] entries are numbered without a gap, never go back in time, and no key is used twice", () => {
    forAll(any, (life) => {
      const { entries } = play(policy, [...life, theEnd]);
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_entry, index) => index + 1));
      expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted((a, b) => a - b));
      for (const { at, occurredAt, type } of entries) {
        expect(occurredAt).toBeLessThanOrEqual(at);
        expect(ENTRY_TYPES).toContain(type);
      }
      expect(new Set(entries.map(({ key }) => `${key.kind}/${key.id}`)).size).toBe(entries.length);
    });
  });
});

describe("a fact that is told again", A_LONG_LOOK, () => {
  const again = (fact: Happening, now: Instant): Happening => ({ ...fact, now });

  test("[X2] at any later point changes nothing, not a byte", () => {
    forAll(fc.tuple(lifeInOrder, fc.nat(), fc.nat()), ([life, which, when]) => {
      const facts = life
        .keys()
        .filter((index) => isFact(life[index] as Happening))
        .toArray();
      fc.pre(facts.length > 0);
      const told = facts[which % facts.length] as number;
      const later = told + (when % (life.length - told));
      const repeated = again(life[told] as Happening, (life[later] as Happening).now);
      expect(play(omnia, [...life.toSpliced(later + 1, 0, repeated), theEnd])).toEqual(play(omnia, [...life, theEnd]));
    });
  });

  test("[X2] all of them, when everything is over, change nothing", () => {
    forAll(anyLife, (life) => {
      const over = play(omnia, [...life, theEnd]);
      const repeated = life.filter(isFact).map((fact) => again(fact, THE_END));
      expect(repeated.reduce((journal: Journal, fact) => happen(journal, fact).journal, over)).toEqual(over);
    });
  });
});

describe.each(kinds)("time, with %s", A_LONG_LOOK, (_, policy, any, inOrder) => {
  test("[X3] in one step or in many: the same entries, byte for byte", () => {
    forAll(fc.tuple(any, fc.array(timePasses, { maxLength: 20 })), ([life, steps]) => {
      const { account } = play(policy, life);
      const inOne = settle(policy, account, THE_END);
      const instants = [...steps.map(({ now }) => now).toSorted((a, b) => a - b), THE_END];
      const entries: Entry[] = [];
      const stepped = instants.reduce((before, now) => {
        const settled = settle(policy, before, now);
        entries.push(...settled.entries);
        return settled.account;
      }, account);
      expect(JSON.stringify(entries)).toBe(JSON.stringify(inOne.entries));
      expect(stepped).toEqual(inOne.account);
    });
  });

  test("[X3] looking in between changes neither the journal nor what is decided", () => {
    forAll(fc.tuple(inOrder.map(atOnce), fc.array(timePasses, { maxLength: 20 })), ([life, looks]) => {
      const looked = [...life, ...looks].toSorted((a, b) => a.now - b.now);
      expect(play(policy, [...looked, theEnd])).toEqual(play(policy, [...life, theEnd]));
    });
  });

  test("[X3] [X2] where facts are told late, neither what anybody is answered nor what comes of it in the end", () => {
    forAll(fc.tuple(inOrder, fc.array(timePasses, { maxLength: 20 })), ([life, looks]) => {
      const looked = [...life, ...looks].toSorted((a, b) => a.now - b.now);
      expect(answers(policy, looked)).toEqual(answers(policy, life));
      expect(stateAt(THE_END, play(policy, looked))).toEqual(stateAt(THE_END, play(policy, life)));
    });
  });

  test("[X3] reading twice is the same, and reads leave no trace", () => {
    forAll(any, (life) => {
      const { account } = play(policy, life);
      const before = asRead(account);
      const [once, twice] = [settle(policy, account, THE_END), settle(policy, account, THE_END)];
      expect(twice).toEqual(once);
      expect(account).toStrictEqual(before);
      expect(settle(policy, once.account, THE_END)).toEqual({ account: once.account, entries: [] });
    });
  });
});
