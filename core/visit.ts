import type { Account, BySource, Hold, Lot, Source } from "./account.ts";
import { DAY, type Instant } from "./calendar.ts";
import { isOf } from "./carry-over.ts";
import { type Credits, sum } from "./credits.ts";
import { forecast } from "./forecast.ts";
import { hasToLose } from "./lot-end.ts";
import type { Movement } from "./movement.ts";
import { lostIn } from "./outlook.ts";
import type { Policy } from "./policy.ts";
import { endsAt, lapseAt, NEVER, nextAllowanceAt, settle } from "./settle.ts";
import { cycleEnd, FREE, isLive } from "./subscription.ts";

/** How many days before credits end somebody is warned, the earliest warning first. */
export const WARNING_DAYS = [7, 1] as const;

/** Credits that will be gone at an instant if nothing is spent and what renews is paid. */
export interface ExpiryWarning {
  readonly endsAt: Instant;
  readonly days: (typeof WARNING_DAYS)[number];
  readonly credits: Credits;
  readonly bySource: BySource;
}

/** What may take credits, and since when that has been so. */
interface Ending {
  readonly at: Instant;
  readonly since: Instant;
}

/**
 * The next instant at which somebody should look at an account that nobody uses: time gives or takes something that money
 * has bought, or a warning has to be told. An account that has nothing but what the free plan gives is never visited. What
 * has been spent of a lot makes no difference until it is empty.
 * @param warnedUntil the warnings up to this instant have been told.
 * @returns `null`: never.
 */
export function nextVisit(policy: Policy, account: Account, warnedUntil: Instant): Instant | null {
  const warnings = endings(policy, account).flatMap((ending) => warningsOf(ending).map(({ at }) => at));
  const next = Math.min(nextChange(policy, account), ...warnings.filter((at) => at > warnedUntil));
  return next === NEVER ? null : next;
}

/**
 * The warnings that are due at an instant and have not been told. Where two of one end are, only the later one; of an end that
 * takes nothing none.
 * @param account settled to `now`.
 */
export function warningsDue(policy: Policy, account: Account, warnedUntil: Instant, now: Instant): ExpiryWarning[] {
  const due = new Map<Instant, ExpiryWarning["days"]>();
  for (const ending of endings(policy, account).filter(({ at }) => at > now))
    for (const { at, days } of warningsOf(ending)) if (at > warnedUntil && at <= now) due.set(ending.at, days);
  return [...due]
    .toSorted(([a], [b]) => a - b)
    .map(([at, days]) => ({ endsAt: at, days, ...lostAt(policy, account, now, at) }))
    .filter(({ credits }) => credits > 0);
}

/** When time next does something to what money has bought; {@link NEVER}: it does nothing. */
function nextChange(policy: Policy, account: Account): Instant {
  const ends = losable(account).map((lot) => endsAt(policy, account, lot));
  const releases = account.holds.map((hold) => Math.max(hold.expiresAt, lastEnd(policy, account, hold)));
  const allowances = paidTerms(account).map((term) => nextAllowanceAt(policy, account, term));
  return Math.min(...ends, ...releases, ...account.subscriptions.map(lapseAt), ...allowances);
}

/**
 * When the last of what is held of what was bought ends. A hold that ends before that gives back what nobody loses, and is
 * ended by whoever looks next: to come for it would make every hold dearer than a spend.
 */
function lastEnd(policy: Policy, account: Account, { parts }: Hold): Instant {
  const isHeld = ({ number, source }: Lot) => parts.some((part) => part.lot === number && part.source === source);
  const ends = account.lots
    .filter((lot) => isBought(lot.number) && isHeld(lot))
    .map((lot) => endsAt(policy, account, lot));
  return ends.length > 0 ? Math.max(...ends) : NEVER;
}

/**
 * The instants at which credits may go: a lot's own end, a turnover, the end of a subscription. A plan's lots go with their
 * turnover; that they end by themselves, with the grace, is to be feared only once the time that was paid for is over.
 */
function endings(policy: Policy, account: Account): Ending[] {
  const lots = losable(account).map((lot) => {
    const term = account.terms.find((paid) => isOf(paid)(lot));
    return { at: endsAt(policy, account, lot), since: Math.max(lot.birth, term?.until ?? lot.birth) };
  });
  const turnovers = paidTerms(account).map((term) => ({
    at: Math.min(nextAllowanceAt(policy, account, term), term.until),
    since: term.from,
  }));
  const lapses = account.subscriptions
    .filter(isLive)
    .map((subscription) => ({ at: lapseAt(subscription), since: subscription.startedAt }));
  return [...lots, ...turnovers, ...lapses].filter(({ at }) => at !== NEVER);
}

/** Those that would have come before there was anything to warn of never come. */
function warningsOf({ at, since }: Ending) {
  return WARNING_DAYS.map((days) => ({ days, at: at - days * DAY })).filter((warning) => warning.at >= since);
}

/**
 * What goes at an instant ahead, as the rules would take it. A payment that is awaited is no certain thing: of a paid time that
 * is over it is what time alone takes.
 */
function lostAt(
  policy: Policy,
  account: Account,
  now: Instant,
  at: Instant,
): Pick<ExpiryWarning, "credits" | "bySource"> {
  const isUnpaid = account.terms.some((term) => term.until <= now && cycleEnd(account, term) === at);
  const ahead = isUnpaid ? settle(policy, account, at) : forecast(policy, account, now, at);
  const lost = ahead.entries.filter((entry) => entry.at === at).flatMap(({ movements }) => movements.filter(isLost));
  const bySource: Partial<Record<Source, Credits>> = {};
  for (const { source, credits } of lost) bySource[source] = (bySource[source] ?? 0) + credits;
  return { credits: sum(lost, ({ credits }) => credits), bySource };
}

function isLost(movement: Movement): boolean {
  return isBought(movement.lot) && lostIn(movement) > 0;
}

function losable({ lots }: Account): readonly Lot[] {
  return lots.filter((lot) => isBought(lot.number) && hasToLose(lot));
}

/** The lots of the free plan's times count down from -1. */
function isBought(lot: number): boolean {
  return lot > 0;
}

function paidTerms({ terms }: Account) {
  return terms.filter(({ subscription }) => subscription !== FREE);
}
