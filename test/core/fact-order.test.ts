import { type Fact, type Instant, instantOf } from "@passbook/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { facts } from "../support/facts.ts";
import { ordinaryLife } from "../support/histories.ts";
import { happen, type Journal, play } from "../support/journal.ts";
import { stateAt } from "../support/net-state.ts";
import { policies } from "../support/policies.ts";
import { A_LONG_LOOK, forAll } from "../support/properties.ts";

const last = (told: readonly Fact[]) => Math.max(0, ...told.map(instantOf));
const DAY_MS = 86_400_000;
const days = fc.nat(120);
const all = fc.tuple(fc.constantFrom(...policies), facts);

/** What somebody does happens when it is told. */
function toldAt(fact: Fact, now: Instant): Fact {
  return fact.type === "MarkPersonal" ? fact : { ...fact, now };
}

function tell({ policy, ...journal }: Journal, told: readonly Fact[], now: Instant): Journal {
  return told.reduce<Journal>((before, fact) => happen(before, toldAt(fact, now)).journal, { policy, ...journal });
}

test(
  "[X2] facts that are told together, in any order and more than once, leave what they leave in order",
  A_LONG_LOOK,
  () => {
    const told = all.chain(([policy, set]) =>
      fc.tuple(
        fc.constant(policy),
        fc.constant(set),
        fc.shuffledSubarray([...set, ...set], { minLength: set.length * 2 }),
        days,
      ),
    );
    forAll(told, ([policy, set, shuffled, later]) => {
      const now = last(set) + later * DAY_MS;
      expect(stateAt(now, tell(play(policy, []), shuffled, now))).toEqual(
        stateAt(now, tell(play(policy, []), set, now)),
      );
    });
  },
);

test("[X2] after whatever people have done before", A_LONG_LOOK, () => {
  const told = fc
    .tuple(all, ordinaryLife, days)
    .chain(([[policy, set], life, later]) =>
      fc.tuple(
        fc.constant(policy),
        fc.constant(life),
        fc.shuffledSubarray(set, { minLength: set.length }),
        fc.shuffledSubarray(set, { minLength: set.length }),
        fc.constant(later),
      ),
    );
  forAll(told, ([policy, life, one, other, later]) => {
    const before = play(policy, life.slice(0, 12));
    const now = Math.max(last(one), before.account.at) + later * DAY_MS;
    expect(stateAt(now, tell(before, one, now))).toEqual(stateAt(now, tell(before, other, now)));
  });
});

test("[X2] [X3] facts that are told late leave what they leave when they are told at once", A_LONG_LOOK, () => {
  const told = all.chain(([policy, set]) =>
    fc.tuple(
      fc.constant(policy),
      fc.constant(set),
      fc.array(fc.nat(100), { minLength: set.length, maxLength: set.length }),
    ),
  );
  forAll(told, ([policy, set, delays]) => {
    const late = set.map((fact, i) => toldAt(fact, instantOf(fact) + (delays[i] ?? 0) * DAY_MS));
    const now = Math.max(0, ...late.map((fact) => fact.now));
    const asTold = late.toSorted((a, b) => a.now - b.now);
    const inTime = set.map((fact) => toldAt(fact, instantOf(fact)));
    expect(stateAt(now, play(policy, asTold))).toEqual(stateAt(now, play(policy, inTime)));
  });
});
