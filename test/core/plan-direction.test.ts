import { type PlanChosen, type Policy, planDirection } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { omnia } from "../support/omnia-story.ts";

const policy: Policy = {
  ...omnia,
  plans: {
    ...omnia.plans,
    lite: { allowance: 500, price: { month: 4_00, year: 40_00 } },
    gift: { allowance: 500, price: {} },
  },
};
const plan = (name: string, interval: "month" | "year" = "month", quantity = 1): PlanChosen => ({
  plan: name,
  interval,
  quantity,
});

describe("which way a change of plan goes", () => {
  test.each<[string, PlanChosen, PlanChosen, "up" | "down" | "same"]>([
    ["the larger allowance is up", plan("creator"), plan("pro"), "up"],
    ["the smaller one is down", plan("pro"), plan("creator"), "down"],
    ["from a year to a month is down, whatever the allowance", plan("creator", "year"), plan("team"), "down"],
    ["from a month to a year the allowance per cycle decides: larger", plan("creator"), plan("pro", "year"), "up"],
    ["and smaller", plan("team"), plan("creator", "year"), "down"],
    ["where it is the same, from a month to a year is up", plan("creator"), plan("creator", "year"), "up"],
    ["also to a cheaper one", plan("creator"), plan("lite", "year"), "up"],
    ["also to one that costs nothing", plan("creator"), plan("gift", "year"), "up"],
    ["of the same allowance the dearer is up", plan("lite"), plan("creator"), "up"],
    ["and the cheaper down", plan("creator"), plan("lite"), "down"],
    ["by the year too", plan("creator", "year"), plan("lite", "year"), "down"],
    ["a plan without a price costs nothing", plan("lite"), plan("gift"), "down"],
    ["more of the same is up", plan("creator"), plan("creator", "month", 2), "up"],
    ["less of it is down", plan("creator", "month", 3), plan("creator", "month", 2), "down"],
    ["as much in another number of plans, by the price of all", plan("creator", "month", 4), plan("pro"), "down"],
    ["the same is the same", plan("pro", "year"), plan("pro", "year"), "same"],
  ])("[O8] %s", (_, from, to, direction) => {
    expect(planDirection(policy, from, to)).toBe(direction);
  });
});
