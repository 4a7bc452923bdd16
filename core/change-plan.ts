import type { Account, BillingInterval, Term } from "./account.ts";
import type { Credits } from "./credits.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import type { PaidLine } from "./paid-line.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { allowance, cyclesOf, lotEnd, perCycle } from "./term.ts";

/** Money for the rest of a period of a larger plan has arrived: a proration line with a positive amount. */
export interface ChangePlan extends PaidLine {
  readonly type: "ChangePlan";
  readonly plan: string;
  readonly interval: BillingInterval;
}

/**
 * What a paid proration gives, by the policy's word: the difference to the new plan for the cycle that runs, all of it or for
 * the time that is left, rounded down; or nothing before the renewal (X7). Inside a paid year the difference begins with the
 * cycle at whose anchor it was made, and the later allowances are the new plan's (O8). Never both a full allowance and a
 * proration for one cycle.
 */
export function changePlan(policy: Policy, account: Account, command: ChangePlan): Entry {
  const { now, paidAt, plan, interval, quantity, from, until, subscription, invoice, line } = command;
  const running = account.terms.find((term) => term.subscription === subscription && from < term.until);
  const change = running ? changeOf(policy, account, running, command) : nothing("paid for what does not run");
  const { toCome = 0 } = change;
  return nextEntry(account, {
    now,
    key: planChangeKey(command),
    occurredAt: paidAt,
    type: change.credits > 0 ? "granted" : "noted",
    reason: change.reason,
    ref: { plan, interval, quantity, from, until, subscription, invoice, line, ...(toCome > 0 && { toCome }) },
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

/** Once, whatever else the same item is charged for at that instant. */
export function planChangeKey({ item, price, from }: Pick<ChangePlan, "item" | "price" | "from">): EntryKey {
  return { kind: "change", id: `${item}/${price}/${from}` };
}

interface Change {
  readonly reason: string;
  readonly credits: Credits;
  readonly term?: Term;
  /** How many allowances were paid for beside those credits. */
  readonly toCome?: number;
}

function changeOf(policy: Policy, account: Account, running: Term, command: ChangePlan): Change {
  if (command.interval === "year" && running.interval === "month") return toYear(policy, account, running, command);
  if (command.interval === "month" && running.interval === "year") return toMonth(policy, running, command);
  const { plan, quantity, interval } = command;
  const isYear = interval === "year" && running.cycles > 1;
  if (policy.planChange.up === "atRenewal" && !isYear) return nothing("a change that begins at the renewal");
  const wanted = { plan, quantity, interval };
  if (perCycle(policy, wanted) <= perCycle(policy, running)) return nothing("no larger plan");
  const credits = difference(policy, running, command);
  return {
    reason: "plan change",
    credits,
    term: { ...running, plan, quantity, lots: lotsWith(account, running, credits) },
  };
}

/**
 * The paid month becomes the first of a paid year with the month's own anchor, which is what Stripe bills: the year ends where
 * one would that had begun with the month (`billing_cycle_anchor` unchanged). Its other allowances come at their anchors; the
 * running cycle has had its own, and gets no more than a plan change gives. So a year is twelve allowances, and to go back and
 * forth between month and year gives nothing (llmgateway#2479).
 */
function toYear(policy: Policy, account: Account, running: Term, command: ChangePlan): Change {
  const { plan, quantity, interval, until, paidAt } = command;
  const span = { from: running.from, until, cycles: cyclesOf(policy, interval) };
  const end = lotEnd(policy, span, running.given);
  const isLarger = perCycle(policy, command) > perCycle(policy, running);
  const isUpfront = span.cycles === 1;
  const missing = Math.max(0, allowance(policy, command) - allowance(policy, running));
  const atOnce = isLarger && policy.planChange.up !== "atRenewal" ? difference(policy, running, command) : 0;
  const credits = isUpfront ? missing : atOnce;
  const origin = account.seq + 1;
  const lots = lotsWith(account, running, credits);
  const own = { ...running, ...span, plan, quantity, interval, paidAt, origin, lotEnd: end, lots };
  return { reason: "month to year", credits, term: own, toCome: span.cycles - running.given };
}

/** Less whatever the plan: the running cycle stays as it was given, the year's other allowances were paid back with its money (O8). */
function toMonth(policy: Policy, running: Term, { plan, quantity, interval, until }: ChangePlan): Change {
  const term = { ...running, plan, quantity, interval, until, cycles: running.given };
  return { reason: "year to month", credits: 0, term: { ...term, lotEnd: lotEnd(policy, term, term.given) } };
}

function lotsWith({ seq }: Account, { lots }: Term, credits: Credits): readonly number[] {
  return credits > 0 ? [...lots, seq + 1] : lots;
}

/** What the running cycle gives more with the new plan, by the policy's word. */
function difference(policy: Policy, running: Term, { plan, quantity, from }: ChangePlan): Credits {
  const full = allowance(policy, { ...running, plan, quantity }) - allowance(policy, running);
  const word = policy.planChange.up;
  return word === "prorated" || word === "newCycle" ? prorated(running, full, from) : full;
}

/** For the time that is left of the running cycle, rounded down. */
function prorated({ paidAt, from, lotEnd: end, until }: Term, credits: Credits, at: number): Credits {
  const [begins, ends] = [Math.max(from, Math.min(paidAt, at)), Math.min(end, until)];
  return ends > begins && at < ends ? Math.floor((credits * (ends - Math.max(at, begins))) / (ends - begins)) : 0;
}

function nothing(reason: string): Change {
  return { reason, credits: 0 };
}
