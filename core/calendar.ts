/** Milliseconds since 1970-01-01T00:00:00Z. Core is given instants; it never asks what time it is. */
export type Instant = number;

/** The distance between two allowances. */
export type Interval =
  | { readonly months: number }
  | { readonly days: number }
  /** From the first of a month on, whatever the anchor's day. */
  | { readonly calendarMonths: number };

/** No instant is later (the last one that a date can name). */
export const END_OF_TIME: Instant = 8_640_000_000_000_000;

/** No instant is earlier (the first one that a date can name). */
export const BEFORE_ALL: Instant = -END_OF_TIME;

export const MINUTE: number = 60_000;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;

/** The instant at which a day begins in UTC, from `YYYY-MM-DD`. */
export function day(date: string): Instant {
  return Date.parse(`${date}T00:00:00Z`);
}

/** Whether a number is an instant that a calendar knows: within 100 million days of 1970. */
export function isInstant(value: number): value is Instant {
  return Number.isInteger(value) && Math.abs(value) <= 100_000_000 * DAY;
}

/** The day of an instant in UTC, as `YYYY-MM-DD`. */
export function dateOf(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/**
 * The instant `times` intervals after `anchor`, at the anchor's time of day (UTC). Where a month is too short for the
 * anchor's day, its last day is taken: 31 Jan, 28 Feb, **31** Mar. Always counted from the anchor, never from the
 * boundary before, or a short month would shorten all that follow (O2).
 */
export function boundary(anchor: Instant, interval: Interval, times: number): Instant {
  if ("days" in interval) return anchor + times * interval.days * DAY;
  if ("months" in interval) return plusMonths(anchor, times * interval.months);
  return times === 0 ? anchor : firstOfMonth(anchor, times * interval.calendarMonths);
}

function firstOfMonth(anchor: Instant, monthsLater: number): Instant {
  const date = new Date(anchor);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + monthsLater, 1);
}

function plusMonths(anchor: Instant, months: number): Instant {
  const date = new Date(anchor);
  const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate()];
  const timeOfDay = anchor - DAY * Math.floor(anchor / DAY);
  return Date.UTC(year, month, Math.min(dayOfMonth, daysIn(year, month))) + timeOfDay;
}

function daysIn(year: number, month: number): number {
  return (Date.UTC(year, month + 1) - Date.UTC(year, month)) / DAY;
}
