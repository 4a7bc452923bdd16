import type { Instant } from "@passbook/core";

// A calendar that a child could make, to hold the real one against: it counts day after day and knows no `Date`.

const LAST_YEAR = 2110;
const DAY_MS = 86_400_000;

function monthLengths(year: number): number[] {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
}

/** Every civil day from 1970 on, by name, with its number. */
const dayNumbers = new Map<string, number>();
for (let year = 1970, today = 0; year <= LAST_YEAR; year += 1) {
  for (const [index, length] of monthLengths(year).entries()) {
    for (let day = 1; day <= length; day += 1, today += 1) dayNumbers.set(`${year}-${index + 1}-${day}`, today);
  }
}

/** A day of the calendar, as people write it: months from 1. */
export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function doesExist({ year, month, day }: CivilDay): boolean {
  return dayNumbers.has(`${year}-${month}-${day}`);
}

/** The instant of a day at a time of day. A day that the month does not have is the last one that it has. */
export function civilInstant({ year, month, day }: CivilDay, timeOfDayMs: number): Instant {
  const number = dayNumbers.get(`${year}-${month}-${day}`);
  if (number === undefined && day > 28) return civilInstant({ year, month, day: day - 1 }, timeOfDayMs);
  if (number === undefined) throw new RangeError(`${year}-${month}-${day} is not in the calendar`);
  return number * DAY_MS + timeOfDayMs;
}

/** The same day so many months later, month after month; it may not exist. */
export function monthsLater({ year, month, day }: CivilDay, months: number): CivilDay {
  let later = { year, month, day };
  for (let turned = 0; turned < months; turned += 1) {
    later = later.month === 12 ? { year: later.year + 1, month: 1, day } : { ...later, month: later.month + 1 };
  }
  return later;
}

/** The same time of day so many days later, counted through the calendar. */
export function daysLater(from: CivilDay, days: number): CivilDay {
  let later = from;
  for (let passed = 0; passed < days; passed += 1) {
    const tomorrow = { ...later, day: later.day + 1 };
    later = doesExist(tomorrow) ? tomorrow : { ...monthsLater(later, 1), day: 1 };
  }
  return later;
}
