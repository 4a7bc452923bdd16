import { type Account, type Lot, originOf, type Term } from "./account.ts";
import { boundary } from "./calendar.ts";
import type { ChangePlan } from "./change-plan.ts";
import { type Credits, sum } from "./credits.ts";
import { chargesOf } from "./debt.ts";
import type { Entry, Movement } from "./entry.ts";
import { type Policy, policyAt } from "./policy.ts";
import type { Payment } from "./reversal.ts";
import { allowance, cyclesOf, givesTo, sharesAt } from "./term.ts";

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

/** The entries that granted what a payment paid for. */
export function linesOf(entries: readonly Entry[], payment: Payment): Entry[] {
  const isOf = (fact: object) =>
    "invoice" in payment
      ? "invoice" in fact && fact.invoice === payment.invoice
      : "session" in fact && fact.session === payment.session;
  const hasGiven = ({ movements, ref }: Entry) =>
    movements.some(({ type }) => type === "granted") || ref["toCome"] !== undefined;
  return entries.filter((entry) => entry.fact && isOf(entry.fact) && hasGiven(entry));
}

export function lineOf(policy: Policy, account: Account, granting: Entry, entries: readonly Entry[]): Line {
  const origin = granting.seq;
  const term = account.terms.find((paid) => givesTo(paid, origin));
  const all = account.lots.filter((lot) => originOf(lot) === origin);
  // One that is still to be granted may be short by what was taken in advance.
  const lots = all.filter(({ left }) => left >= 0);
  const full = fullOf(policy, granting);
  const toCome = term ? toComeOf(policy, term, origin) : 0;
  const stored = sum(all, ({ left, frozen }) => left + frozen);
  const spent = sum(entries, ({ movements }) => sum(movements, spentOf(origin))) + sum(all, ({ held }) => held);
  const charged = chargesOf(entries).get(String(origin)) ?? 0;
  return { origin, full, lots, toCome, spent, charged, givenBack: full - toCome - stored - spent };
}

/** What the line stands for, whatever has been given of it by now: each allowance by the policy of the day on which it begins. */
function fullOf(policies: Policy, entry: Entry): Credits {
  const { fact, movements, seq } = entry;
  if (fact?.type === "ChangePlan") return addedBy(entry) + yearsRest(policies, entry, fact);
  if (fact?.type !== "GrantAllowance" || fact.amount === 0)
    return sum(movements, (movement) => (movement.type === "granted" && movement.lot === seq ? movement.credits : 0));
  const { from, paidAt, interval } = fact;
  const paidUnder = policyAt(policies, paidAt);
  const begins = Array.from({ length: cyclesOf(paidUnder, interval) }, (_, k) => boundary(from, paidUnder.cycle, k));
  return sum(begins, (begin) => allowance(policyAt(policies, Math.max(begin, paidAt)), fact));
}

/** What a paid change to a larger plan stands for: what it gave at once, and its part of each allowance that was to come. */
function addedBy({ movements, seq, term, corrected }: Entry): Credits {
  const changed = [term, ...(corrected?.terms ?? [])].find((paid) => paid && givesTo(paid, seq));
  const each = changed?.upgrades?.find(({ origin }) => origin === seq)?.credits ?? 0;
  const atOnce = sum(movements, (one) =>
    one.type === "granted" && originOf({ ...one, number: one.lot }) === seq ? one.credits : 0,
  );
  return atOnce + (changed ? each * (changed.cycles - changed.given) : 0);
}

/** A month that was made a year is paid by its own invoice for the year's other allowances. */
function yearsRest(policies: Policy, { ref }: Entry, fact: ChangePlan): Credits {
  return allowance(policyAt(policies, fact.paidAt), fact) * Number(ref["toCome"] ?? 0);
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
