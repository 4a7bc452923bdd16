import type { GrantAllowance, Instant } from "@passbook/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { payment } from "../support/histories.ts";
import { readable } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { omnia } from "../support/omnia-story.ts";
import { forAll } from "../support/properties.ts";

const nameOf = ({ subscription, from }: GrantAllowance) => `${subscription} ${from}`;

// A period that is paid when it is over joins the cycle that runs then, and core takes that one from what it was told
// before: such payments are left out.
const paidInTime = payment.filter(({ paidAt, until }) => paidAt < until);
const payments = fc.uniqueArray(paidInTime, { selector: nameOf, maxLength: 6 });

/** What the account is at an instant, but for numbering, and what came and went by source. */
function stateAt(now: Instant, told: readonly Happening[]) {
  const { account, entries } = play(omnia, [...told, { type: "TimePasses", now }]);
  const totals: Record<string, number> = {};
  for (const { type, source, credits } of entries.flatMap(({ movements }) => movements)) {
    totals[`${type} ${source}`] = (totals[`${type} ${source}`] ?? 0) + credits;
  }
  const inAnyOrder = (parts: readonly object[]) => parts.map((part) => JSON.stringify(readable(part))).toSorted();
  return {
    totals,
    lots: inAnyOrder(account.lots.map((lot) => ({ ...lot, number: 0 }))),
    terms: inAnyOrder(account.terms.map((term) => ({ ...term, lots: term.lots.length }))),
  };
}

const DAY_MS = 86_400_000;
const daysAfter = fc.nat(120);

test("[X2] payments that are told late leave what they leave when they are told at once", () => {
  forAll(fc.tuple(payments, daysAfter), ([facts, days]) => {
    const now = Math.max(0, ...facts.map((fact) => fact.now)) + days * DAY_MS;
    const inTime = facts.map((fact) => ({ ...fact, now: fact.paidAt })).toSorted((a, b) => a.paidAt - b.paidAt);
    const asTold = facts.toSorted((a, b) => a.now - b.now);
    expect(stateAt(now, asTold)).toEqual(stateAt(now, inTime));
  });
});

test("[X2] payments that are told together, in any order and more than once, leave what they leave in order", () => {
  const told = payments.chain((facts) =>
    fc.tuple(fc.constant(facts), fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), daysAfter),
  );
  forAll(told, ([facts, shuffled, days]) => {
    const now = Math.max(0, ...facts.map(({ paidAt }) => paidAt)) + days * DAY_MS;
    const inOrder = facts.toSorted((a, b) => a.paidAt - b.paidAt).map((fact) => ({ ...fact, now }));
    expect(
      stateAt(
        now,
        shuffled.map((fact) => ({ ...fact, now })),
      ),
    ).toEqual(stateAt(now, inOrder));
  });
});
