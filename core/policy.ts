import { SOURCES, type Source } from "./account.ts";
import { HOUR, type Instant, type Interval } from "./calendar.ts";
import type { Credits } from "./credits.ts";

/** An amount of money in the currency's minor unit (cents). */
export type Money = number;

/** How often a plan can be paid. */
export type BillingInterval = "month" | "year";

export interface Plan {
  /** What it gives each cycle. */
  readonly allowance: Credits;
  readonly price: Readonly<Partial<Record<BillingInterval, Money>>>;
}

/** Credits that are bought once. */
export interface Pack {
  readonly credits: Credits;
  readonly price: Money;
  readonly lasts: Lifetime;
}

/** How long bought credits live. */
export type Lifetime = { readonly lifetime: "forever" };

/** What happens to plan credits that are left when the next allowance comes. */
export type Leftovers = { readonly leftovers: "expire" };

/** What a trial, a line with the amount 0, gives (X8). */
export type Trial = { readonly trial: "none" };

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
  readonly trial: Trial;
  readonly plans: Readonly<Record<string, Plan>>;
  readonly packs: Readonly<Record<string, Pack>>;
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

/** Bought credits stay until they are spent. */
export const forever: Lifetime = { lifetime: "forever" };

/** A trial gives nothing. */
export const nothing: Trial = { trial: "none" };

export const free: Cost = { credits: 0 };
export const costs = (credits: Credits): Cost => ({ credits });

/** A cost that depends on an option of the request; the first choice is taken where none is named. */
export const costsBy = (option: string, choices: Readonly<Record<string, Credits>>): Cost => ({ option, choices });
