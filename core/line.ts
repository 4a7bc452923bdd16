import { type Account, type Lot, originOf, type Term } from "./account.ts";
import { type Credits, sum } from "./credits.ts";
import type { Entry, Movement } from "./entry.ts";
import type { Policy } from "./policy.ts";
import type { Payment } from "./reversal.ts";
import { allowance, allowanceAt, cyclesOf } from "./term.ts";

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
  readonly term: Term | undefined;
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
  const term = account.terms.find((paid) => paid.origin === origin);
  const all = account.lots.filter((lot) => originOf(lot) === origin);
  // One that is still to be granted may be short by what was taken in advance.
  const lots = all.filter(({ left }) => left >= 0);
  const full = fullOf(policy, granting);
  const toCome = term ? allowancesToCome(policy, term) : 0;
  const stored = sum(all, ({ left, frozen }) => left + frozen);
  const spent = sum(entries, ({ movements }) => sum(movements, spentOf(origin))) + sum(all, ({ held }) => held);
  const charged = sum(entries, ({ ref }) => chargedIn(ref["charged"], origin));
  return { origin, full, lots, toCome, spent, charged, givenBack: full - toCome - stored - spent, term };
}

/** What the line stood for when it was granted, whatever has been given of it by now. */
function fullOf(policy: Policy, { fact, movements, seq, ref }: Entry): Credits {
  if (fact?.type === "GrantAllowance" && fact.amount > 0)
    return allowance(policy, fact) * cyclesOf(policy, fact.interval);
  const given = sum(movements, (one) => (one.type === "granted" && one.lot === seq ? one.credits : 0));
  // A month that was made a year is paid by its own invoice for the year's other allowances.
  return fact?.type === "ChangePlan" ? given + allowance(policy, fact) * Number(ref["toCome"] ?? 0) : given;
}

function allowancesToCome(policy: Policy, term: Term): Credits {
  let toCome = 0;
  for (let k = term.given + 1; k <= term.cycles; k++) toCome += allowanceAt(policy, term, k);
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

function chargedIn(charged: unknown, origin: number): Credits {
  return (charged as Readonly<Record<string, Credits>> | undefined)?.[String(origin)] ?? 0;
}
