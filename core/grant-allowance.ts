import type { Account, Lot, Term } from "./account.ts";
import { boundary, type Instant } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import { type Entry, type EntryKey, type Expired, type Granted, nextEntry } from "./entry.ts";
import { type BillingInterval, type Money, type Plan, type Policy, policyVersion } from "./policy.ts";

/** Money for a plan has arrived: one line of a paid invoice. */
export interface GrantAllowance {
  readonly type: "GrantAllowance";
  readonly now: Instant;
  readonly paidAt: Instant;
  readonly plan: string;
  readonly interval: BillingInterval;
  readonly quantity: number;
  /** The line's own amount, before coupons and balances. 0 is a trial (X8). */
  readonly amount: Money;
  readonly from: Instant;
  readonly until: Instant;
  readonly subscription: string;
  readonly item: string;
  readonly price: string;
  readonly invoice: string;
  readonly line: string;
}

/** How many allowances one payment stands for: twelve a year, whatever the length of a cycle (O2, O11). */
const ALLOWANCES: Readonly<Record<BillingInterval, number>> = { month: 1, year: 12 };

/**
 * Grants the allowance of a paid period as of the instant of its payment, and turns over what the payment renews.
 * The line is granted once, whichever event tells of it and however often (X2).
 */
export function grantAllowance(policy: Policy, account: Account, command: GrantAllowance): Entry {
  const running = account.terms.find(({ subscription }) => subscription === command.subscription);
  const common = {
    now: command.now,
    key: allowanceKey(command),
    occurredAt: command.paidAt,
    ref: reference(command),
    by: "stripe",
    policy: policyVersion(policy),
  } as const;
  if (command.amount === 0) return nextEntry(account, { ...common, type: "noted", reason: "trial", movements: [] });

  const granted = (cycles: number, end: Instant): Granted => ({
    type: "granted",
    lot: account.seq + 1,
    source: "plan",
    credits: allowance(policy, command) * cycles,
    birth: command.paidAt,
    end,
  });
  const late = lateGrant(policy, running, command);
  if (late) {
    return nextEntry(account, {
      ...common,
      type: "granted",
      reason: late.reason,
      movements: [granted(late.cycles, late.end)],
    });
  }
  const term = termAt(policy, command, command.paidAt);
  return nextEntry(account, {
    ...common,
    type: "granted",
    reason: running ? "renewal" : "first allowance",
    movements: [...turnover(account.lots, running), granted(term.given, term.lotEnd)],
    term,
  });
}

/** The thing paid for: neither the event nor the invoice, of which there may be several. */
export function allowanceKey({ item, price, from }: GrantAllowance): EntryKey {
  return { kind: "grant", id: `${item}/${price}/${from}` };
}

/** What a plan gives each cycle to a subscription of this quantity. */
export function allowance(policy: Policy, { plan, quantity }: Pick<Term, "plan" | "quantity">): Credits {
  return planOf(policy, plan).allowance * quantity;
}

/** @throws {RangeError} the policy has no such plan: the catalogue and the policy were deployed apart. */
function planOf(policy: Policy, name: string): Plan {
  const plan = Object.hasOwn(policy.plans, name) ? policy.plans[name] : undefined;
  if (!plan) throw new RangeError(`${policyVersion(policy)} has no plan ${name}`);
  return plan;
}

/** The paid time as it stands at `at`: how many of its cycles have begun, and when the running one's lot ends. */
export function termAt(policy: Policy, command: Omit<GrantAllowance, "now">, at: Instant): Term {
  const { subscription, item, plan, quantity, from, until, paidAt } = command;
  const cycles = ALLOWANCES[command.interval];
  return withGiven(
    policy,
    { subscription, item, plan, quantity, from, until, paidAt, cycles },
    begunAt(policy, command, at),
  );
}

/** The paid time after `given` of its allowances: the last one stays through the grace, the others to the next anchor (X1). */
export function withGiven(policy: Policy, term: Omit<Term, "given" | "lotEnd">, given: number): Term {
  const lotEnd = given < term.cycles ? boundary(term.from, policy.cycle, given) : term.until + policy.grace;
  return { ...term, given, lotEnd };
}

/** The number of cycles that have begun; never less than the one that the payment opens. */
function begunAt(policy: Policy, { from, until, interval }: Omit<GrantAllowance, "now">, at: Instant): number {
  let begun = 1;
  const isBegun = (next: Instant) => next <= at && next < until;
  while (begun < ALLOWANCES[interval] && isBegun(boundary(from, policy.cycle, begun))) begun += 1;
  return begun;
}

/**
 * A payment that opens no new cycle: the period that it paid was over by then (the credits live as long as the cycle that
 * runs, or one cycle where none does), or a later period was paid and told before it (they ended at that payment).
 */
function lateGrant(policy: Policy, running: Term | undefined, command: GrantAllowance) {
  const { from, until, interval, paidAt } = command;
  if (until <= paidAt) {
    const isRunning = running && running.from <= paidAt && paidAt < running.lotEnd;
    const end = isRunning ? running.lotEnd : boundary(paidAt, policy.cycle, 1);
    return { reason: "paid after its period", cycles: ALLOWANCES[interval], end };
  }
  if (!running || from > running.from || (from === running.from && paidAt >= running.paidAt)) return undefined;
  const end = Math.max(paidAt, running.paidAt);
  return { reason: "told after a later payment", cycles: begunAt(policy, command, end), end };
}

/** The old cycle's plan lots make room for the new one's. */
function turnover(lots: readonly Lot[], running: Term | undefined): Expired[] {
  return lots
    .filter(({ source, end, left }) => source === "plan" && end === running?.lotEnd && left > 0)
    .map(({ number, source, left }) => ({ type: "expired", lot: number, source, credits: left }));
}

function reference({ plan, interval, quantity, from, until, subscription, invoice, line }: GrantAllowance) {
  return { plan, interval, quantity, from, until, subscription, invoice, line };
}
