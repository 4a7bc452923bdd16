import type { Interval } from "./calendar.ts";
import { DAY, dateOf, HOUR } from "./calendar.ts";
import { explainBookings } from "./explain-bookings.ts";
import type { Cost, Leftovers, Pack, Plan, Policy, Purchase, Rollover } from "./policy.ts";

/** The policy as sentences that a customer can read. */
export function explain(policy: Policy): string[] {
  return [
    ...Object.entries(policy.plans).map(([name, plan]) => explainPlan(policy, name, plan)),
    `A plan that is paid yearly gives its credits ${every(policy.cycle)} too, twelve times a year.`,
    ...explainLeftovers(policy),
    `While a renewal is being paid, the old credits stay for up to ${duration(policy.grace)}.`,
    "A trial gives no credits.",
    ...Object.values(policy.packs).map((pack) => explainPack(policy, pack)),
    ...Object.entries(policy.services).map(explainService),
    ...explainBookings(policy),
    `Credits are spent in this order: ${policy.burnDown.join(", ")}; of one kind those that end first.`,
  ];
}

function explainPlan(policy: Policy, name: string, { allowance, price }: Plan): string {
  const prices = Object.entries(price).map(([interval, amount]) => `${money(policy, amount)} a ${interval}`);
  return `The plan ${name} gives ${number(allowance)} credits ${every(policy.cycle)} and costs ${prices.join(" or ")}.`;
}

/** Each way of treating leftovers once, with the plans that have it; the ordinary way needs no names. */
function explainLeftovers(policy: Policy): string[] {
  const special = Object.entries(policy.plans).filter(([, { leftovers }]) => leftovers);
  return [
    leftoverSentence("Plan credits", policy.leftovers),
    ...special.map(([name, { leftovers = policy.leftovers }]) => leftoverSentence(`Credits of ${name}`, leftovers)),
    ...(policy.rollover ? explainRollover(policy.rollover) : []),
  ];
}

function leftoverSentence(whose: string, leftovers: Leftovers): string {
  const subject = `${whose} that are left when the next ones come`;
  switch (leftovers.leftovers) {
    case "expire":
      return `${subject} expire.`;
    case "keep":
      return `${subject} stay.`;
    case "rollOver":
      return `${subject} roll over, up to ${number(leftovers.upTo)}.`;
  }
}

function explainRollover({ counting, for: audience, forPaymentsFrom, notFor }: Rollover): string[] {
  const counted = counting === "account" ? "all credits of the account" : "the credits that have rolled over";
  return [
    `What counts against that limit is ${counted}. More than the limit may be stored: nothing is cut, nothing is added.`,
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

function explainPack(policy: Policy, { credits, price }: Pack): string {
  return `${number(credits)} more credits cost ${money(policy, price)} and do not expire.`;
}

function explainService([name, cost]: [string, Cost]): string {
  if (!("credits" in cost)) {
    const choices = Object.entries(cost.choices).map(([choice, credits]) => `${number(credits)} (${choice})`);
    return `${name} costs ${choices.join(" or ")} credits, by ${cost.option}.`;
  }
  return cost.credits === 0 ? `${name} is free.` : `${name} costs ${number(cost.credits)} credits.`;
}

function every(cycle: Interval): string {
  const [count, unit] = "months" in cycle ? [cycle.months, "month"] : [cycle.days, "day"];
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}

function duration(milliseconds: number): string {
  return milliseconds % DAY === 0 ? `${milliseconds / DAY} days` : `${milliseconds / HOUR} hours`;
}

function money({ currency }: Policy, minor: number): string {
  return `${currency} ${number(Math.floor(minor / 100))}.${String(minor % 100).padStart(2, "0")}`;
}

const number = (n: number): string => n.toString().replace(/\B(?=(?:\d{3})+$)/g, ",");
