import { type Cost, explain, type Policy } from "@passbook/core";
import { refuseUnknownQuery } from "./http/request.ts";
import { http, json, type PublicEvent } from "./http/stack.ts";
import { essentials, lambda, type Passbook } from "./passbook.ts";
import { lookupKey } from "./stripe/prices.ts";

/** `GET /catalog`: what can be bought and what it costs to use, with the policy in sentences. Open to everybody. */
export const catalog = ({ policy, logger }: Pick<Passbook, "policy" | "logger">) =>
  http<PublicEvent>(logger, async (event) => {
    refuseUnknownQuery(event, []);
    return json(200, catalogAnswer(policy), { "cache-control": "public, max-age=60" });
  });

export function catalogAnswer(policy: Policy) {
  const { name, version, currency, plans, packs, services, bookings } = policy;
  return {
    policy: name,
    version,
    currency,
    plans: Object.entries(plans).map(([id, { allowance, price }]) => ({
      id,
      credits: allowance,
      prices: Object.entries(price).map(([interval, amount]) => ({
        interval,
        amount,
        lookupKey: lookupKey(name, id, interval),
      })),
    })),
    packs: Object.entries(packs).map(([id, { credits, price }]) => ({
      id,
      credits,
      amount: price,
      lookupKey: lookupKey(name, id),
    })),
    addOns: [],
    services: Object.entries(services).map(([id, service]) => ({
      id,
      ...costAnswer(service),
      /** What is booked ahead, and how many times its length and cost it may be. */
      ...(service.booking && { lengths: bookings?.lengths ?? [] }),
    })),
    rules: explain(policy),
  };
}

/** What one unit costs; where an option decides, `credits` is what its first choice costs. */
function costAnswer(cost: Cost) {
  if (!("option" in cost)) return { credits: cost.credits };
  return { credits: Object.values(cost.choices)[0], option: cost.option, choices: cost.choices };
}

export const handler = lambda(catalog, essentials);
