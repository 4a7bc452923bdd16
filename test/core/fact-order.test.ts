import { type Fact, type Instant, instantOf, type Movement, settle, type Upgrade } from "@passbook/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { facts } from "../support/facts.ts";
import { ordinaryLife } from "../support/histories.ts";
import { readable } from "../support/instants.ts";
import { happen, type Journal, play } from "../support/journal.ts";
import { policies } from "../support/policies.ts";
import { forAll } from "../support/properties.ts";

/** What came in, what went, and what only can't be spent for a while. */
const KIND: Readonly<Record<Movement["type"], string>> = {
  granted: "in",
  withdrawn: "in",
  held: "held",
  released: "held",
  captured: "held",
  frozen: "frozen",
  thawed: "frozen",
  spent: "out",
  restored: "out",
  expired: "out",
  "rolled-over": "out",
  forfeited: "out",
  "clawed-back": "out",
};
const UNDOING: ReadonlySet<Movement["type"]> = new Set(["withdrawn", "released", "captured", "thawed", "restored"]);

/** What the account is at an instant, but for numbering, and what came and went by source, net of what was undone. */
function stateAt(now: Instant, { policy, account, entries }: Journal) {
  const settled = settle(policy, account, now);
  const totals: Record<string, number> = {};
  for (const { type, source, credits } of [...entries, ...settled.entries].flatMap(({ movements }) => movements)) {
    const name = `${KIND[type]} ${source}`;
    totals[name] = (totals[name] ?? 0) + (UNDOING.has(type) ? -credits : credits);
  }
  const inAnyOrder = (parts: readonly object[]) => parts.map((part) => JSON.stringify(readable(part))).toSorted();
  for (const name of Object.keys(totals)) if (totals[name] === 0) delete totals[name];
  const { lots, terms, subscriptions, suspended, debt, isPersonal } = settled.account;
  return {
    totals,
    lots: inAnyOrder(lots.map(({ number: _, origin: __, granted: ___, ...lot }) => lot)),
    terms: inAnyOrder(
      terms.map(({ upgrades = [], ...term }) => ({ ...term, lots: 0, origin: 0, upgrades: unnumbered(upgrades) })),
    ),
    subscriptions: inAnyOrder(subscriptions),
    suspended,
    debt,
    isPersonal,
  };
}

const unnumbered = (upgrades: readonly Upgrade[]) => upgrades.map((upgrade) => ({ ...upgrade, origin: 0 }));

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

test("[X2] facts that are told together, in any order and more than once, leave what they leave in order", () => {
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
    expect(stateAt(now, tell(play(policy, []), shuffled, now))).toEqual(stateAt(now, tell(play(policy, []), set, now)));
  });
});

test("[X2] after whatever people have done before", () => {
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

test("[X2] [X3] facts that are told late leave what they leave when they are told at once", () => {
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
