import type { Account, Term } from "./account.ts";
import type { ChangePlan, PlanChanged } from "./change-plan.ts";
import type { Credits } from "./credits.ts";
import type { Policy } from "./policy.ts";
import { allowance, cyclesOf, lotEnd } from "./term.ts";

/**
 * A subscription was moved from month to year, or back, with its anchor where it was: Stripe bills that by prorations, the positive
 * one up to a year after the paid time began.
 * @param atOnce what the running cycle gets more where the plan has changed too.
 */
export function changeInterval(
  policy: Policy,
  account: Account,
  running: Term,
  command: ChangePlan,
  atOnce: Credits,
): PlanChanged {
  return command.interval === "year"
    ? toYear(policy, account, running, command, atOnce)
    : toMonth(policy, running, command);
}

/**
 * The paid month becomes the first of a paid year with the month's own anchor. Its other allowances come at their anchors; the
 * running cycle has had its own, and gets no more than a plan change gives. So a year is twelve allowances, and to go back and
 * forth between month and year gives nothing (llmgateway#2479).
 */
function toYear(policy: Policy, { seq }: Account, running: Term, command: ChangePlan, atOnce: Credits): PlanChanged {
  const { plan, quantity, interval, until, paidAt } = command;
  const span = { from: running.from, until, cycles: cyclesOf(policy, interval) };
  const missing = Math.max(0, allowance(policy, command) - allowance(policy, running));
  const credits = span.cycles === 1 ? missing : atOnce;
  const lots = credits > 0 ? [...running.lots, seq + 1] : running.lots;
  const end = lotEnd(policy, span, running.given);
  const term = { ...running, ...span, plan, quantity, interval, paidAt, origin: seq + 1, lotEnd: end, lots };
  return { reason: "month to year", credits, term };
}

/** Less, whatever the plan: the running cycle stays as it was given, the year's other allowances went back with its money (O8). */
function toMonth(policy: Policy, running: Term, { plan, quantity, interval, until }: ChangePlan): PlanChanged {
  const term = { ...running, plan, quantity, interval, until, cycles: running.given };
  return { reason: "year to month", credits: 0, term: { ...term, lotEnd: lotEnd(policy, term, term.given) } };
}
