import type { AddOnTerm } from "./add-on-term.ts";
import { BEFORE_ALL, type Instant } from "./calendar.ts";
import { type Credits, sum } from "./credits.ts";
import type { EntryMember, Member } from "./member.ts";
import type { Subscription } from "./subscription.ts";

/** Where credits came from, in the order in which products usually let them pay. */
export const SOURCES = ["plan", "rollover", "add-on", "promotion", "adjustment", "top-up"] as const;
export type Source = (typeof SOURCES)[number];

/** How often a plan is paid. */
export type BillingInterval = "month" | "year";

/** When a carried-over lot has outlived its cycles: once its subscription's cycles have been counted up to there. */
export interface Ageing {
  readonly subscription: string;
  readonly cycle: number;
}

/** What is left of one grant. An empty lot leaves the account. */
export interface Lot {
  /**
   * Together with the source it names the lot, whatever was told before it: the `seq` of the entry that granted it; of the
   * k-th allowance of a paid time `origin + k / 10,000`; of a lot that was carried over that of the lot it came from.
   */
  readonly number: number;
  readonly source: Source;
  readonly birth: Instant;
  /** From this instant on the lot is gone (half-open); `null`: it has no end. */
  readonly end: Instant | null;
  /** The `seq` of the entry of the payment that it goes back to; where it is not said, the lot's own number. */
  readonly origin?: number;
  /** Carried over for some cycles only. */
  readonly ages?: Ageing;
  readonly granted: Credits;
  /** What can be spent now. */
  readonly left: Credits;
  /** Reserved by holds: not spendable, not gone. */
  readonly held: Credits;
  /** Under dispute: not spendable, not gone. */
  readonly frozen: Credits;
}

/** What a smaller plan takes whole with its first payment. */
export interface DowngradeLoss {
  readonly at: Instant;
  readonly sources: readonly Source[];
}

/**
 * A paid time of a plan: what one invoice line bought. It stands for one allowance (paid monthly) or twelve (paid
 * yearly), given one by one as their cycles begin.
 */
export interface Term {
  readonly subscription: string;
  readonly item: string;
  readonly plan: string;
  readonly interval: BillingInterval;
  /** When the subscription was bought: its first payment, not a renewal. */
  readonly boughtAt: Instant;
  /** How many times the plan's allowance each cycle gives (X8). */
  readonly quantity: number;
  readonly from: Instant;
  /** The paid time ends before this instant. */
  readonly until: Instant;
  /** How many allowances were paid for. */
  readonly cycles: number;
  /** How many of them have been given; the running cycle is the last of these. */
  readonly given: number;
  readonly paidAt: Instant;
  /** The `seq` of the payment's entry; of the free plan's times the first is -1, the second -2 …. */
  readonly origin: number;
  /** How many cycles the subscription has begun, over all that was paid for it. */
  readonly turn: number;
  /** When the running cycle's lots end: the next anchor, or after the last cycle the end of the grace (X1). */
  readonly lotEnd: Instant;
  /** The numbers of the running cycle's plan lots: what the next allowance turns over. */
  readonly lots: readonly number[];
  /** Other lots that end with the cycle: what came back too late for its own. */
  readonly returned?: readonly Pick<LotPart, "lot" | "source">[];
  /** What a smaller plan took when it began: every lot of these sources (M11). */
  readonly lost?: DowngradeLoss;
  /** Nobody will pay for what comes after it: there is no grace (X1). */
  readonly isGivenUp?: true;
  /** How much of the allowances that are still to come was refunded: taken from the last ones first (X5). */
  readonly withheld?: Credits;
  /** What was paid for a larger plan inside of it, oldest first: part of each allowance that is still to come (O8). */
  readonly upgrades?: readonly Upgrade[];
}

/** What one paid change to a larger plan adds to each allowance. */
export interface Upgrade {
  /** The `seq` of its payment's entry. */
  readonly origin: number;
  readonly credits: Credits;
  /** How much of what it adds was refunded: taken from the last allowances first (X5). */
  readonly withheld?: Credits;
}

/** A booking whose start is still ahead; an account's place for it is taken until then (M5). */
export interface Booking {
  /** At this instant it has started, and counts no more (half-open). */
  readonly startsAt: Instant;
  /** The `seq` of the entry that booked it. */
  readonly entry: number;
}

/** Credits that are set aside until they are captured, released, or the hold ends by itself (X9). */
export interface Hold {
  /** The `seq` of the entry that placed it. */
  readonly entry: number;
  /** From this instant on it is gone, and its credits are released (half-open). */
  readonly expiresAt: Instant;
  /** Which lots it holds of, in the order in which they pay when it is captured. */
  readonly parts: readonly LotPart[];
  /** Whose it is, on an account with members; of whose budget it takes while it is there. */
  readonly member?: EntryMember;
}

/** Credits of one lot. */
export interface LotPart {
  readonly lot: number;
  readonly source: Source;
  readonly credits: Credits;
}

/** Why an operator lets nothing go out of an account. */
export interface Block {
  readonly reason: string;
}

/** All that the rules need to know of an account: the fold of its journal. */
export interface Account {
  readonly id: string;
  /** How many entries its journal has. */
  readonly seq: number;
  /** The instant of the last entry; time never goes back behind it. */
  readonly at: Instant;
  readonly lots: readonly Lot[];
  /** When the person or team signed up with the product; `null`: nobody has said. */
  readonly signedUpAt: Instant | null;
  /** When it was first heard of: counts as the sign-up where nobody has said when that was. */
  readonly seenAt: Instant | null;
  /** The Stripe test clock that it lives by, or real time; `null`: no customer has been linked to it yet. */
  readonly clock: string | null;
  /** A person's own account, which the free plan belongs to (O7). */
  readonly isPersonal: boolean;
  /** Every subscription that was told of, also those that have ended. */
  readonly subscriptions: readonly Subscription[];
  /** The sources that can't be spent until somebody subscribes (N3). */
  readonly suspended: readonly Source[];
  /** What was clawed back after it had been spent; the next grant pays it first (X5). */
  readonly debt: Credits;
  /** The latest paid time of each subscription item. */
  readonly terms: readonly Term[];
  /** The latest paid time of each add-on's subscription item, whether the subscription lives or not. */
  readonly addOns: readonly AddOnTerm[];
  /** Those that had not started at the account's last entry, oldest first. */
  readonly bookings: readonly Booking[];
  /** Oldest first. Of every lot they hold together what it has `held`. */
  readonly holds: readonly Hold[];
  /** How many cycles have begun, one after another; a plan that comes in the place of another counts on. */
  readonly turns: number;
  /** How often the free plan has begun. */
  readonly freeTimes: number;
  /** The latest instant at which a fact that Stripe told took effect. */
  readonly toldUntil: Instant;
  /** The latest instant at which time alone has changed something. */
  readonly actedUntil: Instant;
  /** A late fact has reopened what was decided before people last did something. */
  readonly isReopened: boolean;
  /** Who spends from it, by id; nobody: whoever may act on it (O15). */
  readonly members: readonly Member[];
  /** `null`: it is not. */
  readonly blocked: Block | null;
}

/** An account that nobody has written yet. */
export function emptyAccount(id: string): Account {
  return {
    id,
    seq: 0,
    at: 0,
    signedUpAt: null,
    seenAt: null,
    clock: null,
    isPersonal: false,
    subscriptions: [],
    suspended: [],
    lots: [],
    debt: 0,
    terms: [],
    addOns: [],
    bookings: [],
    holds: [],
    turns: 0,
    freeTimes: 0,
    toldUntil: BEFORE_ALL,
    actedUntil: BEFORE_ALL,
    isReopened: false,
    members: [],
    blocked: null,
  };
}

/** What can be spent, now. Held, frozen and suspended credits are not in it. */
export function balance(account: Account): Credits {
  return sum(spendable(account), (lot) => lot.left);
}

/** All that is left of a lot, as a movement out of it says it. */
export function allLeft({ number, source, left }: Lot): LotPart {
  return { lot: number, source, credits: left };
}

const ALLOWANCES_AT_MOST = 10_000;

/** The number of a paid time's k-th allowance. */
export function allowanceNumber(origin: number, k: number): number {
  return k === 1 ? origin : (Math.abs(origin) + (k - 1) / ALLOWANCES_AT_MOST) * Math.sign(origin);
}

/** What {@link allowanceNumber} has made one number of: the payment, and which of its allowances. */
export function allowanceOf(number: number): { readonly origin: number; readonly k: number } {
  const origin = Math.trunc(number);
  return { origin, k: Math.round(Math.abs(number - origin) * ALLOWANCES_AT_MOST) + 1 };
}

/** The payment that a lot goes back to. */
export function originOf({ number, origin = number }: Pick<Lot, "number" | "origin">): number {
  return origin;
}

/** The lots that may pay. */
export function spendable({ lots, suspended }: Account): readonly Lot[] {
  return lots.filter(({ source }) => !suspended.includes(source));
}

export type BySource = Readonly<Partial<Record<Source, Credits>>>;

/** The balance by source; sources that are 0 are left out (N4). */
export function balanceBySource(account: Account): BySource {
  const bySource: Partial<Record<Source, Credits>> = {};
  for (const source of SOURCES) {
    const credits = sum(spendable(account), (lot) => (lot.source === source ? lot.left : 0));
    if (credits > 0) bySource[source] = credits;
  }
  return bySource;
}
