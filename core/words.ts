import { SOURCES, type Source } from "./account.ts";
import { day, HOUR, type Instant, type Interval, MINUTE } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import type {
  Audience,
  CancellationWindow,
  Choices,
  Cohort,
  Cost,
  Leftovers,
  Lifetime,
  Limit,
  Policy,
  Purchase,
  Recredit,
  Service,
  Trial,
} from "./policy.ts";

// The words that policies are written in. Each answers plain data, so that a policy can be stored, compared and explained.

/**
 * A product's policy.
 * @throws {TypeError} the burn-down order leaves a source out or names one twice: credits that could never be spent.
 */
export function policy(name: string, rules: Omit<Policy, "name">): Policy {
  if (rules.burnDown.toSorted().join() !== SOURCES.toSorted().join())
    throw new TypeError(`${name}: the burn-down order must name each of ${SOURCES.join(", ")} once`);
  return { name, ...rules };
}

export const months = (n: number): Interval => ({ months: n });

/** Cycles begin with the first of the month, whenever the subscription began (UTC). */
export const calendarMonth: Interval = { calendarMonths: 1 };
export const minutes = (n: number): Instant => n * MINUTE;
export const hours = (n: number): Instant => n * HOUR;

/** Unspent plan credits are gone when the next allowance comes. */
export const expire: Leftovers = { leftovers: "expire" };

/** Unspent plan credits stay, however many. */
export const keep: Leftovers = { leftovers: "keep" };

/** Unspent plan credits stay: while no more than `upTo` are stored, for so many more `cycles`, or both. */
export const rollOver = (limits: { readonly upTo?: Limit; readonly cycles?: number }): Leftovers => ({
  leftovers: "rollOver",
  ...limits,
});

/** A limit that follows the allowance: `rollOver({ upTo: times(6) })`. */
export const times = (n: number): Limit => ({ timesAllowance: n });

/** A limit that is a share of the allowance: `rollOver({ upTo: percentOfAllowance(50) })`. */
export const percentOfAllowance = (n: number): Limit => ({ timesAllowance: n / 100 });

/** Subscriptions of an interval that were bought before a day. */
export const yearlyBoughtBefore = (date: string, by: Audience): Purchase => ({
  interval: "year",
  boughtBefore: day(date),
  by,
});

/** Every source. */
export const everything: readonly Source[] = SOURCES;

export const everyone: Audience = "everyone";
export const members = (cohort: string): Audience => ({ cohort });
export const signedUpBefore = (date: string): Cohort => ({ signedUpBefore: day(date) });

/** Bought credits stay until they are spent. */
export const forever: Lifetime = { lifetime: "forever" };

/** Bought credits end so many months after they were bought. */
export const forMonths = (n: number): Lifetime => ({ months: n });

/** A trial gives nothing. */
export const nothing: Trial = { trial: "none" };

/** A trial gives what the plan gives. */
export const full: Trial = { trial: "full" };

/** A trial gives so many credits. */
export const giving = (n: Credits): Trial => ({ credits: n });

export const free: Cost = { credits: 0 };

/** A cost per unit, and where members of a cohort pay another, that: `costs(3, { legacy: 2 })`. */
export const costs = (credits: Credits, cohorts?: Readonly<Record<string, Credits>>): Cost => ({
  credits,
  ...(cohorts && { cohorts: mapped(cohorts, (theirs) => ({ credits: theirs })) }),
});

/** A cost that depends on an option of the request; the first choice is taken where none is named. */
export const costsBy = (option: string, choices: Choices, cohorts?: Readonly<Record<string, Choices>>): Cost => ({
  option,
  choices,
  ...(cohorts && { cohorts: mapped(cohorts, (theirs) => ({ option, choices: theirs })) }),
});

/** A premium service: who has another plan, or none, may not use it. */
export const onlyOn = (plans: readonly string[], cost: Cost): Cost => ({ ...cost, plans });

function mapped<A, B>(record: Readonly<Record<string, A>>, as: (value: A) => B): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, as(value)]));
}

/** The service is booked: a request for it says when it starts. */
export const booked = (cost: Cost): Service => ({ ...cost, booking: true });

/** A cancelled booking gives back so much of what it cost: `givesBack(percent(50), moreThan(hours(24)))`. */
export const givesBack = (share: number, notice: Instant): CancellationWindow => ({ percent: share, moreThan: notice });
export const percent = (n: number): number => n;
export const moreThan = (notice: Instant): Instant => notice;

/** A larger plan's credits come with the next renewal; what runs is left as it is. */
export const atRenewal = "atRenewal";

/** A larger plan's credits come at once, less what the smaller one gave for this cycle. */
export const difference = "difference";

/** The same, for the time that is left of the cycle, rounded down. */
export const prorated = "prorated";

/** A larger plan begins at once, with a cycle of its own. */
export const newCycle = "newCycle";

/** A smaller plan begins with the next cycle. */
export const atCycleEnd = "atCycleEnd";

/** A smaller plan begins when the time that was paid for is over: of a paid year at its end (O11). */
export const atTermEnd = "atTermEnd";

/** What of a refunded payment has been spent is owed, and paid by what comes next. */
export const debt = "debt";

/** What of a refunded payment has been spent is forgiven. */
export const forgive = "forgive";

/** What of a refunded payment has been spent is owed, and nothing can be spent before it is paid. */
export const block = "block";

/** Credits that come back too late for their own lot live as long as the current cycle's. */
export const endOfCycle: Recredit = { recredit: "endOfCycle" };

/** Credits that come back too late for their own lot are lost. */
export const lost: Recredit = { recredit: "lost" };
