import type { Account, Lot } from "./account.ts";
import { boundary, DAY, type Instant } from "./calendar.ts";
import { isOf, limitOf } from "./carry-over.ts";
import { type Credits, sum } from "./credits.ts";
import type { Entry } from "./entry.ts";
import { forecast } from "./forecast.ts";
import type { Movement } from "./movement.ts";
import { termInForce } from "./plan-in-force.ts";
import type { Policy } from "./policy.ts";
import { nextRenewal } from "./renewal.ts";
import { cycleEnd, isLive } from "./subscription.ts";

/** A year and a month: however the plan is paid, its next renewal is in it. */
const MONTHS_AHEAD = 13;

/** Soon enough to be told of. */
const EXPIRING_DAYS = 7;

/** What will happen if nothing is spent: the movements that the rules would make, oldest first. */
export function entriesAhead(policy: Policy, account: Account, now: Instant): readonly Entry[] {
  return forecast(policy, account, now, boundary(now, { months: MONTHS_AHEAD }, 1)).entries;
}

/** How much may be stored before nothing more rolls over; `null`: the plan in force has no such limit, or there is none. */
export function rolloverCap(policy: Policy, account: Account, now: Instant): Credits | null {
  const term = termInForce(policy, account, now);
  const cap = term ? limitOf(policy, term) : Number.POSITIVE_INFINITY;
  return Number.isFinite(cap) ? cap : null;
}

/** What becomes of the credits that are there now, when the next renewal comes, or before it the end, if nothing is spent. */
export interface Outlook {
  /** Of a renewal whose payment is overdue: since when it is due. */
  readonly at: Instant;
  readonly comes: "renewal" | "end";
  readonly carriedOver: Credits;
  readonly lost: Credits;
  /** After it, the next allowance included. */
  readonly balance: Credits;
}

/** `null`: nothing renews and nothing ends. */
export function outlook(policy: Policy, account: Account, now: Instant, ahead: readonly Entry[]): Outlook | null {
  const renewal = nextRenewal(policy, account, now)?.at ?? Number.POSITIVE_INFINITY;
  const end = Math.min(
    ...account.subscriptions.filter(isLive).map(({ cancelAt }) => cancelAt ?? Number.POSITIVE_INFINITY),
  );
  const at = Math.min(renewal, end);
  // What is overdue is expected now.
  const then = ahead.filter((entry) => entry.at === Math.max(at, now));
  const last = then.at(-1);
  if (!last) return null;
  const movements = then.flatMap((entry) => entry.movements);
  return {
    at,
    comes: end <= renewal ? "end" : "renewal",
    carriedOver: sum(movements, ({ type, credits }) => (type === "rolled-over" ? credits : 0)),
    lost: sum(movements, lostIn),
    balance: last.balance,
  };
}

/** Credits that end soon if nobody spends them; from when on, and how many in all. */
export interface Expiring {
  readonly at: Instant;
  readonly credits: Credits;
}

/**
 * What a payment would end that is overdue is there until the grace is over: the payment may come at any moment, and nobody
 * knows when, so its own instant, which a forecast takes to be now, is none that anybody could be told (X1).
 */
export function expiringSoon(account: Account, ahead: readonly Entry[], now: Instant): Expiring | undefined {
  const ends = ahead.flatMap(({ at, movements }) =>
    movements
      .filter((movement) => lostIn(movement) > 0)
      .map((movement) => ({ at: at > now ? at : graceEnd(account, movement, at), credits: lostIn(movement) })),
  );
  const soon = ends.filter(({ at }) => at <= now + EXPIRING_DAYS * DAY);
  return soon.length === 0 ? undefined : { at: Math.min(...soon.map(({ at }) => at)), credits: sum(soon, lostOf) };
}

const lostOf = ({ credits }: Expiring): Credits => credits;

/** When a lot ends whose payment is overdue, if it is never paid. */
function graceEnd(account: Account, { lot, source }: Movement, expected: Instant): Instant {
  const term = account.terms.find((running) => isOf(running)({ number: lot, source }));
  return term ? cycleEnd(account, term) : (account.lots.find(({ number }) => number === lot)?.end ?? expected);
}

/** What first happens to a lot, and how many of its credits go on in another. */
export interface LotFate {
  /** Where a payment is overdue the grace's end: then at the latest. */
  readonly at: Instant;
  /** It happens whenever the overdue payment comes; if none does by `at`, nothing is carried over (X1). */
  readonly awaitsPayment: boolean;
  readonly entry: Entry;
  readonly carriedOver: Credits;
  readonly lost: Credits;
}

/**
 * `undefined`: as far as can be seen it stays.
 * @param now a forecast takes an overdue payment to come at this instant, which is none that anybody could be told.
 */
export function fateOf(
  account: Account,
  { number, source }: Lot,
  ahead: readonly Entry[],
  now: Instant,
): LotFate | undefined {
  for (const entry of ahead) {
    const own = entry.movements.filter((movement) => movement.lot === number && movement.source === source);
    const carriedOver = sum(own, ({ type, credits }) => (type === "rolled-over" ? credits : 0));
    const lost = sum(own, lostIn);
    const [first] = own;
    if (!first || carriedOver + lost === 0) continue;
    const awaitsPayment = entry.at <= now;
    const at = awaitsPayment ? graceEnd(account, first, entry.at) : entry.at;
    return { at, awaitsPayment, entry, carriedOver, lost };
  }
  return undefined;
}

export function lostIn({ type, credits }: Movement): Credits {
  return type === "expired" || type === "forfeited" ? credits : 0;
}
