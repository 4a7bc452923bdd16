import type { Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type PlanChosen, planDirection } from "./plan-direction.ts";
import type { Policy } from "./policy.ts";
import { begunAt, nextCycleAt } from "./term.ts";

/**
 * How a change between paid plans begins: with a payment and a cycle of its own, at once; at once, for the difference in money;
 * inside a paid year at the next of its anchors, for the difference in money; or with the next payment.
 */
export type ChangeBegins = "newCycle" | "difference" | "nextAnchor" | "nextPayment";

/**
 * By the policy's words (X7, O8). A smaller plan always begins with a payment: what has been paid for is never given back in
 * money, so a paid year is used up first (O11).
 */
export function changeBegins(policy: Policy, from: PlanChosen, to: PlanChosen): ChangeBegins {
  if (planDirection(policy, from, to) !== "up") return "nextPayment";
  switch (policy.planChange.up) {
    case "newCycle":
      return "newCycle";
    case "difference":
    case "prorated":
      return "difference";
    case "atRenewal":
      return from.interval === "year" ? "nextAnchor" : "nextPayment";
  }
}

/** The next anchor inside of a paid time; after the last one its end, where the next payment is due. */
export function nextAnchorAt(policy: Policy, span: Pick<Term, "from" | "until" | "cycles">, now: Instant): Instant {
  return nextCycleAt(policy, span, begunAt(policy, span, now)) ?? span.until;
}
