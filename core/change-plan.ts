import type { Account, BillingInterval, Term } from "./account.ts";
import { boundary, type Instant } from "./calendar.ts";
import { changeInterval } from "./change-interval.ts";
import type { Credits } from "./credits.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import { grantTime } from "./grant-allowance.ts";
import type { PaidLine } from "./paid-line.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { restOf } from "./rest.ts";
import { allowance, begunAt, nextCycleAt, perCycle } from "./term.ts";
import { policyAt } from "./versions.ts";

/** Money for the rest of a period of a larger plan has arrived: a proration line with a positive amount. */
export interface ChangePlan extends PaidLine {
  readonly type: "ChangePlan";
  readonly plan: string;
  readonly interval: BillingInterval;
  /** Nothing is credited in exchange for it: it may be the first that is paid for a plan, in the middle of a billing period. */
  readonly isNew?: true;
}

/**
 * What a paid proration gives, by the policy's word: the difference to the new plan for the cycle that runs, all of it or for
 * the time that is left, rounded down; or nothing before the renewal (X7). Inside a paid year the difference begins with the
 * cycle at whose anchor it was made, and the later allowances are the new plan's (O8). Never both a full allowance and a
 * proration for one cycle. Where nothing ran that it could change it is a first sale, and gives for the time that is left.
 */
export function changePlan(policy: Policy, account: Account, command: ChangePlan): Entry {
  const { now, paidAt, plan, interval, quantity, from, until, subscription, invoice, line } = command;
  if (command.isNew && !account.terms.some((term) => term.subscription === subscription && isIn(term, from)))
    return grantTime(policy, account, command, restOf(policy, command), planChangeKey(command));
  const running = runningTerm(account, command);
  const change = running ? changeIn(policy, account, running, command) : nothing("paid for what does not run");
  return nextEntry(account, {
    now,
    key: planChangeKey(command),
    occurredAt: paidAt,
    type: change.credits > 0 ? "granted" : "noted",
    reason: change.reason,
    ref: { plan, interval, quantity, from, until, subscription, invoice, line },
    by: "stripe",
    policy: policyVersion(policy),
    fact: command,
    movements:
      change.credits > 0 && change.term
        ? [
            {
              type: "granted",
              lot: account.seq + 1,
              source: "plan",
              credits: change.credits,
              birth: paidAt,
              end: change.term.lotEnd,
            },
          ]
        : [],
    ...(change.term && { term: change.term }),
  });
}

/** The paid time that the line changes: its own item's; where that has none, another one of its subscription. */
function runningTerm({ terms }: Account, { subscription, item, from }: ChangePlan): Term | undefined {
  const running = terms.filter((term) => term.subscription === subscription && from < term.until);
  return running.find((term) => term.item === item) ?? running[0];
}

function isIn({ from, until }: Term, at: Instant): boolean {
  return from <= at && at < until;
}

/** Once, whatever else the same item is charged for at that instant. */
export function planChangeKey({ item, price, from }: Pick<ChangePlan, "item" | "price" | "from">): EntryKey {
  return { kind: "change", id: `${item}/${price}/${from}` };
}

export interface PlanChanged {
  readonly reason: string;
  readonly credits: Credits;
  readonly term?: Term;
}

/** What the running cycle gets more, and, from month to year or back, what becomes of the paid time. */
function changeIn(policy: Policy, account: Account, running: Term, command: ChangePlan): PlanChanged {
  const within = changeOf(policy, account, running, command);
  if (command.interval === running.interval) return within;
  return changeInterval(policy, account, running, command, within.credits);
}

function changeOf(policy: Policy, { seq }: Account, running: Term, command: ChangePlan): PlanChanged {
  const { plan, quantity, from } = command;
  const isYear = running.interval === "year" && running.cycles > 1;
  const word = policy.planChange.up;
  if (word === "atRenewal" && !isYear) return nothing("a change that begins at the renewal");
  const wanted = { plan, quantity, interval: running.interval };
  const difference = perCycle(policy, wanted) - perCycle(policy, running);
  if (difference <= 0) return nothing("no larger plan");
  const full = allowance(policy, wanted) - allowance(policy, running);
  const rules = policyAt(policy, running.paidAt);
  const cycle = begunAt(rules, running, from);
  const first = word === "prorated" || word === "newCycle" ? prorated(rules, running, cycle, full, from) : full;
  // Cycles that have begun since, while its payment was awaited, get theirs with the one that runs (X1).
  const credits = first + full * Math.max(0, running.given - cycle);
  const lots = credits > 0 ? [...running.lots, seq + 1] : running.lots;
  // Each allowance that is still to come is partly this payment's: its refund takes that part back (X5).
  const upgrades = isYear && [...(running.upgrades ?? []), { origin: seq + 1, credits: full }];
  return { reason: "plan change", credits, term: { ...running, plan, quantity, lots, ...(upgrades && { upgrades }) } };
}

/** For the time that was left of a cycle, rounded down. */
function prorated(policy: Policy, term: Term, cycle: number, credits: Credits, at: Instant): Credits {
  const begin = boundary(term.from, policy.cycle, cycle - 1);
  const end = nextCycleAt(policy, term, cycle) ?? term.until;
  return end > begin ? Math.floor((credits * Math.max(0, end - Math.max(at, begin))) / (end - begin)) : 0;
}

function nothing(reason: string): PlanChanged {
  return { reason, credits: 0 };
}
