import type { Account, Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { youngestFirst } from "./carry-over.ts";
import { type Credits, sum } from "./credits.ts";
import { charging } from "./debt.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import { type Line, lineOf, linesOf } from "./line.ts";
import { take, thaw } from "./lot-end.ts";
import type { Movement } from "./movement.ts";
import { type Money, type Policy, policyVersion } from "./policy.ts";
import { givesTo, withholding } from "./term.ts";

/** What was paid: an invoice, or a Checkout Session in payment mode. */
export type Payment = { readonly invoice: string } | { readonly session: string };

/** Money for something was given back, or a refund has failed (docs.stripe.com/api/refunds). */
export interface RefundPayment {
  readonly type: "RefundPayment";
  readonly now: Instant;
  readonly refund: string;
  readonly payment: Payment;
  readonly amount: Money;
  /** The invoice's or session's total, what the customer's balance paid included. */
  readonly paid: Money;
  /** `failed`, canceled too: as if it had never been. */
  readonly outcome: "live" | "failed";
  readonly happenedAt: Instant;
}

/** A customer disputes a payment with their bank; inquiries, which move no money, are none (docs.stripe.com/api/disputes). */
export interface DisputePayment {
  readonly type: "DisputePayment";
  readonly now: Instant;
  readonly dispute: string;
  readonly payment: Payment;
  readonly amount: Money;
  readonly paid: Money;
  /** `won`: as if it had never been. `lost`: the money is gone, as if it had been refunded. */
  readonly outcome: "opened" | "won" | "lost";
  readonly happenedAt: Instant;
}

export type Reversal = RefundPayment | DisputePayment;

export function isReversal(fact: { readonly type: string } | Reversal): fact is Reversal {
  return fact.type === "RefundPayment" || fact.type === "DisputePayment";
}

export function refundKey({ refund, outcome }: RefundPayment): EntryKey {
  return { kind: "refund", id: `${refund}/${outcome}` };
}

export function disputeKey({ dispute, outcome }: DisputePayment): EntryKey {
  return { kind: "dispute", id: `${dispute}/${outcome}` };
}

/** The facts that a fact makes undone: a refund that failed, a dispute that was won, also after it had been lost. */
export function undoneBy(fact: { readonly type: string } | Reversal): readonly EntryKey[] {
  if ("refund" in fact && fact.outcome === "failed") return [refundKey({ ...fact, outcome: "live" })];
  if ("dispute" in fact && fact.outcome === "won")
    return [disputeKey({ ...fact, outcome: "opened" }), disputeKey({ ...fact, outcome: "lost" })];
  return [];
}

/**
 * Takes back what was refunded, line by line, as the difference between what all refunds and lost disputes of the payment come
 * to and what has come back already (X5). A dispute that is opened freezes what is left.
 * @param entries the account's journal from the payment's entry on.
 */
export function reversePayment(policy: Policy, account: Account, fact: Reversal, entries: readonly Entry[]): Entry {
  // What has failed or was won before it was told has never been.
  const granting = isUndone(fact, entries) ? [] : linesOf(entries, fact.payment);
  const lines = granting.map((entry) => lineOf(policy, account, entry, entries));
  const changes = lines.map((line) => changeOf(policy, line, fact, reversed(entries, fact)));
  const movements = changes.flatMap((change) => change.movements);
  const charged = new Map(changes.map((change) => [String(change.origin), change.debt]));
  const debt = account.debt + sum(changes, (change) => change.debt);
  const [withheld, ...others] = withholdings(account, changes);
  return nextEntry(account, {
    now: fact.now,
    key: fact.type === "RefundPayment" ? refundKey(fact) : disputeKey(fact),
    occurredAt: fact.happenedAt,
    type: typeOf(fact, movements),
    reason: reasonOf(fact),
    ref: { ...refOf(fact), ...charging(charged) },
    by: "stripe",
    policy: policyVersion(policy),
    fact,
    movements,
    ...(debt !== account.debt && { debt }),
    ...(withheld && { term: withheld }),
    ...(others.length > 0 && { otherTerms: others }),
  });
}

function isUndone(fact: Reversal, entries: readonly Entry[]): boolean {
  return isUndoneBy(
    entries.flatMap((entry) => (entry.fact ? [entry.fact] : [])),
    fact,
  );
}

function isUndoneBy(told: readonly { readonly type: string }[], fact: Reversal): boolean {
  const { kind, id } = fact.type === "RefundPayment" ? refundKey(fact) : disputeKey(fact);
  return told.flatMap(undoneBy).some((key) => key.kind === kind && key.id === id);
}

interface Change {
  readonly origin: number;
  readonly movements: readonly Movement[];
  readonly debt: Credits;
  /** Of allowances still to come. */
  readonly withheld: Credits;
}

/** The paid times with what will not be given of them: one payment may be for several, and several for one. */
function withholdings({ terms }: Account, changes: readonly Change[]): Term[] {
  return terms.flatMap((term) => {
    const own = changes.filter(({ origin, withheld }) => withheld > 0 && givesTo(term, origin));
    const less = (rest: Term, { origin, withheld }: Change) => withholding(rest, origin, withheld);
    return own.length > 0 ? [own.reduce(less, term)] : [];
  });
}

function changeOf(policy: Policy, line: Line, fact: Reversal, refunded: Money): Change {
  const { origin } = line;
  if (fact.outcome === "failed" || fact.outcome === "won") return { origin, movements: [], debt: 0, withheld: 0 };
  if (fact.outcome === "opened") return { origin, movements: freeze(line), debt: 0, withheld: 0 };
  const thawed = fact.outcome === "lost" ? line.lots.flatMap(thaw) : [];
  const lots = line.lots.map((lot) => (thawed.length > 0 ? { ...lot, left: lot.left + lot.frozen, frozen: 0 } : lot));
  const target = fact.paid > 0 ? Math.floor((line.full * Math.min(refunded, fact.paid)) / fact.paid) : 0;
  const need = Math.max(0, target - line.givenBack - line.charged);
  const withheld = Math.min(need, line.toCome);
  const movements = [...thawed, ...claw({ ...line, lots }, need - withheld)];
  const clawed = sum(movements, ({ type, credits }) => (type === "clawed-back" ? credits : 0));
  const owed = Math.min(need - withheld - clawed, Math.max(0, line.spent - line.charged));
  return { origin, movements, debt: policy.shortfall === "forgive" ? 0 : owed, withheld };
}

/** From the lots of the line and no others, the youngest first; what is frozen goes after what is not. */
function claw({ lots }: Line, credits: Credits): Movement[] {
  let due = credits;
  return lots.toSorted(youngestFirst).flatMap((lot) => {
    const taken = Math.min(due, lot.left + lot.frozen);
    due -= taken;
    return [...thaw({ ...lot, frozen: Math.max(0, taken - lot.left) }), ...take(lot, "clawed-back", taken)];
  });
}

function freeze({ lots }: Line): Movement[] {
  return lots.flatMap(({ number: lot, source, left }): Movement[] =>
    left > 0 ? [{ type: "frozen", lot, source, credits: left }] : [],
  );
}

/** The money that has gone back by then: refunds that live and disputes that were lost, of all payments of the invoice. */
function reversed(entries: readonly Entry[], fact: Reversal): Money {
  const isOfIt = (told: Entry["fact"]): told is Reversal =>
    told !== undefined && isReversal(told) && isSamePayment(told.payment, fact.payment);
  const told = [...entries.map((entry) => entry.fact), fact].filter(isOfIt);
  const isGone = (one: Reversal) => (one.outcome === "live" || one.outcome === "lost") && !isUndoneBy(told, one);
  return sum(told.filter(isGone), ({ amount }) => amount);
}

function isSamePayment(a: Payment, b: Payment): boolean {
  return "invoice" in a ? "invoice" in b && a.invoice === b.invoice : "session" in b && a.session === b.session;
}

function typeOf({ outcome }: Reversal, movements: readonly Movement[]): Entry["type"] {
  if (movements.length === 0) return "noted";
  return outcome === "opened" ? "frozen" : "clawed-back";
}

function reasonOf(fact: Reversal): string {
  return fact.type === "RefundPayment"
    ? fact.outcome === "live"
      ? "refund"
      : "refund failed"
    : `dispute ${fact.outcome}`;
}

function refOf(fact: Reversal): Entry["ref"] {
  const of = fact.type === "RefundPayment" ? { refund: fact.refund } : { dispute: fact.dispute };
  return { ...of, ...fact.payment, amount: fact.amount, paid: fact.paid };
}
