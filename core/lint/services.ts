import { DAY } from "../calendar.ts";
import { isCredits } from "../credits.ts";
import type { Choices, Cost, Policy, UnitCost } from "../policy.ts";
import { type Finding, found } from "./finding.ts";

/** What credits are for: every service has a price, and every plan something to spend them on. */
export function lintServices(policy: Policy): Finding[] {
  const each = Object.entries(policy.services).flatMap(([name, cost]) => lintService(policy, name, cost));
  return [...each, ...lintUse(policy), ...lintQuotes(policy)];
}

function lintQuotes({ quotes }: Policy): Finding[] {
  if (!quotes) return [];
  const { lasts } = quotes;
  if (!Number.isSafeInteger(lasts) || lasts <= 0)
    return found(true, "quote_not_whole", "quotes.lasts", `It is ${lasts}`);
  return found(lasts > DAY, "quote_too_long", "quotes.lasts", `It is ${lasts / DAY} days`);
}

function lintService(policy: Policy, name: string, { cohorts = {}, plans, ...everyones }: Cost): Finding[] {
  const where = `services.${name}`;
  return [
    ...lintCost(everyones, where),
    ...Object.entries(cohorts).flatMap(([cohort, cost]) => lintTheirs(everyones, cost, `${where}.cohorts.${cohort}`)),
    ...found(plans?.length === 0, "plans_missing", `${where}.plans`, "It is empty"),
    ...(plans ?? []).flatMap((plan) =>
      found(!Object.hasOwn(policy.plans, plan), "plan_unknown", `${where}.plans`, `It names ${JSON.stringify(plan)}`),
    ),
  ];
}

function lintCost(cost: UnitCost, where: string): Finding[] {
  const [part, amounts] = "option" in cost ? [".choices", cost.choices] : ["", { credits: cost.credits }];
  if (Object.keys(amounts).length === 0)
    return found(true, "service_without_price", `${where}${part}`, "There are no choices");
  return Object.entries(amounts).flatMap(([choice, credits]) =>
    found(!isCredits(credits), "cost_not_whole", `${where}${part}.${choice}`, `It is ${credits}`),
  );
}

/** What a cohort pays, beside what everyone pays. */
function lintTheirs(everyones: UnitCost, theirs: UnitCost, where: string): Finding[] {
  if (asked(theirs) !== asked(everyones))
    return found(true, "choices_differ", where, `It asks for ${asked(theirs)}, and everyone for ${asked(everyones)}`);
  const isSame = Object.entries(amountsOf(theirs)).every(
    ([choice, credits]) => amountsOf(everyones)[choice] === credits,
  );
  return isSame ? found(true, "rule_without_effect", where, "It names no other price") : lintCost(theirs, where);
}

/** An option and its choices, as a word: what a request may say. */
function asked(cost: UnitCost): string {
  return "option" in cost ? `${cost.option} (${Object.keys(cost.choices).toSorted().join(", ")})` : "no option";
}

function amountsOf(cost: UnitCost): Choices {
  return "option" in cost ? cost.choices : { credits: cost.credits };
}

/** A plan whose members may use nothing that costs anything gives what can't be spent. */
function lintUse({ services, plans }: Policy): Finding[] {
  const costly = Object.values(services).filter((cost) =>
    Object.values(amountsOf(cost)).some((credits) => credits !== 0),
  );
  if (costly.length === 0) return found(true, "nothing_to_spend_on", "services", "None of them costs credits");
  const useless = Object.keys(plans).filter((plan) => costly.every((cost) => cost.plans?.includes(plan) === false));
  return useless.flatMap((plan) =>
    found(true, "plan_without_use", `plans.${plan}`, "What costs credits is for other plans"),
  );
}
