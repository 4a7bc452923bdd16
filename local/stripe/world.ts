import { boundary } from "@passbook/core";
import type Stripe from "stripe";
import { stableId } from "./ids.ts";
import { missing } from "./problem.ts";
import type { Hidden, Row, State, TableName, UnixSeconds } from "./state.ts";

/** How Stripe's account is set up where the Dashboard would say so. */
export interface BillingSettings {
  /** Hours after an invoice's draft at which it is finalized and first charged. */
  readonly finalizeAfterHours: number;
  /** Days from each failed attempt to the next. */
  readonly retryAfterDays: readonly number[];
  /** What becomes of a subscription once every attempt has failed; `cancel` leaves the invoice open. */
  readonly afterLastAttempt: "cancel" | "unpaid" | "past_due" | "pause";
  /** How many lines of an invoice are shown before `has_more`. */
  readonly shownLines: number;
  /** Days before a renewal at which its invoice is announced. */
  readonly upcomingDays: number;
  /** Seconds of the time of day in which a bank debit is settled, if the customer's clock has not done it by then. */
  readonly settleAfterSeconds: number;
}

export const usualBilling: BillingSettings = {
  finalizeAfterHours: 1,
  retryAfterDays: [3, 5, 7],
  afterLastAttempt: "cancel",
  shownLines: 10,
  upcomingDays: 7,
  settleAfterSeconds: 3,
};

/** The API request that something is done for. */
export interface Cause {
  readonly id: string;
  readonly idempotencyKey: string | null;
}

/** All that Stripe's rules are given. They read and write `state`, and nothing else in the world. */
export interface World {
  state: State;
  readonly seed: string;
  readonly wallNow: () => UnixSeconds;
  /** Where the pages are. */
  readonly url: () => string;
  billing: BillingSettings;
  /** `null`: nobody asked; time has passed. */
  cause: Cause | null;
  /** Told of every event that stays. */
  readonly onEvent: (event: Stripe.Event) => void;
  /** Does something soon, after the request that asked for it has been answered. */
  readonly soon: (act: () => void) => void;
  /** The events of the request or step that is running. */
  pending: Stripe.Event[] | null;
}

export function newId(world: World, prefix: string): string {
  world.state.ids += 1;
  return stableId(prefix, `${world.seed} ${world.state.ids}`);
}

/** The object that a field of another names. */
export function idOf(reference: string | { readonly id: string }): string {
  return typeof reference === "string" ? reference : reference.id;
}

/** @throws {StripeProblem} `resource_missing` */
export function get<Name extends TableName>(world: World, table: Name, id: string, param?: string): Row<Name> {
  const found = (world.state.tables[table] as Map<string, Row<Name>>).get(id);
  if (found) return found;
  throw missing(table.replace(/s$/, "").replaceAll("_", " "), id, param);
}

/** @throws {StripeProblem} `resource_missing`, for a customer that has been deleted, too. */
export function livingCustomer(world: World, id: string, param?: string): Stripe.Customer {
  const customer = get(world, "customers", id, param);
  if (customer.deleted) throw missing("customer", id, param);
  return customer;
}

export function put<Name extends TableName>(world: World, table: Name, row: Row<Name>): Row<Name> {
  (world.state.tables[table] as Map<string, Row<Name>>).set((row as { id: string }).id, row);
  return row;
}

export function all<Name extends TableName>(world: World, table: Name): Row<Name>[] {
  return [...(world.state.tables[table] as Map<string, Row<Name>>).values()];
}

export function hide<Name extends keyof Hidden>(
  world: World,
  name: Name,
  id: string,
  value: Hidden[Name] extends Map<string, infer T> ? T : never,
): void {
  (world.state.hidden[name] as Map<string, unknown>).set(id, value);
}

/** The name of no clock: what is late is caught up with at the instants at which it was due. */
export const TIME_OF_DAY = "";

type OnClock = string | { readonly id: string } | null | undefined;

/** The time of a test clock, or the time of day. */
export function nowOn(world: World, clock: OnClock): UnixSeconds {
  if (!clock) return world.state.hidden.instants.get(TIME_OF_DAY) ?? world.wallNow();
  const id = idOf(clock);
  return world.state.hidden.instants.get(id) ?? get(world, "test_clocks", id).frozen_time;
}

/** The time in which a customer lives. */
export function customerNow(world: World, customer: string | { readonly id: string } | null): UnixSeconds {
  return nowOn(world, customer && get(world, "customers", idOf(customer)).test_clock);
}

export type Interval = Pick<Stripe.Price.Recurring, "interval" | "interval_count">;

const SECONDS_PER_DAY = 86_400;

/** The n-th boundary of a cycle, counted from its anchor: a short month does not shorten those after it. */
export function cycleBoundary(anchor: UnixSeconds, { interval, interval_count }: Interval, n: number): UnixSeconds {
  if (interval === "day" || interval === "week") {
    return anchor + n * interval_count * (interval === "week" ? 7 : 1) * SECONDS_PER_DAY;
  }
  const months = interval_count * (interval === "year" ? 12 : 1);
  return boundary(anchor * 1000, { months }, n) / 1000;
}

/** From its start up to, and not with, its end. */
export interface Period {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
}

const longestSeconds = { day: 1, week: 7, month: 31, year: 366 } as const;

/** The period of a cycle in which an instant lies; it may lie before the anchor. */
export function periodAt(anchor: UnixSeconds, every: Interval, instant: UnixSeconds): Period {
  const longest =
    (longestSeconds[every.interval as keyof typeof longestSeconds] ?? 31) * every.interval_count * SECONDS_PER_DAY;
  let n = Math.floor((instant - anchor) / longest);
  while (cycleBoundary(anchor, every, n) > instant) n -= 1;
  while (cycleBoundary(anchor, every, n + 1) <= instant) n += 1;
  return { start: cycleBoundary(anchor, every, n), end: cycleBoundary(anchor, every, n + 1) };
}

/** What a field names, if it names anything that is there. */
export function find<Name extends TableName>(
  world: World,
  table: Name,
  reference: string | { readonly id: string } | null | undefined,
): Row<Name> | undefined {
  return reference ? (world.state.tables[table] as Map<string, Row<Name>>).get(idOf(reference)) : undefined;
}
