import { isCredits } from "../credits.ts";
import type { Leftovers, Money, Pack, Plan, Policy } from "../policy.ts";
import { type Finding, found } from "./finding.ts";

/** What is sold: plans, packs and the keys under which Stripe knows them. */
export function lintCatalogue(policy: Policy): Finding[] {
  return [
    ...Object.entries(policy.plans).flatMap(([name, plan]) => lintPlan(policy, name, plan)),
    ...Object.entries(policy.packs).flatMap(([id, pack]) => lintPack(policy, id, pack)),
    ...lintIds(policy),
  ];
}

function lintPlan(policy: Policy, name: string, { allowance, price, leftovers }: Plan): Finding[] {
  const where = `plans.${name}`;
  const wasSold = policy.earlier?.some(({ plans }) => Object.keys(plans[name]?.price ?? {}).length > 0) ?? false;
  const isUnsold = Object.keys(price).length === 0 && name !== policy.cancelling.fallback && !wasSold;
  const isRollingOver = (leftovers ?? policy.leftovers).leftovers === "rollOver";
  return [
    ...(allowance === 0 && isRollingOver
      ? found(true, "limit_of_nothing", where, "It gives 0 credits and rolls them over")
      : found(!isSome(allowance), "allowance_missing", `${where}.allowance`, `It is ${allowance}`)),
    ...lintLeftovers(leftovers ?? policy.leftovers, `${where}.leftovers`, allowance),
    ...found(isUnsold, "plan_without_price", `${where}.price`, "It is empty"),
    ...Object.entries(price).flatMap(([interval, amount]) => lintPrice(amount, `${where}.price.${interval}`)),
  ];
}

function lintLeftovers(leftovers: Leftovers, where: string, allowance: number): Finding[] {
  if (leftovers.leftovers !== "rollOver") return [];
  const { upTo, cycles = 1 } = leftovers;
  if (!Number.isInteger(cycles) || cycles < 1)
    return found(true, "cap_not_whole", `${where}.cycles`, `It is ${cycles}`);
  if (upTo === undefined) return [];
  if (typeof upTo !== "number") {
    const { timesAllowance: times } = upTo;
    // A share of the allowance is a limit that somebody has meant.
    return found(!Number.isFinite(times) || times <= 0, "cap_not_whole", `${where}.upTo`, `It is ${times} times`);
  }
  const what = `It is ${upTo}`;
  if (!isCredits(upTo)) return found(true, "cap_not_whole", `${where}.upTo`, what);
  return found(upTo < allowance, "cap_below_allowance", `${where}.upTo`, `${what}, of an allowance of ${allowance}`);
}

function lintPack(policy: Policy, id: string, { credits, price }: Pack): Finding[] {
  const where = `packs.${id}`;
  if (!isSome(credits)) return found(true, "pack_gives_nothing", `${where}.credits`, `It is ${credits}`);
  const named = planKeys(policy).includes(id)
    ? found(true, "lookup_key_twice", where, `${id} is what a plan is sold as`)
    : found(id !== `pack_${credits}`, "pack_misnamed", where, `It holds ${credits}`);
  return [...named, ...lintPrice(price, `${where}.price`)];
}

/** Lookup keys of plans, without the policy's name, with which all of them begin. */
function planKeys({ plans }: Policy): string[] {
  return Object.entries(plans).flatMap(([plan, { price }]) => Object.keys(price).map((every) => `${plan}_${every}`));
}

function lintPrice(amount: Money, where: string): Finding[] {
  return found(!Number.isSafeInteger(amount) || amount <= 0, "price_not_money", where, `It is ${amount}`);
}

/** Whatever is part of a lookup key, or of a request. */
function lintIds({ name, plans, addOns, services, cohorts }: Policy): Finding[] {
  const ids = Object.entries({ plans, addOns, services, cohorts }).flatMap(([kind, named]) =>
    Object.keys(named).map((id) => [id, `${kind}.${id}`] as const),
  );
  return [[name, "name"] as const, ...ids].flatMap(([id, where]) =>
    found(!/^[a-z\d]+(?:-[a-z\d]+)*$/.test(id), "id_not_key", where, `It is ${JSON.stringify(id)}`),
  );
}

function isSome(credits: number): boolean {
  return isCredits(credits) && credits > 0;
}
