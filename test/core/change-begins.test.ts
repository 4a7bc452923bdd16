import { type ChangeBegins, changeBegins, nextAnchorAt, type PlanChange, type PlanChosen } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { at } from "../support/instants.ts";
import { omnia } from "../support/omnia-story.ts";

const month = (plan: string): PlanChosen => ({ plan, interval: "month", quantity: 1 });
const year = (plan: string): PlanChosen => ({ plan, interval: "year", quantity: 1 });

describe("how a change of plan begins", () => {
  test.each<[string, PlanChange["up"], PlanChosen, PlanChosen, ChangeBegins]>([
    ["[X7] up at renewal: with the next payment", "atRenewal", month("creator"), month("pro"), "nextPayment"],
    [
      "[O8] up at renewal inside a paid year: with its next anchor",
      "atRenewal",
      year("creator"),
      year("pro"),
      "nextAnchor",
    ],
    ["[O8] up to a year: with the next payment", "atRenewal", month("creator"), year("creator"), "nextPayment"],
    ["[X7] up with a new cycle: at once", "newCycle", month("creator"), month("pro"), "newCycle"],
    ["[X7] up with a new cycle inside a paid year: at once", "newCycle", year("creator"), year("pro"), "newCycle"],
    ["[X7] up for the difference: at once", "difference", month("creator"), month("pro"), "difference"],
    ["[X7] up for the difference by time: at once", "prorated", year("creator"), year("pro"), "difference"],
    ["[O11] down: with the next payment, whatever up means", "newCycle", year("pro"), year("creator"), "nextPayment"],
    ["[O8] from a year to a month is down", "difference", year("creator"), month("team"), "nextPayment"],
    ["[O8] to what is the same there is nothing to pay", "difference", month("pro"), month("pro"), "nextPayment"],
  ])("%s", (_, up, from, to, begins) => {
    expect(changeBegins({ ...omnia, planChange: { up, down: "atCycleEnd" } }, from, to)).toBe(begins);
  });

  test.each([
    ["before its first", "2026-02-01", "2026-02-28"],
    ["at one it is the one after", "2026-02-28", "2026-03-31"],
    ["of the day of the month on which the year began", "2026-04-30", "2026-05-31"],
    ["after the last one it is the year's end", "2026-12-31", "2027-01-31"],
  ])("[O8] the next anchor of a paid year: %s", (_, now, next) => {
    const span = { from: at("2026-01-31"), until: at("2027-01-31"), cycles: 12 };
    expect(nextAnchorAt(omnia, span, at(now))).toBe(at(next));
  });
});
