import type { Policy } from "@passbook/core";
import { clay } from "@passbook/core/policies/clay";
import { describe, expect, test } from "vitest";
import { at, days, iso } from "../support/instants.ts";
import { type Happening, passes, play } from "../support/journal.ts";
import { calls, month, omnia, stands, year } from "../support/omnia-story.ts";
import { dayByDay } from "./model/day-by-day.ts";

// When each allowance comes and when the last one is gone, written out by hand: both readings have to say these days.

const every30: Policy = { ...omnia, cycle: days(30) };

interface Row {
  readonly title: string;
  readonly policy?: Policy;
  readonly story: readonly Happening[];
  readonly until: string;
  readonly given: string;
  /** What was not renewed is gone then; `-`: it is still there. */
  readonly gone: string;
}

const TABLE: readonly Row[] = [
  {
    title: "[O2] a year from 31 January: the last day of each month, and the 31st where there is one",
    story: [year("2026-01-31", "2027-01-31")],
    until: "2027-03-01",
    given:
      "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31 2026-06-30 2026-07-31 2026-08-31 2026-09-30 2026-10-31 2026-11-30 2026-12-31",
    gone: "2027-02-03",
  },
  {
    title: "[O2] a year from 31 August over a 29 February",
    story: [year("2027-08-31", "2028-08-31")],
    until: "2028-10-01",
    given:
      "2027-08-31 2027-09-30 2027-10-31 2027-11-30 2027-12-31 2028-01-31 2028-02-29 2028-03-31 2028-04-30 2028-05-31 2028-06-30 2028-07-31",
    gone: "2028-09-03",
  },
  {
    title: "[O2] [O11] two years from 29 February: the 29th, but for the second February's last day",
    story: [year("2028-02-29", "2029-02-28"), year("2029-02-28", "2030-02-28", { paidAt: "2029-02-28T01:00Z" })],
    until: "2029-05-01",
    given:
      "2028-02-29 2028-03-29 2028-04-29 2028-05-29 2028-06-29 2028-07-29 2028-08-29 2028-09-29 2028-10-29 2028-11-29 2028-12-29 2029-01-29 2029-02-28T01:00Z 2029-03-28 2029-04-28",
    gone: "-",
  },
  {
    title: "[O2] a year of 30-day cycles: twelve, and the twelfth lasts to the year's end",
    policy: every30,
    story: [year("2026-01-01", "2027-01-01")],
    until: "2027-02-01",
    given:
      "2026-01-01 2026-01-31 2026-03-02 2026-04-01 2026-05-01 2026-05-31 2026-06-30 2026-07-30 2026-08-29 2026-09-28 2026-10-28 2026-11-27",
    gone: "2027-01-04",
  },
  {
    title: "[O1] [O2] Free from the first call, at its time of day",
    story: [calls("2027-12-31T23:30Z")],
    until: "2028-05-01",
    given: "2027-12-31T23:30Z 2028-01-31T23:30Z 2028-02-29T23:30Z 2028-03-31T23:30Z 2028-04-30T23:30Z",
    gone: "-",
  },
  {
    title: "[O1] [O2] Free in 30-day cycles over a 29 February",
    policy: every30,
    story: [calls("2028-01-31")],
    until: "2028-06-01",
    given: "2028-01-31 2028-03-01 2028-03-31 2028-04-30 2028-05-30",
    gone: "-",
  },
  {
    title: "[O1] [O9] Free after an end counts from that end",
    story: [calls("2026-01-05"), month("2026-01-30", "2026-02-28"), stands("2026-02-01", { cancelAt: "2026-02-28" })],
    until: "2026-06-01",
    given: "2026-01-05 2026-01-30 2026-02-28 2026-03-28 2026-04-28 2026-05-28",
    gone: "-",
  },
  {
    title: "[X1] months from 31 January come with their payments",
    story: [
      month("2026-01-31", "2026-02-28"),
      month("2026-02-28", "2026-03-31", { paidAt: "2026-02-28T01:00Z" }),
      month("2026-03-31", "2026-04-30", { paidAt: "2026-04-02T23:59Z" }),
      month("2026-04-30", "2026-05-31", { paidAt: "2026-05-20" }),
    ],
    until: "2026-07-01",
    given: "2026-01-31 2026-02-28T01:00Z 2026-04-02T23:59Z 2026-05-20",
    gone: "2026-05-03 2026-06-03",
  },
  {
    title: "[O11] a year that gives everything upfront gives it once",
    policy: { ...clay, leftovers: omnia.leftovers },
    story: [year("2028-02-29", "2029-02-28", { plan: "starter" })],
    until: "2029-04-01",
    given: "2028-02-29",
    gone: "2029-03-03",
  },
];

const words = (instants: Iterable<number>) => [...new Set(instants)].map(iso).join(" ");

describe.each(TABLE)("$title", ({ policy = omnia, story, until, given, gone }) => {
  test("as the engine has it", () => {
    const { entries } = play(policy, [...story, passes(until)]);
    const moved = (type: string) => entries.filter(({ movements }) => movements.some((moves) => moves.type === type));
    expect(words(moved("granted").map(({ occurredAt }) => occurredAt))).toBe(given);
    const lost = entries.filter(({ reason }) => reason === "not renewed").map(({ occurredAt }) => occurredAt);
    expect(words(lost) || "-").toBe(gone);
  });

  test("as the model has it", () => {
    const { happened } = dayByDay(policy, story, at(until));
    const granted = happened.filter(({ what }) => what === "granted").map((each) => each.at);
    expect(words(granted)).toBe(given);
    const lost = happened.filter(({ what, because }) => what === "expired" && because === "time");
    const notRenewed = lost.map((each) => each.at).filter((instant) => !granted.includes(instant));
    expect(words(notRenewed) || "-").toBe(gone);
  });
});
