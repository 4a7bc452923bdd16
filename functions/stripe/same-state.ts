import type { ChangeSubscription, PlanChosen } from "@passbook/core";

type State = Pick<ChangeSubscription, "status" | "cancelAt" | "endedAt" | "sells" | "planned" | "addOns">;

/** Whether two states of a subscription say the same of it. */
export function isSameState(a: State, b: State): boolean {
  const stand = a.status === b.status && a.cancelAt === b.cancelAt && a.endedAt === b.endedAt;
  return stand && isSamePlan(a.sells, b.sells) && isSameChange(a, b) && hasSameAddOns(a, b);
}

function hasSameAddOns({ addOns: a = [] }: State, { addOns: b = [] }: State): boolean {
  return (
    a.length === b.length &&
    a.every(({ item, addOn, quantity }, i) => b[i]?.item === item && b[i].addOn === addOn && b[i].quantity === quantity)
  );
}

function isSameChange({ planned: a }: State, { planned: b }: State): boolean {
  return isSamePlan(a, b) && a?.at === b?.at;
}

function isSamePlan(a: PlanChosen | undefined, b: PlanChosen | undefined): boolean {
  return a?.plan === b?.plan && a?.interval === b?.interval && a?.quantity === b?.quantity;
}
