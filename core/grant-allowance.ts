import type { Account, BillingInterval, Term } from "./account.ts";
import { boundary, type Instant } from "./calendar.ts";
import type { ChangePlan } from "./change-plan.ts";
import type { Credits } from "./credits.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import { endFree } from "./free-plan.ts";
import type { Granted, Movement } from "./movement.ts";
import { lineKey, type PaidLine } from "./paid-line.ts";
import { type Money, type Policy, policyVersion } from "./policy.ts";
import { cycleEnd, FREE, paidFor, suspension } from "./subscription.ts";
import { allowance, begunAt, cyclesOf, lotEnd, perCycle } from "./term.ts";
import { after, rememberedLoss, turnOver } from "./turnover.ts";

/** Money for a plan has arrived: one line of a paid invoice. */
export interface GrantAllowance extends PaidLine {
  readonly type: "GrantAllowance";
  readonly plan: string;
  readonly interval: BillingInterval;
  /** The line's own amount, before coupons and balances. A trial's is 0 (X8). */
  readonly amount: Money;
}

/** Money for some time of a plan: a whole period, or the rest of one. */
type PaidTime = GrantAllowance | ChangePlan;

/** In how many cycles it gives how much. */
export interface Gives extends Pick<Term, "from" | "until" | "cycles"> {
  readonly perCycle: Credits;
  /** How many cycles' credits come at once where the money came late. */
  readonly overdue: number;
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
  const { interval, from, until, amount } = command;
  const overdue = cyclesOf(policy, interval);
  const gives = { from, until, cycles: amount > 0 ? overdue : 1, perCycle: perCycleOf(policy, command), overdue };
  return grantTime(policy, account, command, gives, lineKey(command));
}

/** Grants what some paid time gives, if anything. */
export function grantTime(policy: Policy, account: Account, command: PaidTime, gives: Gives, key: EntryKey): Entry {
  const { plan, interval, quantity, from, until, paidAt, subscription, invoice, line } = command;
  const common = {
    now: command.now,
    key,
    occurredAt: paidAt,
    ref: { plan, interval, quantity, from, until, subscription, invoice, line },
    by: "stripe",
    policy: policyVersion(policy),
    fact: command,
  } as const;
  const { endedAt = null } = account.subscriptions.find(({ id }) => id === subscription) ?? {};
  if (endedAt !== null) {
    const reason = "paid after the subscription's end";
    return nextEntry(account, { ...common, type: "noted", reason, movements: [] });
  }
  const paid = paidFor(account, command);
  const live = { ...paid, ...suspension(policy, account, paid.subscription) };
  if (gives.perCycle === 0) {
    const reason = command.type === "GrantAllowance" ? "trial" : "too little for a credit";
    return nextEntry(account, { ...common, type: "noted", reason, movements: [], ...live });
  }
  const freed = endFree(account);
  const { reason, cycles, end, turnover, term, replacedItem } = grantFor(policy, after(account, freed), command, gives);
  const granted: Granted = {
    type: "granted",
    lot: account.seq + 1,
    source: "plan",
    credits: gives.perCycle * cycles,
    birth: paidAt,
    end,
  };
  // A change's entry says what it stands for beside what it gave; of a whole period the line itself says that.
  const toCome = command.type === "ChangePlan" && term ? term.cycles - term.given : 0;
  return nextEntry(account, {
    ...common,
    ...(toCome > 0 && { ref: { ...common.ref, toCome } }),
    type: "granted",
    reason,
    movements: [...freed, ...turnover, granted],
    ...live,
    ...(term && { term }),
    ...(replacedItem !== undefined && { replacedItem }),
  });
}

/** What one cycle of the line gives: the plan's allowance, or what the policy says of a trial (X8). */
function perCycleOf(policy: Policy, command: GrantAllowance): Credits {
  const { trial } = policy;
  if (command.amount > 0) return allowance(policy, command);
  // A trial is one cycle, however the plan is paid after it.
  if ("trial" in trial && trial.trial === "full") return perCycle(policy, command);
  return "credits" in trial ? trial.credits : 0;
}

function grantFor(policy: Policy, account: Account, command: PaidTime, gives: Gives): Grant {
  const running = runningTerm(account, command);
  const isOlder = running !== undefined && isBefore(command, running);
  if (isOlder || command.until <= command.paidAt) return overdueGrant(policy, account, running, command, gives);
  return ordinaryGrant(policy, account, running, command, gives);
}

/**
 * The paid time that a line renews: its own item's, or, where a plan change has put a new item in the place of an old one,
 * the old one's. Two items that one invoice pays stand beside each other.
 */
function runningTerm({ terms }: Account, { item, subscription, paidAt }: PaidTime): Term | undefined {
  const own = terms.find((term) => term.item === item);
  return own ?? terms.find((term) => term.subscription === subscription && term.paidAt !== paidAt);
}

/** Of two paid times of one item the later one counts; of two that begin together the one that was paid later. */
function isBefore(line: Pick<Term, "from" | "paidAt">, other: Term): boolean {
  return line.from < other.from || (line.from === other.from && line.paidAt < other.paidAt);
}

function ordinaryGrant(
  policy: Policy,
  account: Account,
  running: Term | undefined,
  command: PaidTime,
  { from, until, cycles }: Gives,
): Grant {
  const { subscription, item, plan, interval, quantity, paidAt } = command;
  const span = { from, until, cycles };
  const given = begunAt(policy, span, paidAt);
  const known = account.subscriptions.find(({ id }) => id === subscription);
  const boughtAt = Math.min(paidAt, running?.boughtAt ?? paidAt, known?.startedAt ?? paidAt);
  const origin = account.seq + 1;
  const lots = [origin];
  const own = {
    subscription,
    item,
    plan,
    interval,
    quantity,
    ...span,
    given,
    turn: turnAfter(account, running),
    paidAt,
  };
  const end = lotEnd(policy, span, given);
  const lost = running && rememberedLoss(policy, running, own, paidAt);
  return {
    reason: running ? "renewal" : "first allowance",
    cycles: given,
    end,
    turnover: running ? turnOver(policy, account, running, own, paidAt) : [],
    term: { ...own, boughtAt, origin, lotEnd: end, lots, ...(lost && { lost }) },
    ...(running && running.item !== item && { replacedItem: running.item }),
  };
}

/** A first cycle counts on from what it comes in the place of. */
function turnAfter({ turns }: Account, running: Term | undefined): number {
  return running ? running.turn + 1 : Math.max(1, turns);
}

/**
 * Paid when its period was over, or that of a later one had begun: all of it at once, to live as long as the cycle in which
 * it was paid and to be turned over with it; where none ran, for one cycle (X1).
 */
function overdueGrant(
  policy: Policy,
  account: Account,
  running: Term | undefined,
  { paidAt }: PaidTime,
  { overdue }: Gives,
): Grant {
  const grant = { reason: "paid late", cycles: overdue, turnover: [] };
  if (!running || paidAt >= cycleEnd(account, running)) {
    const free = account.terms.find(({ subscription }) => subscription === FREE);
    return { ...grant, end: boundary(paidAt, policy.cycle, 1), ...(free && { replacedItem: free.item }) };
  }
  return { ...grant, end: running.lotEnd, term: { ...running, lots: [...running.lots, account.seq + 1] } };
}
