import type { Instant, Interval, Policy } from "@passbook/core";
import { civilInstant, daysLater, monthsLater } from "../../support/civil-days.ts";
import { at, iso } from "../../support/instants.ts";

const DAY_MS = 86_400_000;

/** The instant so many cycles after an anchor: counted through a calendar, and always from the anchor (O2). */
export function cyclesAfter(anchor: Instant, cycle: Interval, times: number): Instant {
  const date = iso(anchor).slice(0, 10);
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const timeOfDay = anchor - at(date);
  const from = { year, month, day };
  if ("calendarMonths" in cycle) throw new RangeError("the model's cycles are counted from their anchor");
  return civilInstant(
    "days" in cycle ? daysLater(from, times * cycle.days) : monthsLater(from, times * cycle.months),
    timeOfDay,
  );
}

/** When the cycles of a paid time begin: at most so many, none of them behind its end. */
export function beginnings(from: Instant, until: Instant, { cycle }: Policy, atMost: number): Instant[] {
  const all = Array.from({ length: atMost }, (_, times) => cyclesAfter(from, cycle, times));
  return all.filter((begin) => begin < until);
}

export { DAY_MS };
