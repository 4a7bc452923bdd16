import { dateOf } from "./calendar.ts";
import { listed, number } from "./explain-words.ts";
import type { Leftovers, Limit, Policy, Purchase, Rollover } from "./policy.ts";

/** What happens to plan credits that are left: each way once, with the plans that have it. */
export function explainLeftovers(policy: Policy): string[] {
  const ways = Object.entries(policy.plans).map(([name, { leftovers = policy.leftovers }]) => ({ name, leftovers }));
  const kinds = new Set(ways.map(({ leftovers }) => leftovers.leftovers));
  const sentences = [...kinds].map((kind) => {
    const concerned = ways.filter(({ leftovers }) => leftovers.leftovers === kind);
    const plansOf = concerned.map(({ name }) => name);
    const whose = kinds.size === 1 ? "Plan credits" : `Credits of ${listed(plansOf, "and")}`;
    return `${whose} that are left when the next ones come ${whatHappens(concerned)}.`;
  });
  return [...sentences, ...(policy.rollover ? explainRollover(policy.rollover) : [])];
}

interface Way {
  readonly name: string;
  readonly leftovers: Leftovers;
}

/** Of plans whose leftovers are treated in one way; their limits may differ. */
function whatHappens(ways: readonly Way[]): string {
  const [way] = ways;
  if (way?.leftovers.leftovers !== "rollOver") return way?.leftovers.leftovers === "keep" ? "stay" : "expire";
  const { cycles } = way.leftovers;
  const limits = ways.flatMap(({ name, leftovers }) =>
    leftovers.leftovers === "rollOver" && leftovers.upTo !== undefined ? [{ name, upTo: inWords(leftovers.upTo) }] : [],
  );
  return ["roll over", ...(cycles === undefined ? [] : [`for ${cycles} more cycles`]), ...limited(limits)].join(", ");
}

function inWords(upTo: Limit): string {
  return typeof upTo === "number" ? number(upTo) : `${upTo.timesAllowance} times what the plan gives`;
}

function limited(limits: readonly { readonly name: string; readonly upTo: string }[]): string[] {
  const [limit] = limits;
  if (!limit) return [];
  if (limits.every(({ upTo }) => upTo === limit.upTo)) return [`up to ${limit.upTo}`];
  const each = limits.map(({ name, upTo }) => `${upTo} (${name})`);
  return [`up to ${listed(each, "or")}`];
}

function explainRollover({ counting, above, for: audience, forPaymentsFrom, notFor }: Rollover): string[] {
  const counted = counting === "account" ? "all credits of the account" : "the credits that have rolled over";
  return [
    `What counts against that limit is ${counted}. ${
      above === "cut"
        ? "What is stored above it ends when the next credits come."
        : "More than the limit may be stored: nothing is cut, nothing is added."
    }`,
    ...(audience === "everyone" ? [] : [`Credits roll over for ${audience.cohort} users only.`]),
    ...(forPaymentsFrom === undefined
      ? []
      : [`Credits of payments before ${dateOf(forPaymentsFrom)} do not roll over.`]),
    ...(notFor ? [`They do not roll over for ${purchases(notFor)}.`] : []),
  ];
}

function purchases({ interval, boughtBefore, by }: Purchase): string {
  const whose = by === "everyone" ? "" : ` of ${by.cohort} users`;
  return `${interval}ly plans${whose} bought before ${dateOf(boughtBefore)}`;
}
