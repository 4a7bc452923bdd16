import { dateOf } from "./calendar.ts";
import { credits, listed, number } from "./explain-words.ts";
import type { Pack, Policy } from "./policy.ts";

/** Who belongs to which cohort. */
export function explainCohorts({ cohorts }: Policy): string[] {
  return Object.entries(cohorts).map(
    ([name, { signedUpBefore }]) => `Who signed up before ${dateOf(signedUpBefore)} is a ${name} user.`,
  );
}

/** Each condition for buying once, with the packs that have it. */
export function explainWhoMayBuy({ packs }: Policy): string[] {
  const all = Object.values(packs);
  const conditions = [...new Set(all.flatMap(conditionsOf))];
  return conditions.map((condition) => {
    const concerned = all.filter((pack) => conditionsOf(pack).includes(condition));
    return `${concerned.length === all.length ? "Packs" : packsOf(concerned)} can be bought only ${condition}.`;
  });
}

function conditionsOf({ for: audience = "everyone", needs }: Pack): string[] {
  return [
    ...(needs === "subscription" ? ["with a running plan"] : []),
    ...(audience === "everyone" ? [] : [`by ${audience.cohort} users`]),
  ];
}

function packsOf(packs: readonly Pack[]): string {
  const amounts = packs.map((pack) => pack.credits);
  const noun = credits(amounts.at(-1) ?? 0);
  return `The ${packs.length === 1 ? "pack" : "packs"} of ${listed(amounts.map(number), "and")} ${noun}`;
}
