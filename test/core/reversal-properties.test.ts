import {
  type Account,
  type Entry,
  type Fact,
  instantOf,
  type Lot,
  type Movement,
  type Payment,
  type Policy,
  type Reversal,
  settle,
} from "@passbook/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { facts } from "../support/facts.ts";
import { inOrder } from "../support/histories.ts";
import { type Happening, happen, type Journal, play } from "../support/journal.ts";
import { omnia } from "../support/omnia-story.ts";
import { policies } from "../support/policies.ts";
import { forAll } from "../support/properties.ts";
import { happening } from "../support/usage-histories.ts";

type Totals = Partial<Record<Movement["type"], number>>;

/** What happened to each lot in all, from the entries alone, and which payment it goes back to. */
function byLot(entries: readonly Entry[]) {
  const lots = new Map<string, { totals: Totals; origin: number }>();
  for (const movement of entries.flatMap(({ movements }) => movements)) {
    const name = `${movement.lot}/${movement.source}`;
    const origin = ("birth" in movement ? movement.origin : undefined) ?? movement.lot;
    const lot = lots.get(name) ?? { totals: {}, origin };
    const { type, credits } = movement;
    lots.set(name, { ...lot, totals: { ...lot.totals, [type]: (lot.totals[type] ?? 0) + credits } });
  }
  return lots;
}

/** granted = left + held + frozen + spent − restored + rolled over + expired + forfeited + withdrawn + clawed back. */
function storedBy(totals: Totals): Pick<Lot, "left" | "held" | "frozen"> {
  const of = (type: Movement["type"]) => totals[type] ?? 0;
  const gone = of("expired") + of("rolled-over") + of("forfeited") + of("withdrawn") + of("clawed-back");
  const held = of("held") - of("captured") - of("released");
  const frozen = of("frozen") - of("thawed");
  const spent = of("spent") + of("captured") - of("restored");
  return { left: of("granted") - spent - gone - held - frozen, held, frozen };
}

const nameOf = ({ number, source }: Lot) => `${number}/${source}`;

/** What Stripe tells of payments, refunds, disputes and changes, among what people do; some of it late. */
const life = fc
  .tuple(fc.constantFrom<Policy>(...policies), facts, fc.array(happening, { maxLength: 25 }))
  .map(([policy, told, done]): [Policy, Happening[]] => [policy, inOrder([...told, ...done])]);

describe("nothing is minted and nothing is lost by refunds, disputes and changes of plan", () => {
  test("[X5] [X9] lot by lot: granted is left, held, frozen, or has gone one way", () => {
    forAll(life, ([policy, all]) => {
      const { account, entries } = play(policy, all);
      const stored = [...byLot(entries)].map(([name, { totals }]) => [name, storedBy(totals)] as const);
      for (const [, parts] of stored) expect(Math.min(...Object.values(parts))).toBeGreaterThanOrEqual(0);
      const there = stored.filter(([, { left, held, frozen }]) => left + held + frozen > 0);
      expect(Object.fromEntries(there)).toEqual(
        Object.fromEntries(
          account.lots.map((lot) => [nameOf(lot), { left: lot.left, held: lot.held, frozen: lot.frozen }]),
        ),
      );
    });
  });

  test("[X5] what is owed is what was charged, less what was paid of it: never below 0", () => {
    forAll(life, ([policy, all]) => {
      const { account, entries } = play(policy, all);
      expect(account.debt).toBeGreaterThanOrEqual(0);
      if (entries.some(({ corrected }) => corrected)) return;
      expect(account.debt).toBe(charged(entries) - paidOff(entries));
    });
  });
});

describe("a refund takes its share and no more", () => {
  /** All that a payment stands for: of a paid year twelve allowances. */
  function worthOf({ fact, movements, seq }: Entry): number {
    if (fact?.type === "GrantAllowance" && fact.amount > 0)
      return (omnia.plans[fact.plan]?.allowance ?? 0) * fact.quantity * (fact.interval === "year" ? 12 : 1);
    return total(movements.filter((one) => one.type === "granted" && one.lot === seq));
  }
  const isOf = (one: Fact, payment: Payment) =>
    ("invoice" in one && "invoice" in payment && one.invoice === payment.invoice) ||
    ("session" in one && "session" in payment && one.session === payment.session);

  /** What was taken back of a payment's credits, is owed or was paid of them, or will not be given. */
  function takenOf({ account, entries }: Journal, { seq }: Entry): number {
    const lots = [...byLot(entries).values()].filter(({ origin }) => origin === seq);
    const clawed = lots.reduce((sum, { totals }) => sum + (totals["clawed-back"] ?? 0), 0);
    const withheld = account.terms.find(({ origin }) => origin === seq)?.withheld ?? 0;
    return clawed + charged(entries, String(seq)) + withheld;
  }

  test("[X5] of each payment, whatever else has become of its credits", () => {
    forAll(life, ([policy, all]) => {
      const journal = play(policy, all);
      // What is told late is weighed anew: there the totals of entries say less.
      if (journal.entries.some(({ corrected }) => corrected)) return;
      const told = journal.entries.flatMap(({ fact }) => (fact ? [fact] : []));
      for (const entry of journal.entries) {
        const { fact } = entry;
        if (!fact || !("paidAt" in fact)) continue;
        const reversals = told.filter((one): one is Reversal => "payment" in one && isOf(fact, one.payment));
        const gone = reversals.filter(({ outcome }) => outcome === "live" || outcome === "lost");
        const money = gone.reduce((sum, { amount }) => sum + amount, 0);
        const paid = reversals[0]?.paid ?? 1;
        const most = Math.floor((worthOf(entry) * Math.min(money, paid)) / paid);
        expect(takenOf(journal, entry)).toBeLessThanOrEqual(most);
      }
    });
  });
});

describe("when all that was paid has gone back", () => {
  const isPaid = (fact: Happening): fact is Extract<Fact, { paidAt: number }> => "paidAt" in fact;
  const isReversal = (fact: Happening) => fact.type === "RefundPayment" || fact.type === "DisputePayment";
  const paymentOf = (paid: Extract<Fact, { paidAt: number }>): Payment =>
    "invoice" in paid ? { invoice: paid.invoice } : { session: paid.session };
  // What an operator gives is not paid for, and a policy may forgive.
  const isMeant = (one: Happening) => !isReversal(one) && one.type !== "Adjust";
  const demanding = policies.filter(({ shortfall }) => shortfall !== "forgive");

  const refundAll = (policy: Policy, all: readonly Happening[]): Journal => {
    const payments = new Map(all.filter(isPaid).map((paid) => [JSON.stringify(paymentOf(paid)), paymentOf(paid)]));
    return [...payments.values()].reduce<Journal>(
      (journal, payment, index) => {
        const now = journal.account.at + 1;
        const money = { amount: 1_000, paid: 1_000, outcome: "live", now, happenedAt: now } as const;
        return happen(journal, { type: "RefundPayment", refund: `re_all_${index}`, payment, ...money }).journal;
      },
      play(policy, all),
    );
  };

  test("[X5] nothing is left of what it gave, and nothing comes any more", () => {
    forAll(fc.tuple(life, fc.constantFrom<Policy>(...demanding)), ([[, all], policy]) => {
      const { account } = refundAll(policy, all.filter(isMeant));
      const paidFor = account.lots.filter(({ number, origin = number }) => origin > 0);
      expect(paidFor.filter(({ left, frozen }) => left + frozen > 0)).toEqual([]);
      const { entries } = settle(policy, { ...account, holds: [] }, account.at + 400 * 86_400_000);
      const granted = entries.flatMap(({ movements }) => movements).filter(({ type }) => type === "granted");
      expect(granted.filter((one) => "birth" in one && (one.origin ?? one.lot) > 0)).toEqual([]);
    });
  });
});

const total = (movements: readonly Movement[]) => movements.reduce((sum, { credits }) => sum + credits, 0);

/** In all, or to one payment. */
function charged(entries: readonly Entry[], origin?: string): number {
  const charges = entries.flatMap(({ ref }) => Object.entries((ref["charged"] ?? {}) as Record<string, number>));
  return charges.reduce((sum, [to, credits]) => sum + (to === (origin ?? to) ? credits : 0), 0);
}

/** What people spend is a `spent` entry; what else is spent pays what is owed. */
function paidOff(entries: readonly Entry[]): number {
  const bringing = entries.filter(({ type, debt }) => debt !== undefined && type !== "spent");
  const paid = bringing.flatMap(({ movements }) => movements).filter(({ type }) => type === "spent");
  return paid.reduce((sum, { credits }) => sum + credits, 0);
}

describe("a refund that failed and a dispute that was won", () => {
  const isUndone = (fact: Fact, all: readonly Fact[]): boolean =>
    (fact.type === "RefundPayment" &&
      all.some((other) => other.type === fact.type && other.refund === fact.refund && other.outcome === "failed")) ||
    (fact.type === "DisputePayment" &&
      all.some((other) => other.type === fact.type && other.dispute === fact.dispute && other.outcome === "won"));
  const stateOf = ({ lots, debt, terms }: Account) => ({
    lots: lots
      .map(({ source, birth, end, left, frozen }) => JSON.stringify({ source, birth, end, left, frozen }))
      .toSorted(),
    debt,
    terms: terms.map(({ item, plan, given, withheld = 0 }) => ({ item, plan, given, withheld })),
  });

  test("[X5] leave the account as if they had never been", () => {
    forAll(fc.tuple(fc.constantFrom<Policy>(...policies), facts), ([policy, told]) => {
      const last = Math.max(0, ...told.map(instantOf));
      const time: Happening = { type: "TimePasses", now: last };
      const never = told.filter((fact) => !isUndone(fact, told));
      expect(stateOf(play(policy, [...told, time]).account)).toEqual(stateOf(play(policy, [...never, time]).account));
    });
  });
});
