import type { BillingInterval, Term } from "./account.ts";
import { boundary, type Instant, type Interval } from "./calendar.ts";

const LENGTH: Readonly<Record<BillingInterval, Interval>> = { month: { months: 1 }, year: { months: 12 } };

/** A time that one invoice line pays for; half-open. */
export interface Period {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * The period that Stripe bills after a paid time: counted from the same anchor, of the day of the month that both its ends
 * tell together: after 31 January to 28 February comes one to **31** March. What was cut short or a trial has its end as anchor.
 */
export function nextPeriod({ from, until }: Period, interval: BillingInterval): Period {
  const isAnchor = boundary(from, LENGTH[interval], 1) === until;
  return { from: until, until: isAnchor ? boundary(from, LENGTH[interval], 2) : boundary(until, LENGTH[interval], 1) };
}

/** The same, or the first one after it that is not over at an instant: nobody pays for what has passed. */
export function periodAfter(term: Pick<Term, "from" | "until">, interval: BillingInterval, at: Instant): Period {
  let period = nextPeriod(term, interval);
  while (period.until <= at) period = nextPeriod(period, interval);
  return period;
}
