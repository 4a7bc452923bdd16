import type { Account, Booking } from "./account.ts";
import type { Instant } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import type { Policy, Service } from "./policy.ts";
import type { Problem, ServiceRequest } from "./price.ts";

/** What stands in the way of one booking more. */
export interface BookingLimit {
  readonly code: "booking_limit";
  readonly limit: number;
  readonly open: number;
}

/** Those whose start is still ahead; at its start a booking has started (M5). */
export function openBookings({ bookings }: Account, now: Instant): readonly Booking[] {
  return bookings.filter(({ startsAt }) => startsAt > now);
}

/** Why one booking more does not fit now; `undefined`: it does. */
export function bookingLimit({ bookings }: Policy, account: Account, now: Instant): BookingLimit | undefined {
  const limit = bookings?.openAtOnce ?? 0;
  const open = openBookings(account, now).length;
  return open < limit ? undefined : { code: "booking_limit", limit, open };
}

/** What is wrong with when a request starts: a booking starts ahead of now, anything else has no start. */
export function startProblems(service: Service | undefined, { startsAt }: ServiceRequest, now: Instant): Problem[] {
  const problem = (message: string) => [{ field: "startsAt", message }];
  if (!service?.booking) return service && startsAt !== undefined ? problem("is for services that are booked") : [];
  if (startsAt === undefined) return problem("says when the booking starts, and is missing");
  return Number.isSafeInteger(startsAt) && startsAt > now ? [] : problem("is not ahead of now");
}

/** Whether a service's request may name this option as the length of a booking. */
export function isLength({ booking }: Pick<Service, "booking">, option: string): boolean {
  return booking === true && option === "length";
}

/** What is wrong with a booking's length (M4). */
export function lengthProblems({ bookings }: Policy, length: string | number): Problem[] {
  const lengths: readonly (string | number)[] = bookings?.lengths ?? [];
  return lengths.includes(length) ? [] : [{ field: "options.length", message: `is not one of ${lengths.join(", ")}` }];
}

/** How many times the ordinary length a request asks for, and so how many times the cost. */
export function lengthOf({ booking }: Service, { options }: ServiceRequest): number {
  return booking ? Number(options["length"] ?? 1) : 1;
}

/**
 * What a cancelled booking gives back, rounded down. At exactly a window's notice it is too late for that window (M6).
 * @param notice from the cancellation to the start, in milliseconds; negative after the start.
 */
export function givenBack({ bookings }: Policy, cost: Credits, notice: Instant): Credits {
  const windows = bookings?.cancelled.filter(({ moreThan }) => notice > Math.max(moreThan, 0)) ?? [];
  return Math.floor((cost * Math.max(0, ...windows.map(({ percent }) => percent))) / 100);
}

/** What a booking gives back if it is cancelled now; the same until an instant, from which on it is less. */
export interface GivesBack {
  readonly credits: Credits;
  /** `null`: it gives nothing back any more. */
  readonly until: Instant | null;
}

export function givesBackNow(policy: Policy, cost: Credits, startsAt: Instant, now: Instant): GivesBack {
  const credits = givenBack(policy, cost, startsAt - now);
  if (credits === 0) return { credits, until: null };
  const edges = policy.bookings?.cancelled.map(({ moreThan }) => startsAt - Math.max(moreThan, 0)) ?? [];
  const lessFrom = edges.filter((edge) => edge > now && givenBack(policy, cost, startsAt - edge) < credits);
  return { credits, until: Math.min(...lessFrom) };
}
