import { isLength, lengthOf, lengthProblems } from "./booking.ts";
import type { Instant } from "./calendar.ts";
import { type Customer, isFor } from "./cohort.ts";
import { type Credits, isCredits } from "./credits.ts";
import type { Cost, Policy, Service, UnitCost } from "./policy.ts";

/** What a caller wants to do: `quantity` units of a service, with the options that it has. */
export interface ServiceRequest {
  readonly service: string;
  readonly quantity: number;
  readonly options: Readonly<Record<string, string | number>>;
  /** When a booking starts; no other service has a start. */
  readonly startsAt?: Instant;
}

/** One thing that is wrong with a request; `field` is a path into its body. */
export interface Problem {
  readonly field: string;
  readonly message: string;
}

export type Priced = { readonly credits: Credits } | { readonly problems: readonly Problem[] };

/**
 * What a request costs this account, whose cohort may pay another price (M7). An unknown service, an option that the
 * service does not have and a choice that it does not know are problems: nothing is ever charged by guess (M3).
 */
export function price(policy: Policy, account: Customer, request: ServiceRequest): Priced {
  const service = Object.hasOwn(policy.services, request.service) ? policy.services[request.service] : undefined;
  if (!service) {
    const known = Object.keys(policy.services).join(", ");
    return { problems: [{ field: "service", message: `is not one of ${known}` }] };
  }
  const cost = costFor(policy, account, service);
  const problems = [...quantityProblems(service, request), ...optionProblems(policy, service, cost, request)];
  if (problems.length > 0) return { problems };
  const credits = unitCost(cost, request) * lengthOf(service, request) * request.quantity;
  return isCredits(credits)
    ? { credits }
    : { problems: [{ field: "quantity", message: "costs more than 10¹² credits" }] };
}

function costFor(policy: Policy, account: Customer, { cohorts = {}, ...everyones }: Cost): UnitCost {
  const theirs = Object.entries(cohorts).find(([cohort]) => isFor(policy, { cohort }, account));
  return theirs?.[1] ?? everyones;
}

function quantityProblems({ booking }: Service, { quantity }: ServiceRequest): Problem[] {
  // Each booking has a start of its own, and takes a place of its own.
  if (booking && quantity !== 1) return [{ field: "quantity", message: "is 1 for a booking" }];
  return isCredits(quantity) && quantity > 0 ? [] : [{ field: "quantity", message: "is not a whole number from 1" }];
}

function optionProblems(
  policy: Policy,
  isBooked: Pick<Service, "booking">,
  cost: UnitCost,
  { service, options }: ServiceRequest,
): Problem[] {
  return Object.entries(options).flatMap(([option, choice]) => {
    const field = `options.${option}`;
    if (isLength(isBooked, option)) return lengthProblems(policy, choice);
    if (!("option" in cost) || cost.option !== option) return [{ field, message: `is not an option of ${service}` }];
    if (Object.hasOwn(cost.choices, choice)) return [];
    return [{ field, message: `is not one of ${Object.keys(cost.choices).join(", ")}` }];
  });
}

function unitCost(cost: UnitCost, { options }: ServiceRequest): Credits {
  if ("credits" in cost) return cost.credits;
  const choice = options[cost.option];
  const credits = choice === undefined ? Object.values(cost.choices)[0] : cost.choices[choice];
  if (credits === undefined) throw new RangeError(`${cost.option} has no choices`);
  return credits;
}
