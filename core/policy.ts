import type { BillingInterval, Source } from "./account.ts";
import { day, type Instant, type Interval } from "./calendar.ts";
import type { Credits } from "./credits.ts";

/** An amount of money in the currency's minor unit (cents). */
export type Money = number;

export interface Plan {
  /** What it gives each cycle. */
  readonly allowance: Credits;
  readonly price: Readonly<Partial<Record<BillingInterval, Money>>>;
  /** Where this plan's differ from the others'. */
  readonly leftovers?: Leftovers;
}

/** Credits that are bought once. */
export interface Pack {
  readonly credits: Credits;
  readonly price: Money;
  readonly lasts: Lifetime;
  /** Who may buy it; where it is not said, everyone (M7). */
  readonly for?: Audience;
  /** Sold to those only who have a plan (N3). */
  readonly needs?: "subscription";
}

/** Credits that are bought every month beside a plan, on the same subscription (M2). */
export interface AddOn {
  readonly credits: Credits;
  readonly price: Readonly<Partial<Record<BillingInterval, Money>>>;
  readonly lasts: Lifetime;
}

/** How long bought credits live, where the end of a membership does not end them before. */
export type Lifetime = { readonly lifetime: "forever" } | { readonly months: number };

/**
 * What happens to plan credits that are left when the next allowance comes. `rollOver` carries them over while what is
 * stored stays within `upTo`, for each unit of the subscription's quantity.
 */
export type Leftovers =
  | { readonly leftovers: "expire" }
  | { readonly leftovers: "keep" }
  | {
      readonly leftovers: "rollOver";
      /** Where it is not said, there is no limit. */
      readonly upTo?: Limit;
      /** How many cycles carried-over credits live on; where it is not said, they stay. */
      readonly cycles?: number;
    };

/** How much may be stored: a number, or so many times what the plan gives each cycle (0.5: half of it), rounded down. */
export type Limit = Credits | { readonly timesAllowance: number };

/** Of an allowance: what is low where a policy does not say. */
export const A_TENTH = 0.1;

/** For whom and from when on leftovers are carried over at all; where it is not said, for everyone and always. */
export interface Rollover {
  /** What is held against the limit: all that the account stores, or what was carried over before. */
  readonly counting: "account" | "rollover";
  /** What happens to what is stored above the limit, as after a smaller plan; where it is not said, it is kept (M11). */
  readonly above?: "keep" | "cut";
  readonly for: Audience;
  /** Credits of an earlier payment never roll over. */
  readonly forPaymentsFrom?: Instant;
  readonly notFor?: Purchase;
}

/** What the first payment of a smaller plan does to what is stored. */
export interface Downgrading {
  /** Every lot of these sources is lost then. */
  readonly loses?: readonly Source[];
  /** What is stored is cut to so many times the new plan's allowance; what would pay first goes first. */
  readonly keepsAtMost?: number;
}

/** What the end of an account's last subscription does. */
export interface Cancelling {
  /** Every lot of these sources is lost then, not at the click (M12). */
  readonly loses: readonly Source[];
  /** What is left after that is cut to so many times the fallback plan's allowance; plan credits are kept up to there. */
  readonly keepsAtMost?: number;
  /** The plan without a subscription that a person's own account has before the first one and after the last (O1). */
  readonly fallback?: string;
}

/** What a change between paid plans does to the cycle that runs (X7, O8). */
export interface PlanChange {
  /**
   * A larger plan's credits come `atRenewal`; the `difference` to them at once; the difference `prorated` by the time that
   * is left; or a `newCycle` begins at once, with all of them.
   */
  readonly up: "atRenewal" | "difference" | "prorated" | "newCycle";
  /** A smaller plan begins with the next cycle, or when the time that was paid for is over. */
  readonly down: "atCycleEnd" | "atTermEnd";
}

/** Accounts that are treated alike, by when they signed up (half-open: at that instant they are not in it). */
export interface Cohort {
  readonly signedUpBefore: Instant;
}

/** Everyone, or the cohort of that name. */
export type Audience = "everyone" | { readonly cohort: string };

/** Subscriptions of one interval that were bought before an instant, by members of a cohort. */
export interface Purchase {
  readonly interval: BillingInterval;
  readonly boughtBefore: Instant;
  readonly by: Audience;
}

/** What a trial, a line with the amount 0, gives (X8). */
export type Trial = { readonly trial: "none" } | { readonly trial: "full" } | { readonly credits: Credits };

/** What each choice of an option costs. */
export type Choices = Readonly<Record<string, Credits>>;

/** What one unit costs: an amount, or one by an option of which the first choice is the default. */
export type UnitCost = { readonly credits: Credits } | { readonly option: string; readonly choices: Choices };

/** What a service costs and who may use it. */
export type Cost = UnitCost & {
  /** What members of a cohort pay instead; who is in several pays as in the first that is named (M7). */
  readonly cohorts?: Readonly<Record<string, UnitCost>>;
  /** The plans that may use it; where it is not said, everyone may, also without a plan (N6). */
  readonly plans?: readonly string[];
};

/** Where a help page can be read in two ways. It is for the reader of the policy and its page; it changes nothing. */
export interface Reading {
  readonly page: string;
  readonly taken: string;
  /** The edit that takes the other reading. */
  readonly otherwise: string;
}

/** A service that is booked: paid now, for a start that is still ahead. */
export type Service = Cost & { readonly booking?: true };

/** How services are booked (M4, M5, M6). */
export interface Bookings {
  /** How many may be ahead at any one time; one more is refused. */
  readonly openAtOnce: number;
  /** How many times the ordinary length one may be; it costs as many times. */
  readonly lengths: readonly number[];
  /** What a cancelled one gives back: of the windows that it is early enough for, the one that gives most. */
  readonly cancelled: readonly CancellationWindow[];
}

/** A share of what a booking cost, rounded down, where it is cancelled *more* than so long before its start. */
export interface CancellationWindow {
  readonly percent: number;
  readonly moreThan: Instant;
}

/** How long a quoted price is kept (O13). */
export interface Quotes {
  readonly lasts: Instant;
}

/** What becomes of credits that come back to a lot that has ended: they end with the current cycle, or are lost (X6). */
export type Recredit = { readonly recredit: "endOfCycle" } | { readonly recredit: "lost" };

/** What a product's help page says, as data. */
export interface Policy {
  readonly name: string;
  /** The day from which these rules are in force; every entry names it. */
  readonly version: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly cycle: Interval;
  /** For how long after a paid period the old credits stay while the next payment is awaited (X1). */
  readonly grace: Instant;
  readonly leftovers: Leftovers;
  readonly rollover?: Rollover;
  readonly trial: Trial;
  readonly planChange: PlanChange;
  /**
   * What of a refund has been spent already: it is owed, and paid by what comes next; it is forgiven; or it is owed and nothing
   * can be spent before it is paid. Where it is not said, it is owed (X5).
   */
  readonly shortfall?: "debt" | "forgive" | "block";
  readonly cancelling: Cancelling;
  /** Where it is not said, a smaller plan takes nothing away (M9). */
  readonly downgrading?: Downgrading;
  /** Whether a paid year gives its allowances one by one or all at once; where it is not said, one by one (O11). */
  readonly yearly?: "upfront";
  /** Credits of these sources wait while nobody is subscribed: shown, not lost, not spendable (N3). */
  readonly onlyWhileSubscribed: readonly Source[];
  readonly cohorts: Readonly<Record<string, Cohort>>;
  readonly plans: Readonly<Record<string, Plan>>;
  readonly packs: Readonly<Record<string, Pack>>;
  readonly addOns: Readonly<Record<string, AddOn>>;
  readonly services: Readonly<Record<string, Service>>;
  /** The plans whose credits a team shares; where it is not said, no account has members (O15). */
  readonly pools?: readonly string[];
  /** Where it is not said, no service can be booked. */
  readonly bookings?: Bookings;
  /** Where it is not said, a quoted price is kept for ten minutes. */
  readonly quotes?: Quotes;
  /** Where it is not said: `endOfCycle`. */
  readonly recredit?: Recredit;
  /** A balance of so much or less is marked as low; where it is not said, a tenth of what the plan gives each cycle (N5). */
  readonly low?: Limit;
  /** Which source pays first; every source exactly once. */
  readonly burnDown: readonly Source[];
  readonly readings?: readonly Reading[];
  /** The versions before this one: an append-only list, newest first. What became due while one was in force goes by it. */
  readonly earlier?: readonly Policy[];
}

/**
 * The version in force at an instant: the latest that had begun by then; before the first one that one. It knows the versions
 * before it, so that what was paid under one of them can still be asked for.
 */
export function policyAt(policy: Policy, at: Instant): Policy {
  const versions = versionsOf(policy);
  return (versions.find(({ begins }) => begins <= at) ?? versions.at(-1))?.policy ?? policy;
}

interface Version {
  readonly begins: Instant;
  /** With those before it alone. */
  readonly policy: Policy;
}

/** What a policy says of its versions is read once: which of them is in force is asked for every lot at every instant. */
const read = new WeakMap<Policy, readonly Version[]>();

function versionsOf(policy: Policy): readonly Version[] {
  const known = read.get(policy);
  if (known) return known;
  const { earlier = [] } = policy;
  const before = earlier.map((version, index) => ({ ...version, earlier: earlier.slice(index + 1) }));
  const versions = [policy, ...before].map((version) => ({ begins: day(version.version), policy: version }));
  read.set(policy, versions);
  return versions;
}

/**
 * What the policy has under a name.
 * @throws {RangeError} nothing: the catalogue and the policy were deployed apart.
 */
export function named<T>(policy: Policy, kind: string, all: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  if (found === undefined) throw new RangeError(`${policyVersion(policy)} has no ${kind} ${name}`);
  return found;
}

/** Name and version, as every entry carries them. */
export function policyVersion({ name, version }: Policy): string {
  return `${name}@${version}`;
}
