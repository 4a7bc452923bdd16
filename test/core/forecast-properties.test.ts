import { balance, type Entry, type Fact, forecast, type GrantAllowance, type Instant, settle } from "@passbook/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CivilDay, civilInstant, monthsLater } from "../support/civil-days.ts";
import { anyLife, hours } from "../support/histories.ts";
import { iso } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { stateAt } from "../support/net-state.ts";
import { bought, month, omnia, stands, takes, year } from "../support/omnia-story.ts";
import { policies } from "../support/policies.ts";
import { A_LONG_LOOK, forAll } from "../support/properties.ts";
import { usageInOrder } from "../support/usage-histories.ts";

const DAY_MS = 86_400_000;
const NINE = 9 * 3_600_000;
const policy = fc.constantFrom(...policies);
const later = fc.oneof(fc.nat(70), fc.nat(800)).map((days): Instant => days * DAY_MS);

const asHeads = (parts: readonly object[]) => parts.map((part) => JSON.stringify(part)).toSorted();

describe("a forecast", A_LONG_LOOK, () => {
  test("[X3] of the present is the present", () => {
    forAll(fc.tuple(policy, anyLife, fc.nat(60)), ([rules, life, days]) => {
      const { account } = play(rules, life);
      const now = Math.max(account.at, hours(days * 24));
      expect(forecast(rules, account, now, now)).toEqual(settle(rules, account, now));
    });
  });

  test("[X3] to an instant and from there on is the forecast at once", () => {
    forAll(fc.tuple(policy, usageInOrder, later, later), ([rules, life, first, second]) => {
      const { account } = play(rules, life);
      const now = account.at;
      const halfway = forecast(rules, account, now, now + first);
      const rest = forecast(rules, halfway.account, now + first, now + first + second);
      const whole = forecast(rules, account, now, now + first + second);
      expect({ ...rest, entries: [...halfway.entries, ...rest.entries] }).toEqual(whole);
    });
  });

  test("[X3] is what really happens when those payments arrive, one by one, whoever looks in between", () => {
    forAll(fc.tuple(policy, usageInOrder, later, later), ([rules, life, distance, look]) => {
      const journal = play(rules, life);
      const now = journal.account.at;
      const until = now + distance;
      const foretold = forecast(rules, journal.account, now, until);
      const payments = foretold.entries.flatMap(({ fact }): Fact[] => (fact ? [fact] : []));
      const looks: Happening = { type: "TimePasses", now: Math.min(now + look, until) };
      const told = [...payments, looks].toSorted((a, b) => a.now - b.now);
      const real = play(rules, [...life, ...told, { type: "TimePasses", now: until }]);
      const shown = { ...journal, account: foretold.account, entries: [...journal.entries, ...foretold.entries] };
      expect(stateAt(until, shown)).toEqual(stateAt(until, real));
    });
  });
});

interface Bought {
  readonly interval: "month" | "year";
  readonly anchor: CivilDay;
  readonly plan: string;
  readonly quantity: number;
}

const subscription: fc.Arbitrary<Bought> = fc.record({
  interval: fc.constantFrom("month", "year"),
  anchor: fc.record({
    year: fc.constant(2027),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  }),
  plan: fc.constantFrom("creator", "pro", "team"),
  quantity: fc.integer({ min: 1, max: 3 }),
});

/** The n-th period of a subscription, by another calendar than core's. */
function period({ interval, anchor, plan, quantity }: Bought, n: number): GrantAllowance {
  const length = interval === "month" ? 1 : 12;
  const [from, until] = [n, n + 1].map((k) => iso(civilInstant(monthsLater(anchor, k * length), NINE)));
  return (interval === "month" ? month : year)(from ?? "", until ?? "", { plan, quantity });
}

describe("what a subscription's forecast says of the n-th renewal", A_LONG_LOOK, () => {
  const told = ({ entries }: { readonly entries: readonly Entry[] }) =>
    entries.map(({ at, movements, balance: after }) => ({ at: iso(at), movements: movements.length, balance: after }));

  test("[X3] [O2] is what Stripe's calendar makes of it, wherever in its life the subscription is", () => {
    forAll(fc.tuple(policy, subscription, fc.nat(3), fc.nat(5), fc.nat(499)), ([rules, what, past, ahead, spent]) => {
      const begin = period(what, 0);
      const before: Happening[] = [
        bought("pack_1000", iso(begin.paidAt - 1)),
        ...Array.from({ length: past + 1 }, (_, n) => period(what, n)),
        ...(spent > 0 ? [takes(spent, iso(period(what, past).paidAt + 1))] : []),
      ];
      const journal = play(rules, before);
      const until = period(what, past + ahead).from;
      const renewals = Array.from({ length: ahead }, (_, n) => period(what, past + n + 1));
      const real = play(rules, [
        ...before,
        ...renewals,
        { type: "TimePasses", now: Math.max(until, journal.account.at) },
      ]);
      const now = journal.account.at;
      const foretold = forecast(rules, journal.account, now, Math.max(now, until));
      expect(told(foretold)).toEqual(told({ entries: real.entries.slice(journal.entries.length) }));
      expect(asHeads(foretold.account.lots)).toEqual(asHeads(real.account.lots));
    });
  });

  test("[M12] [X1] is nothing once it is set to end: what the end takes is gone, and nothing comes after it", () => {
    forAll(fc.tuple(policy, subscription, fc.nat(400)), ([rules, what, days]) => {
      const paid = period(what, 0);
      const ends = stands(iso(paid.paidAt + 1), { cancelAt: iso(paid.until) });
      const { account } = play(rules, [paid, ends]);
      const until = paid.until + days * DAY_MS;
      const foretold = forecast(rules, account, account.at, until);
      expect(foretold.entries.some(({ fact }) => fact !== undefined)).toBe(false);
      expect(foretold).toEqual(settle(rules, account, until));
    });
  });

  test("has as many credits as it has entries to tell of", () => {
    forAll(fc.tuple(subscription, fc.nat(900)), ([what, days]) => {
      const { account } = play(omnia, [period(what, 0)]);
      const { account: then, entries } = forecast(omnia, account, account.at, account.at + days * DAY_MS);
      expect(entries.at(-1)?.balance ?? balance(account)).toBe(balance(then));
    });
  });
});
