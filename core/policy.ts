import { type BillingInterval, SOURCES, type Source } from "./account.ts";
import { day, HOUR, type Instant, type Interval } from "./calendar.ts";
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
  | { readonly leftovers: "rollOver"; readonly upTo: Credits };

/** For whom and from when on leftovers are carried over at all; where it is not said, for everyone and always. */
export interface Rollover {
  /** What is held against the limit: all that the account stores, or what was carried over before. */
  readonly counting: "account" | "rollover";
  readonly for: Audience;
  /** Credits of an earlier payment never roll over. */
  readonly forPaymentsFrom?: Instant;
  readonly notFor?: Purchase;
}

/** What the end of an account's last subscription does. */
export interface Cancelling {
  /** Every lot of these sources is lost then, not at the click (M12). */
  readonly loses: readonly Source[];
  /** The plan without a subscription that a person's own account has before the first one and after the last (O1). */
  readonly fallback?: string;
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

/** What a service costs: per unit, or per unit by an option of which the first choice is the default. */
export type Cost =
  | { readonly credits: Credits }
  | { readonly option: string; readonly choices: Readonly<Record<string, Credits>> };

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
  readonly cancelling: Cancelling;
  /** Credits of these sources wait while nobody is subscribed: shown, not lost, not spendable (N3). */
  readonly onlyWhileSubscribed: readonly Source[];
  readonly cohorts: Readonly<Record<string, Cohort>>;
  readonly plans: Readonly<Record<string, Plan>>;
  readonly packs: Readonly<Record<string, Pack>>;
  readonly addOns: Readonly<Record<string, AddOn>>;
  readonly services: Readonly<Record<string, Cost>>;
  /** Which source pays first; every source exactly once. */
  readonly burnDown: readonly Source[];
}

/** Name and version, as every entry carries them. */
export function policyVersion({ name, version }: Policy): string {
  return `${name}@${version}`;
}

/**
 * A product's policy.
 * @throws {TypeError} the burn-down order leaves a source out or names one twice: credits that could never be spent.
 */
export function policy(name: string, rules: Omit<Policy, "name">): Policy {
  if (rules.burnDown.toSorted().join() !== SOURCES.toSorted().join())
    throw new TypeError(`${name}: the burn-down order must name each of ${SOURCES.join(", ")} once`);
  return { name, ...rules };
}

// The words that policies are written in. Each answers plain data, so that a policy can be stored, compared and explained.

export const months = (n: number): Interval => ({ months: n });
export const hours = (n: number): Instant => n * HOUR;

/** Unspent plan credits are gone when the next allowance comes. */
export const expire: Leftovers = { leftovers: "expire" };

/** Unspent plan credits stay, however many. */
export const keep: Leftovers = { leftovers: "keep" };

/** Unspent plan credits stay while no more than `upTo` are stored. */
export const rollOver = ({ upTo }: { readonly upTo: Credits }): Leftovers => ({ leftovers: "rollOver", upTo });

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
export const costs = (credits: Credits): Cost => ({ credits });

/** A cost that depends on an option of the request; the first choice is taken where none is named. */
export const costsBy = (option: string, choices: Readonly<Record<string, Credits>>): Cost => ({ option, choices });
