import { credits, listed, number } from "./explain-words.ts";
import type { Choices, Cost, UnitCost } from "./policy.ts";

/** What a service costs, what a cohort pays instead, and which plans may use it: one sentence. */
export function explainService([name, { cohorts = {}, plans, ...everyones }]: [string, Cost]): string {
  return [
    `${name} ${everyonesCost(everyones)}`,
    ...Object.entries(cohorts).map(([cohort, cost]) => `; ${cohort} users pay ${theirCost(cost)}`),
    plans ? `; only for the plan${plans.length === 1 ? "" : "s"} ${listed(plans, "and")}.` : ".",
  ].join("");
}

function everyonesCost(cost: UnitCost): string {
  if ("option" in cost) return `costs ${eachChoice(cost.choices)} credits, by ${cost.option}`;
  return cost.credits === 0 ? "is free" : `costs ${number(cost.credits)} ${credits(cost.credits)}`;
}

function theirCost(cost: UnitCost): string {
  if ("option" in cost) return eachChoice(cost.choices);
  return cost.credits === 0 ? "nothing" : number(cost.credits);
}

function eachChoice(choices: Choices): string {
  return listed(
    Object.entries(choices).map(([choice, cost]) => `${number(cost)} (${choice})`),
    "or",
  );
}
