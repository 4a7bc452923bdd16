import { isCredits } from "../credits.ts";
import type { AddOn, Policy } from "../policy.ts";
import { type Finding, found } from "./finding.ts";

/** What is sold beside a plan, on its subscription: something, for money, as often as a plan is paid. */
export function lintAddOns(policy: Policy): Finding[] {
  return Object.entries(policy.addOns).flatMap(([name, addOn]) => lintAddOn(policy, `addOns.${name}`, addOn));
}

function lintAddOn({ plans }: Policy, where: string, { credits, price }: AddOn): Finding[] {
  const isSome = isCredits(credits) && credits > 0;
  const isOffered = (interval: string) =>
    Object.values(plans).some((plan) => Object.keys(plan.price).includes(interval));
  return [
    ...found(!isSome, "add_on_gives_nothing", `${where}.credits`, `It is ${credits}`),
    ...found(Object.keys(price).length === 0, "add_on_without_price", `${where}.price`, "It is empty"),
    ...Object.entries(price).flatMap(([interval, amount]) => [
      ...found(
        !Number.isSafeInteger(amount) || amount <= 0,
        "price_not_money",
        `${where}.price.${interval}`,
        `It is ${amount}`,
      ),
      ...found(
        !isOffered(interval),
        "add_on_beside_nothing",
        `${where}.price.${interval}`,
        `It is paid by the ${interval}`,
      ),
    ]),
  ];
}
