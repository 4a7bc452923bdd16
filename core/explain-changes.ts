import type { PlanChange, Policy } from "./policy.ts";

/** What a change between paid plans does to the credits, as sentences; none where there is nothing to change to. */
export function explainPlanChange({ plans, planChange }: Policy): string[] {
  const paid = Object.values(plans).filter(({ price }) => Object.keys(price).length > 0);
  if (paid.length < 2) return [];
  const isPaidYearly = paid.some(({ price }) => price.year !== undefined);
  const inYear = isPaidYearly && planChange.up === "atRenewal";
  return [
    UP[planChange.up],
    ...(inYear ? ["Inside a paid year it begins with the next of the year's allowances, once its price is paid."] : []),
    DOWN[planChange.down],
  ];
}

const UP: Readonly<Record<PlanChange["up"], string>> = {
  atRenewal: "A larger plan's credits come with the next renewal; until then nothing changes.",
  difference: "A larger plan begins at once, and adds what it gives more than the smaller one.",
  prorated: "A larger plan begins at once, and adds what it gives more for the time that is left of the cycle.",
  newCycle:
    "A larger plan begins at once, with all of its credits and a new cycle; what is left is treated as at any renewal.",
};

const DOWN: Readonly<Record<PlanChange["down"], string>> = {
  atCycleEnd: "A smaller plan begins with the next cycle; until then the larger one's credits stay.",
  atTermEnd: "A smaller plan begins when the time that was paid for is over; until then the larger one's credits stay.",
};

/** What a refund or a dispute takes back, as sentences. */
export function explainReversals({ shortfall = "debt" }: Policy): string[] {
  return [
    "A refund takes back its share of what the payment gave, from those credits and no others.",
    SHORTFALL[shortfall],
    "While a payment is disputed, what is left of its credits can't be spent.",
  ];
}

const SHORTFALL: Readonly<Record<NonNullable<Policy["shortfall"]>, string>> = {
  debt: "What of it was spent already is owed: the next credits that come pay it first.",
  forgive: "What of it was spent already is forgiven.",
  block:
    "What of it was spent already is owed: the next credits that come pay it first, and nothing can be spent until then or while a payment is disputed.",
};
