import type { Account, BillingInterval, Term } from "./account.ts";
import { boundary, type Instant } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import { type Entry, type Granted, type Movement, nextEntry } from "./entry.ts";
import { replacedFree } from "./membership.ts";
import { lineKey, type PaidLine } from "./paid-line.ts";
import { type Money, type Policy, policyVersion } from "./policy.ts";
import { resumed, type Subscription, suspension } from "./subscription.ts";
import { allowance, begunAt, cyclesOf, lotEnd } from "./term.ts";
import { turnOver, without } from "./turnover.ts";

/** Money for a plan has arrived: one line of a paid invoice. */
export interface GrantAllowance extends PaidLine {
  readonly type: "GrantAllowance";
  readonly plan: string;
  readonly interval: BillingInterval;
  /** The line's own amount, before coupons and balances. A trial's is 0 (X8). */
  readonly amount: Money;
}

/** What a payment grants: so many allowances at once, and the paid time that it begins or adds to. */
interface Grant {
  readonly reason: string;
  readonly cycles: number;
  readonly end: Instant;
  /** What became of the running cycle's lots. */
  readonly turnover: readonly Movement[];
  readonly term?: Term | undefined;
  readonly replacedItem?: string;
}

/**
 * Grants the allowance of a paid period as of the instant of its payment, and turns over what the payment renews.
 * The line is granted once, whichever event tells of it and however often (X2).
 */
export function grantAllowance(policy: Policy, account: Account, command: GrantAllowance): Entry {
  const { plan, interval, quantity, from, until, paidAt, subscription, invoice, line } = command;
  const known = account.subscriptions.find(({ id }) => id === subscription);
  const endedAt = known ? endFor(known, paidAt) : null;
  const common = {
    now: command.now,
    key: lineKey(command),
    occurredAt: paidAt,
    ref: { plan, interval, quantity, from, until, subscription, invoice, line },
    by: "stripe",
    policy: policyVersion(policy),
  } as const;
  const noted = (reason: string) => nextEntry(account, { ...common, type: "noted", reason, movements: [] });
  if (given(policy, command) === 0) return noted("trial");
  if (endedAt !== null && endedAt <= paidAt) return noted("paid after the subscription's end");

  const { reason, cycles, end, turnover, term, replacedItem } =
    endedAt === null ? grantFor(policy, account, command) : endedGrant(policy, command, endedAt);
  const granted: Granted = {
    type: "granted",
    lot: account.seq + 1,
    source: "plan",
    credits: given(policy, command) * cycles,
    birth: paidAt,
    end,
  };
  const change = term && { term, ...resumed(known, paidAt) };
  return nextEntry(account, {
    ...common,
    type: "granted",
    reason,
    movements: [...turnover, granted],
    ...suspension(policy, account, change),
    ...change,
    ...(replacedItem !== undefined && { replacedItem }),
  });
}

/** When the subscription ended, for a payment of that instant: what comes after an end that only time has set says otherwise. */
function endFor({ endedAt, lapsedAt }: Subscription, paidAt: Instant): Instant | null {
  return endedAt ?? (lapsedAt !== null && paidAt < lapsedAt ? lapsedAt : null);
}

/** What one cycle of the line gives: the plan's allowance, or what the policy says of a trial (X8). */
function given(policy: Policy, command: GrantAllowance): Credits {
  const { trial } = policy;
  if (command.amount > 0 || ("trial" in trial && trial.trial === "full")) return allowance(policy, command);
  return "credits" in trial ? trial.credits : 0;
}

function grantFor(policy: Policy, account: Account, command: GrantAllowance): Grant {
  const running = runningTerm(account, command);
  const isOver = command.until <= command.paidAt;
  const isOlder = running !== undefined && isBefore(command, running);
  if (isOlder && !isOver && command.paidAt < running.paidAt) return replacedGrant(policy, running, command);
  if (isOlder || isOver) return lateGrant(policy, account, running, command);
  return ordinaryGrant(policy, account, running, command);
}

/** Paid before the subscription's end and told after it: what had begun by then is granted, and ends with it (X4). */
function endedGrant(policy: Policy, { from, until, interval }: GrantAllowance, endedAt: Instant): Grant {
  const cycles = begunAt(policy, { from, until, cycles: cyclesOf(policy, interval) }, endedAt - 1);
  return { reason: "told after the subscription's end", cycles, end: endedAt, turnover: [] };
}

/**
 * The paid time that a line renews: its own item's, or, where a plan change has put a new item in the place of an old one,
 * the old one's. Two items that one invoice pays stand beside each other.
 */
function runningTerm({ terms }: Account, { item, subscription, paidAt }: GrantAllowance): Term | undefined {
  const own = terms.find((term) => term.item === item);
  return own ?? terms.find((term) => term.subscription === subscription && term.paidAt !== paidAt);
}

/** Of two paid times of one item the later one counts; of two that begin together the one that was paid later. */
function isBefore(line: Pick<Term, "from" | "paidAt">, other: Term): boolean {
  return line.from < other.from || (line.from === other.from && line.paidAt < other.paidAt);
}

function ordinaryGrant(policy: Policy, account: Account, running: Term | undefined, command: GrantAllowance): Grant {
  const { subscription, item, plan, interval, quantity, from, until, paidAt, amount } = command;
  // A trial is one cycle, however the plan is paid after it.
  const span = { from, until, cycles: amount > 0 ? cyclesOf(policy, interval) : 1 };
  const begun = begunAt(policy, span, paidAt);
  const known = account.subscriptions.find(({ id }) => id === subscription);
  const own = { subscription, item, plan, interval, quantity, ...span, given: begun, paidAt };
  const boughtAt = Math.min(paidAt, running?.boughtAt ?? paidAt, known?.startedAt ?? paidAt);
  const freed = replacedFree(account, paidAt);
  const paying = { ...account, lots: without(account.lots, freed) };
  const { movements, ...rolled } = running ? turnOver(policy, paying, running, own, paidAt) : { movements: [] };
  const end = lotEnd(policy, span, begun);
  return {
    reason: running ? "renewal" : "first allowance",
    cycles: begun,
    end,
    turnover: [...freed, ...movements],
    term: { ...own, boughtAt, lotEnd: end, lots: [account.seq + 1], ...rolled },
    ...(running && running.item !== item && { replacedItem: running.item }),
  };
}

/** Told after a later payment, which had replaced by then what this one paid for. */
function replacedGrant(policy: Policy, running: Term, { from, until, interval, paidAt }: GrantAllowance): Grant {
  const cycles = begunAt(policy, { from, until, cycles: cyclesOf(policy, interval) }, running.paidAt);
  const term = { ...running, boughtAt: Math.min(paidAt, running.boughtAt) };
  return { reason: "told after a later payment", cycles, end: running.paidAt, turnover: [], term };
}

/**
 * Paid after its period, or after a later one: all of it at once, to live as long as the cycle in which it was paid and to
 * be turned over with it; where none ran, for one cycle (X1).
 */
function lateGrant(
  policy: Policy,
  { seq }: Account,
  running: Term | undefined,
  { interval, paidAt }: GrantAllowance,
): Grant {
  const grant = { reason: "paid late", cycles: cyclesOf(policy, interval), turnover: [] };
  const isRunning = running !== undefined && running.from <= paidAt && paidAt < running.lotEnd;
  if (!isRunning) return { ...grant, end: boundary(paidAt, policy.cycle, 1) };
  const end = lotEnd(policy, running, begunAt(policy, running, paidAt));
  const joins = end === running.lotEnd ? [seq + 1] : [];
  const term = { ...running, boughtAt: Math.min(paidAt, running.boughtAt), lots: [...running.lots, ...joins] };
  return { ...grant, end, term };
}
