import { BEFORE_ALL, boundary, END_OF_TIME, type Instant, isInstant } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { type CivilDay, civilInstant, daysLater, doesExist, monthsLater } from "../support/civil-days.ts";
import { at, iso } from "../support/instants.ts";

const MONTH = { months: 1 };
const HORIZON_MONTHS = 48;
const TIMES_OF_DAY_MS = [0, 1, 9 * 3_600_000, 86_399_999];

const upTo = (times: number) => Array.from({ length: times + 1 }, (_, index) => index);
const boundaries = (anchor: string, interval: Parameters<typeof boundary>[1], times: number) =>
  upTo(times).map((n) => iso(boundary(at(anchor), interval, n)));

describe("the boundaries of cycles are counted from the anchor", () => {
  // Rows that a person can check with a wall calendar.
  test.each([
    ["2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]],
    ["2027-12-31", ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]],
    ["2027-12-30", ["2027-12-30", "2028-01-30", "2028-02-29", "2028-03-30"]],
    ["2026-12-29", ["2026-12-29", "2027-01-29", "2027-02-28", "2027-03-29"]],
    ["2026-12-28", ["2026-12-28", "2027-01-28", "2027-02-28", "2027-03-28"]],
    ["2099-12-31", ["2099-12-31", "2100-01-31", "2100-02-28", "2100-03-31"]],
    ["2026-01-31T23:59:59.999Z", ["2026-01-31T23:59:59.999Z", "2026-02-28T23:59:59.999Z", "2026-03-31T23:59:59.999Z"]],
    ["2026-08-31T09:30Z", ["2026-08-31T09:30Z", "2026-09-30T09:30Z", "2026-10-31T09:30Z"]],
  ])("[O2] every month from %s", (anchor, expected) => {
    expect(boundaries(anchor, MONTH, expected.length - 1)).toEqual(expected);
  });

  test.each([
    ["2028-02-29", { months: 12 }, ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]],
    ["2096-02-29", { months: 48 }, ["2096-02-29", "2100-02-28", "2104-02-29"]],
    ["2026-11-30", { months: 3 }, ["2026-11-30", "2027-02-28", "2027-05-30", "2027-08-30"]],
    ["2026-01-31", { days: 30 }, ["2026-01-31", "2026-03-02", "2026-04-01", "2026-05-01"]],
    ["2028-01-31T09:30Z", { days: 30 }, ["2028-01-31T09:30Z", "2028-03-01T09:30Z", "2028-03-31T09:30Z"]],
    ["2026-12-28", { days: 7 }, ["2026-12-28", "2027-01-04", "2027-01-11"]],
  ])("[O2] from %s, other intervals: %j", (anchor, interval, expected) => {
    expect(boundaries(anchor, interval, expected.length - 1)).toEqual(expected);
  });

  test("[O2] a short month shortens nothing but itself: the 31st comes back for ever", () => {
    const days = boundaries("2026-01-31", MONTH, 120).map((date) => Number(date.slice(8)));
    expect(days.filter((day) => day === 31)).toHaveLength(71);
    expect(Math.min(...days)).toBe(28);
  });
});

/** Every anchor on the days 28 to 31 of these years. */
function anchors(firstYear: number, lastYear: number): CivilDay[] {
  const years = upTo(lastYear - firstYear).map((n) => firstYear + n);
  const days = years.flatMap((year) =>
    upTo(11).flatMap((month) => [28, 29, 30, 31].map((day) => ({ year, month: month + 1, day }))),
  );
  return days.filter(doesExist);
}

/** Where core and the counted calendar disagree. */
function disagreements(
  days: CivilDay[],
  expected: (anchor: CivilDay, times: number) => CivilDay,
  interval: Parameters<typeof boundary>[1],
) {
  const wrong: string[] = [];
  for (const day of days) {
    for (const times of upTo(HORIZON_MONTHS)) {
      const later = expected(day, times);
      for (const timeOfDay of TIMES_OF_DAY_MS) {
        const anchor: Instant = civilInstant(day, timeOfDay);
        const [is, shouldBe] = [boundary(anchor, interval, times), civilInstant(later, timeOfDay)];
        if (is !== shouldBe) wrong.push(`${iso(anchor)} + ${times}: ${iso(is)} instead of ${iso(shouldBe)}`);
      }
    }
  }
  return wrong;
}

describe("the calendar agrees with one that counts day after day", () => {
  test.each([
    [2023, 2032, 413],
    [2096, 2101, 247],
  ])("[O2] monthly, all anchors on the days 28 to 31 of %i to %i (there are %i), 48 months", (first, last, count) => {
    const days = anchors(first, last);
    expect(days).toHaveLength(count);
    expect(disagreements(days, monthsLater, MONTH)).toEqual([]);
  });

  test("[O2] every 30 days, from the ends of leap and other Februaries and of years", () => {
    const days = anchors(2027, 2028).filter(({ month }) => [1, 2, 12].includes(month));
    expect(disagreements(days, (day, times) => daysLater(day, times * 30), { days: 30 })).toEqual([]);
  });

  test("[O2] 29 February of 2028 is an anchor too, and the counted calendar knows it", () => {
    expect(anchors(2028, 2028)).toContainEqual({ year: 2028, month: 2, day: 29 });
    expect(doesExist({ year: 2100, month: 2, day: 29 })).toBe(false);
    expect(iso(civilInstant({ year: 2026, month: 2, day: 31 }, 0))).toBe("2026-02-28");
    expect(iso(civilInstant({ year: 2000, month: 3, day: 1 }, 0))).toBe("2000-03-01");
  });
});

describe("an instant is a whole millisecond that a date can name", () => {
  test.each([0, 1, -1, END_OF_TIME, BEFORE_ALL])("%d is one", (value) => {
    expect(isInstant(value)).toBe(true);
    expect(new Date(value).getTime()).toBe(value);
  });

  test.each([0.5, END_OF_TIME + 1, BEFORE_ALL - 1, Number.POSITIVE_INFINITY, Number.NaN])("%d is none", (value) => {
    expect(isInstant(value)).toBe(false);
  });
});
