import type { Quote } from "@passbook/core";
import { lotPartAnswer } from "./lot.ts";

/** How a price comes about: `unitCredits` × `length` × `quantity`, by the choice that decides it; and which lots would pay. */
export function breakdownAnswer({ breakdown, lots }: Quote) {
  const { unitCredits, length, quantity, choice, cohort } = breakdown;
  return {
    unitCredits,
    length,
    quantity,
    ...(choice && { options: { [choice.option]: choice.choice } }),
    ...(cohort !== undefined && { cohort }),
    lots: lots.map(lotPartAnswer),
  };
}
