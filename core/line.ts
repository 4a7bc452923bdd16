import { type Account, type Lot, originOf, type Term } from "./account.ts";
import { boundary } from "./calendar.ts";
import { type Credits, sum } from "./credits.ts";
import { chargesOf } from "./debt.ts";
import type { Entry } from "./entry.ts";
import { promisedOf } from "./lineage.ts";
import type { Movement } from "./movement.ts";
import type { Policy } from "./policy.ts";
import type { Payment } from "./reversal.ts";
import { allowance, cyclesOf, givesTo, sharesAt } from "./term.ts";
import { policyAt } from "./versions.ts";

/** What has become of the credits of one line of a payment, wherever they are by now. */
export interface Line {
  /** The `seq` of the entry that granted it. */
  readonly origin: number;
  /** All that the line stands for: of a paid year twelve allowances. */
  readonly full: Credits;
  readonly lots: readonly Lot[];
  /** What allowances still to come will give. */
  readonly toCome: Credits;
  /** What was paid with it, what is held for it included. */
  readonly spent: Credits;
  /** How much of what was spent is owed, or has been paid since. */
  readonly charged: Credits;
  /** What expired, was forfeited, taken back, or will not be given (X5). */
  readonly givenBack: Credits;
}

/** The entries that told of what a payment paid for; what it granted may have come later, with a fact that was told late. */
export function linesOf(entries: readonly Entry[], payment: Payment): Entry[] {
  const isOf = (fact: object) =>
    "invoice" in payment
      ? "invoice" in fact && fact.invoice === payment.invoice
      : "session" in fact && fact.session === payment.session;
  return entries.filter(({ fact }) => fact && SELLING.has(fact.type) && isOf(fact));
}

const SELLING: ReadonlySet<string> = new Set(["GrantAllowance", "ChangePlan", "GrantAddOn", "GrantPack"]);

export function lineOf(policy: Policy, account: Account, granting: Entry, entries: readonly Entry[]): Line {
  const origin = granting.seq;
  const term = account.terms.find((paid) => givesTo(paid, origin));
  const all = account.lots.filter((lot) => originOf(lot) === origin);
  // Where a journal is played again one may be short by what was taken in advance.
  const lots = all
    .filter(({ left }) => left >= 0)
    .map((lot) => ({ ...lot, left: Math.max(0, lot.left - promisedOf(lot, all)) }));
  const full = fullOf(
    policy,
    granting,
    entries.filter(({ fact }) => fact),
  );
  const toCome = term ? toComeOf(policy, term, origin) : 0;
  const stored = sum(all, ({ left, frozen }) => left + frozen);
  const spent = sum(entries, ({ movements }) => sum(movements, spentOf(origin))) + sum(all, ({ held }) => held);
  const charged = chargesOf(entries).get(String(origin)) ?? 0;
  return { origin, full, lots, toCome, spent, charged, givenBack: full - toCome - stored - spent };
}

/** What the line stands for, whatever has been given of it by now: each allowance by the policy of the day on which it begins. */
function fullOf(policies: Policy, { fact, seq }: Entry, told: readonly Entry[]): Credits {
  if (fact?.type === "ChangePlan") return addedBy(policyAt(policies, fact.paidAt), seq, told);
  if (fact?.type !== "GrantAllowance" || fact.amount === 0) return givenAtOnce(seq, told);
  const { from, paidAt, interval } = fact;
  const paidUnder = policyAt(policies, paidAt);
  const begins = Array.from({ length: cyclesOf(paidUnder, interval) }, (_, k) => boundary(from, paidUnder.cycle, k));
  return sum(begins, (begin) => allowance(policyAt(policies, Math.max(begin, paidAt)), fact));
}

/**
 * What a paid change of plan stands for: what it gave at once, and its part of each allowance that was to come. That is said by
 * its own entry or, where that could give nothing yet, by the one of a fact that was told late.
 */
function addedBy(policy: Policy, seq: number, told: readonly Entry[]): Credits {
  for (const { term, corrected, movements } of told) {
    const changed = [term, ...(corrected?.terms ?? [])].find((paid) => paid && givesTo(paid, seq));
    const atOnce = sum(movements, grantedOf(seq));
    if (changed || atOnce > 0) return atOnce + (changed ? toComeOf(policy, withoutRefunds(changed), seq) : 0);
  }
  return 0;
}

function givenAtOnce(seq: number, told: readonly Entry[]): Credits {
  const given = told.map(({ movements }) => sum(movements, grantedOf(seq)));
  return given.find((credits) => credits > 0) ?? 0;
}

/** What was carried over had been granted before. */
function grantedOf(origin: number): (movement: Movement) => Credits {
  return (movement) => {
    const isOwn = movement.type === "granted" && movement.source !== "rollover";
    return isOwn && originOf({ ...movement, number: movement.lot }) === origin ? movement.credits : 0;
  };
}

function withoutRefunds(term: Term): Term {
  const { upgrades = [] } = term;
  return { ...term, withheld: 0, upgrades: upgrades.map(({ origin, credits }) => ({ origin, credits })) };
}

function toComeOf(policy: Policy, term: Term, origin: number): Credits {
  let toCome = 0;
  for (let k = term.given + 1; k <= term.cycles; k++)
    toCome += sum(sharesAt(policy, term, k), (share) => (share.origin === origin ? share.credits : 0));
  return toCome;
}

/** How a movement changes what the line's credits have paid. */
function spentOf(origin: number): (movement: Movement) => number {
  return (movement) => {
    if (!("birth" in movement) || originOf({ ...movement, number: movement.lot }) !== origin) return 0;
    if (movement.type === "spent" || movement.type === "captured") return movement.credits;
    return movement.type === "restored" && movement.undoes === undefined ? -movement.credits : 0;
  };
}
