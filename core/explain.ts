import { DAY, HOUR, type Instant, type Interval, MINUTE } from "./calendar.ts";
import { explainBookings } from "./explain-bookings.ts";
import { explainPlanChange, explainReversals } from "./explain-changes.ts";
import { explainCohorts, explainWhoMayBuy } from "./explain-cohorts.ts";
import { explainLeftovers } from "./explain-leftovers.ts";
import { explainPools } from "./explain-pools.ts";
import { explainService } from "./explain-service.ts";
import { credits, number } from "./explain-words.ts";
import {
  A_TENTH,
  type AddOn,
  type Downgrading,
  type Lifetime,
  type Pack,
  type Plan,
  type Policy,
  type Trial,
} from "./policy.ts";
import { quoteLasts } from "./quoted.ts";

/** Sentences about one thing, under a title. */
export interface Section {
  readonly title: string;
  readonly sentences: readonly string[];
}

/** The policy as sentences that a customer can read. */
export function explain(policy: Policy): string[] {
  return explainSections(policy).flatMap(({ sentences }) => sentences);
}

/** The same, by subject. */
export function explainSections(policy: Policy): Section[] {
  return [
    { title: "Plans", sentences: explainPlans(policy) },
    { title: "Credits that are left", sentences: [...explainLeftovers(policy), explainGrace(policy)] },
    {
      title: "Buying more",
      sentences: [
        ...Object.entries(policy.addOns).map((addOn) => explainAddOn(policy, addOn)),
        ...Object.values(policy.packs).map((pack) => explainPack(policy, pack)),
        ...explainWhoMayBuy(policy),
      ],
    },
    {
      title: "Using credits",
      sentences: [
        ...Object.entries(policy.services).map(explainService),
        ...explainBookings(policy),
        `A price that is quoted is kept for ${duration(quoteLasts(policy))}, and can be used once.`,
        `Credits are spent in this order: ${policy.burnDown.join(", ")}; of one kind those that end first.`,
        explainLow(policy),
      ],
    },
    { title: "Teams", sentences: explainPools(policy) },
    { title: "Changing plans", sentences: explainPlanChange(policy) },
    { title: "Cancelling", sentences: explainCancelling(policy) },
    { title: "Refunds", sentences: explainReversals(policy) },
    { title: "Who is who", sentences: explainCohorts(policy) },
  ].filter(({ sentences }) => sentences.length > 0);
}

function explainLow({ low = { timesAllowance: A_TENTH } }: Policy): string {
  const share = (times: number) => `${Number((times * 100).toFixed(2))} percent of what the plan gives`;
  return `A balance is marked as low at ${typeof low === "number" ? number(low) : share(low.timesAllowance)} or less.`;
}

function explainPlans(policy: Policy): string[] {
  const isPaidYearly = Object.values(policy.plans).some(({ price }) => price.year !== undefined);
  return [
    ...Object.entries(policy.plans).map(([name, plan]) => explainPlan(policy, name, plan)),
    ...(isPaidYearly ? [yearlySentence(policy)] : []),
    explainTrial(policy.trial),
  ];
}

function yearlySentence({ cycle, yearly }: Policy): string {
  if (yearly === "upfront") return "A plan that is paid yearly gives twelve times its credits at once.";
  return `A plan that is paid yearly gives its credits ${every(cycle)} too, twelve times a year.`;
}

function explainPlan(policy: Policy, name: string, { allowance, price }: Plan): string {
  const prices = Object.entries(price).map(([interval, amount]) => `${money(policy, amount)} a ${interval}`);
  const unpaid = name === policy.cancelling.fallback ? "needs no subscription" : "is not sold any more";
  const cost = prices.length > 0 ? `costs ${prices.join(" or ")}` : unpaid;
  return `The plan ${name} gives ${number(allowance)} ${credits(allowance)} ${every(policy.cycle)} and ${cost}.`;
}

function explainPack(policy: Policy, { credits: amount, price, lasts }: Pack): string {
  const isOne = amount === 1;
  const cost = isOne ? "costs" : "cost";
  return `${number(amount)} more ${credits(amount)} ${cost} ${money(policy, price)} and ${lasting(lasts, isOne)}.`;
}

function lasting(lasts: Lifetime, isOne: boolean): string {
  if ("months" in lasts) return `${isOne ? "ends" : "end"} ${lasts.months} months later`;
  return `${isOne ? "does" : "do"} not expire`;
}

function explainTrial(trial: Trial): string {
  if ("credits" in trial) return `A trial gives ${number(trial.credits)} ${credits(trial.credits)}.`;
  return trial.trial === "full" ? "A trial gives what its plan gives." : "A trial gives no credits.";
}

function explainAddOn(policy: Policy, [name, { credits: amount, price }]: [string, AddOn]): string {
  const prices = Object.entries(price).map(([interval, cents]) => `${money(policy, cents)} a ${interval}`);
  return `The add-on ${name} gives ${number(amount)} more ${credits(amount)} and costs ${prices.join(" or ")}.`;
}

function explainCancelling({ cancelling, downgrading, onlyWhileSubscribed }: Policy): string[] {
  const { loses, keepsAtMost, fallback } = cancelling;
  return [
    ...(downgrading ? explainDowngrading(downgrading) : []),
    ...(keepsAtMost === undefined || fallback === undefined
      ? []
      : [`When the subscription has ended, what is stored is cut to ${keepsAtMost} times the credits of ${fallback}.`]),
    ...(loses.length > 0 ? [`When the subscription has ended, these credits are lost: ${loses.join(", ")}.`] : []),
    ...(loses.length === 0 && keepsAtMost === undefined ? ["Nothing is lost by cancelling."] : []),
    ...(onlyWhileSubscribed.length > 0
      ? [`Without a subscription these credits wait and can't be spent: ${onlyWhileSubscribed.join(", ")}.`]
      : []),
    ...(fallback === undefined
      ? []
      : [`Before the first subscription and after the last a person has the plan ${fallback}.`]),
  ];
}

function explainDowngrading({ loses = [], keepsAtMost }: Downgrading): string[] {
  return [
    ...(loses.length > 0
      ? [`With the first payment of a smaller plan these credits are lost: ${loses.join(", ")}.`]
      : []),
    ...(keepsAtMost === undefined
      ? []
      : [`With the first payment of a smaller plan, what is stored is cut to ${keepsAtMost} times its credits.`]),
  ];
}

function explainGrace({ grace }: Policy): string {
  return `While a renewal is being paid, the old credits stay for up to ${duration(grace)}.`;
}

function every(cycle: Interval): string {
  if ("calendarMonths" in cycle)
    return cycle.calendarMonths === 1
      ? "on the first of every month"
      : `on the first of every ${cycle.calendarMonths} months`;
  const [count, unit] = "months" in cycle ? [cycle.months, "month"] : [cycle.days, "day"];
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}

/** In the largest unit of which it is a whole number. */
function duration(milliseconds: Instant): string {
  const [unit, length] = DURATIONS.find(([, of]) => milliseconds % of === 0) ?? ["second", 1_000];
  const count = milliseconds / length;
  return count === 1 ? `one ${unit}` : `${number(count)} ${unit}s`;
}

const DURATIONS = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
] as const;

function money({ currency }: Policy, minor: number): string {
  return `${currency} ${number(Math.floor(minor / 100))}.${String(minor % 100).padStart(2, "0")}`;
}
