import type { Term } from "./account.ts";
import type { Policy } from "./policy.ts";
import { perCycle, planNamed } from "./term.ts";

/** A plan as somebody has it or wants it. */
export type PlanChosen = Pick<Term, "plan" | "interval" | "quantity">;

/**
 * Which way a change of plan goes (O8). From a year to a month is down, whatever the allowance; otherwise the larger allowance
 * per cycle is up. Where these are equal, from a month to a year is up, and then the higher price.
 */
export function planDirection(policy: Policy, from: PlanChosen, to: PlanChosen): "up" | "down" | "same" {
  if (from.interval === "year" && to.interval === "month") return "down";
  const isLonger = from.interval === "month" && to.interval === "year" ? 1 : 0;
  const difference =
    perCycle(policy, to) - perCycle(policy, from) || isLonger || priceOf(policy, to) - priceOf(policy, from);
  return difference > 0 ? "up" : difference < 0 ? "down" : "same";
}

function priceOf(policy: Policy, { plan, interval, quantity }: PlanChosen): number {
  return (planNamed(policy, plan).price[interval] ?? 0) * quantity;
}
