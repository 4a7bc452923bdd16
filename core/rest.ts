import type { BillingInterval } from "./account.ts";
import { boundary, type Instant, type Interval } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import type { Gives } from "./grant-allowance.ts";
import type { Policy } from "./policy.ts";
import { ALLOWANCES, allowance, cyclesOf, type Subscribed } from "./term.ts";

/** What was left of a billing period when something new was sold in the middle of it: a proration pays for that. */
interface Rest extends Span {
  readonly interval: BillingInterval;
}

interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** What a whole period gives, for the rest of one: by time, rounded down. */
export function shareOf(credits: Credits, rest: Rest): Credits {
  return partOf(credits, beginOf({ months: ALLOWANCES[rest.interval] }, rest), rest);
}

/**
 * What a plan gives that was sold in the middle of a billing period. Of a year as many allowances as whole cycles are left, the
 * last one to its end; where not even one is left, and of a month, a share of one.
 */
export function restOf(policy: Policy, line: Rest & Subscribed): Gives {
  const { interval, from, until } = line;
  const full = allowance(policy, line);
  const isAtOnce = cyclesOf(policy, interval) === 1;
  const cycles = isAtOnce ? 0 : wholeCycles(policy, line);
  if (cycles > 0) return { from, until, cycles, perCycle: full, overdue: cycles };
  const length = isAtOnce ? { months: ALLOWANCES[interval] } : policy.cycle;
  const begin = beginOf(length, line);
  return { from: begin, until, cycles: 1, perCycle: partOf(full, begin, line), overdue: 1 };
}

function partOf(credits: Credits, begin: Instant, { from, until }: Span): Credits {
  return Math.floor((credits * (until - from)) / (until - begin));
}

/** One length before the end; after a short month that may be too late. */
function beginOf(length: Interval, { from, until }: Span): Instant {
  return Math.min(from, boundary(until, length, -1));
}

function wholeCycles({ cycle }: Policy, { from, until }: Span): number {
  let whole = 0;
  while (boundary(from, cycle, whole + 1) <= until) whole += 1;
  return whole;
}
