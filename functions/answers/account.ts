import {
  type Account,
  accountStatus,
  type Booking,
  type BudgetUsed,
  entriesAhead,
  explainLot,
  fateOf,
  givesBackNow,
  type Instant,
  isLive,
  type LotFate,
  nextRenewal,
  nextRenewalPrice,
  type Outlook,
  openBookings,
  outlook,
  type PlannedChange,
  type Policy,
  policyAt,
  rolloverCap,
  subscriptionInForce,
  sum,
  termInForce,
  type Warning,
  warningsOf,
} from "@passbook/core";
import { iso } from "../http/instant.ts";
import type { WrittenEntry } from "../ledger/items.ts";
import { setAsideAnswer, sumsAnswer } from "./balance.ts";
import { partsAnswer, purposeAnswer } from "./entry.ts";
import { lotAnswers } from "./lot.ts";
import { offersAnswer } from "./offers.ts";

/** Who asks, as far as the answer depends on it. */
export interface Asking {
  readonly may: { readonly spend: boolean; readonly manage: boolean };
  readonly used?: BudgetUsed | undefined;
}

/**
 * The whole tab "Subscription and credits" (O3), from the account and the rules alone.
 * @param policies the policy with all its versions: what is so now goes by the one in force, what comes by that of its day.
 * @param asking what who asks may do, and what they have used of their budget, if they have one.
 * @param lines the entries that placed what is held and booked, by their `seq`.
 */
export function accountAnswer(
  policies: Policy,
  account: Account,
  asOf: Instant,
  { may, used }: Asking,
  lines: ReadonlyMap<number, WrittenEntry>,
) {
  const policy = policyAt(policies, asOf);
  const ahead = entriesAhead(policies, account, asOf);
  const subscription = subscriptionInForce(policy, account, asOf);
  return {
    ...sumsAnswer(account),
    ...planAnswer(policy, account, asOf),
    status: accountStatus(policy, account, asOf),
    nextRenewal: renewalAnswer(policies, account, asOf),
    cancelAt: isoOrNull(subscription?.cancelAt),
    plannedChange: plannedAnswer(subscription?.planned, asOf),
    managesPayments: account.subscriptions.some(isLive),
    lots: lotAnswers(policy, account.lots, (lot) => ({
      fate: fateAnswer(fateOf(account, lot, ahead, asOf)),
      explain: explainLot(policy, account, lot, ahead, asOf),
    })),
    ...setAsideAnswer(account),
    debt: account.debt,
    cap: rolloverCap(policy, account, asOf),
    outlook: outlookAnswer(outlook(policies, account, asOf, ahead)),
    holds: holdAnswers(account, lines),
    bookings: openBookings(account, asOf).map((booking) =>
      bookingAnswer(policy, booking, lines.get(booking.entry), asOf),
    ),
    members: account.members,
    ...(used && { budget: used }),
    may,
    blocked: account.blocked,
    warnings: warningsOf(policy, account, asOf, ahead).map(warningAnswer),
    offers: offersAnswer(policies, account, asOf),
    asOf: iso(asOf),
  };
}

function planAnswer(policy: Policy, account: Account, now: Instant) {
  const { plan = null, interval = null, quantity = 0 } = termInForce(policy, account, now) ?? {};
  return { plan, interval, quantity };
}

function renewalAnswer(policies: Policy, account: Account, now: Instant) {
  const renewal = nextRenewal(policies, account, now);
  const { currency } = policies;
  return renewal && { ...renewal, at: iso(renewal.at), amount: nextRenewalPrice(policies, account, now), currency };
}

/** What has come, paid or not, is what renews next. */
function plannedAnswer(planned: PlannedChange | undefined, now: Instant) {
  return planned && now < planned.at ? { ...planned, at: iso(planned.at) } : null;
}

function outlookAnswer(comes: Outlook | null) {
  return comes && { ...comes, at: iso(comes.at) };
}

/** What it is called and what it is for; `null`: the statement's index is a moment late. */
function placedAnswer(line: WrittenEntry | undefined) {
  return { id: line?.id ?? null, ...(line && purposeAnswer(line)) };
}

/** `entry` is the line of the statement that placed it. */
function holdAnswers({ holds }: Account, lines: ReadonlyMap<number, WrittenEntry>) {
  return holds.map(({ entry, expiresAt, parts, member }) => ({
    ...placedAnswer(lines.get(entry)),
    entry,
    credits: sum(parts, ({ credits }) => credits),
    expiresAt: iso(expiresAt),
    ...(member && { member: member.id }),
  }));
}

/** What it cost stands in its line of the statement, like its name. */
function bookingAnswer(policy: Policy, { startsAt, entry }: Booking, line: WrittenEntry | undefined, now: Instant) {
  const price = line && priceAnswer(policy, line, startsAt, now);
  return { ...placedAnswer(line), entry, startsAt: iso(startsAt), ...price };
}

function priceAnswer(policy: Policy, line: WrittenEntry, startsAt: Instant, now: Instant) {
  const { credits } = partsAnswer(line, "spent");
  const back = givesBackNow(policy, credits, startsAt, now);
  return { credits, givesBack: { ...back, until: isoOrNull(back.until) } };
}

function fateAnswer(fate: LotFate | undefined) {
  if (!fate) return null;
  const { at, awaitsPayment, carriedOver, lost } = fate;
  return { at: iso(at), awaitsPayment, carriedOver, lost };
}

function warningAnswer(warning: Warning) {
  switch (warning.code) {
    case "payment_overdue":
      return { ...warning, since: iso(warning.since), until: isoOrNull(warning.until) };
    case "expiring":
      return { ...warning, at: iso(warning.at) };
    default:
      return warning;
  }
}

function isoOrNull(instant: Instant | null | undefined): string | null {
  return typeof instant === "number" ? iso(instant) : null;
}
