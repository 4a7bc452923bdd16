import {
  type Cost,
  day,
  explain,
  type Instant,
  type Policy,
  policyAt,
  type UnitCost,
  versionsAfter,
} from "@passbook/core";
import { refuseUnknownQuery } from "./http/request.ts";
import { http, json, type PublicEvent } from "./http/stack.ts";
import { essentials, lambda, type Passbook } from "./passbook.ts";
import { lookupKey } from "./stripe/prices.ts";

/** For so long an answer may be kept; not beyond the instant at which the next version begins. */
const KEPT_SECONDS = 60;

/**
 * `GET /catalog`: what can be bought and what it costs to use, with the policy in sentences, by the version in force. Open to
 * everybody; it knows no account, so it goes by the wall clock.
 */
export const catalog = ({ policy, clock, logger }: Pick<Passbook, "policy" | "clock" | "logger">) =>
  http<PublicEvent>(logger, async (event) => {
    refuseUnknownQuery(event, []);
    const now = clock();
    const cached = { "cache-control": `public, max-age=${secondsKept(policy, now)}` };
    return json(200, catalogAnswer(policyAt(policy, now)), cached);
  });

function secondsKept(policy: Policy, now: Instant): number {
  const [next] = versionsAfter(policy, now);
  return next ? Math.min(KEPT_SECONDS, Math.floor((day(next.version) - now) / 1000)) : KEPT_SECONDS;
}

/** @param policy the version in force. */
export function catalogAnswer(policy: Policy) {
  const { name, version, currency, plans, packs, addOns, services, bookings } = policy;
  return {
    policy: name,
    version,
    currency,
    plans: Object.entries(plans).map(([id, { allowance, price }]) => ({
      id,
      credits: allowance,
      prices: pricesAnswer(name, id, price),
    })),
    packs: Object.entries(packs).map(([id, { credits, price, for: audience = "everyone", needs }]) => ({
      id,
      credits,
      amount: price,
      lookupKey: lookupKey(name, id),
      ...(audience !== "everyone" && { cohort: audience.cohort }),
      ...(needs && { needs }),
    })),
    addOns: Object.entries(addOns).map(([id, { credits, price }]) => ({
      id,
      credits,
      prices: pricesAnswer(name, `addon_${id}`, price),
    })),
    services: Object.entries(services).map(([id, service]) => ({
      id,
      ...costAnswer(service),
      /** What is booked ahead, and how many times its length and cost it may be. */
      ...(service.booking && { lengths: bookings?.lengths ?? [] }),
    })),
    rules: explain(policy),
  };
}

function pricesAnswer(policy: string, name: string, price: Readonly<Record<string, number>>) {
  return Object.entries(price).map(([interval, amount]) => ({
    interval,
    amount,
    lookupKey: lookupKey(policy, name, interval),
  }));
}

/** What one unit costs, what a cohort pays instead, and the plans that may use it. */
function costAnswer({ cohorts, plans, ...everyones }: Cost) {
  const theirs = cohorts && Object.entries(cohorts).map(([cohort, cost]) => [cohort, unitAnswer(cost)] as const);
  return {
    ...unitAnswer(everyones),
    ...(theirs && { cohorts: Object.fromEntries(theirs) }),
    ...(plans && { plans }),
  };
}

/** Where an option decides, `credits` is what its first choice costs. */
function unitAnswer(cost: UnitCost) {
  if (!("option" in cost)) return { credits: cost.credits };
  return { credits: Object.values(cost.choices)[0], option: cost.option, choices: cost.choices };
}

export const handler = lambda(catalog, essentials);
