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

/** How a price comes about: what one unit costs, times the length, times the quantity (O13). */
export interface Breakdown {
  /** What one unit of ordinary length costs. */
  readonly unitCredits: Credits;
  /** How many times the ordinary length (M4); 1 of all that is not booked. */
  readonly length: number;
  readonly quantity: number;
  /** The choice that decides what a unit costs, named or taken as the default. */
  readonly choice?: { readonly option: string; readonly choice: string };
  /** Whose price it is, where it is not everyone's (M7). */
  readonly cohort?: string;
}

export type Itemized =
  | { readonly credits: Credits; readonly breakdown: Breakdown }
  | { readonly problems: readonly Problem[] };

/** What a request costs this account, without how that comes about. */
export function price(policy: Policy, account: Customer, request: ServiceRequest): Priced {
  const priced = itemize(policy, account, request);
  return "problems" in priced ? priced : { credits: priced.credits };
}

/**
 * What a request costs this account, whose cohort may pay another price (M7). An unknown service, an option that the
 * service does not have and a choice that it does not know are problems: nothing is ever charged by guess (M3).
 */
export function itemize(policy: Policy, account: Customer, request: ServiceRequest): Itemized {
  const service = Object.hasOwn(policy.services, request.service) ? policy.services[request.service] : undefined;
  if (!service) {
    const known = Object.keys(policy.services).join(", ");
    return { problems: [{ field: "service", message: `is not one of ${known}` }] };
  }
  const { cost, ...whose } = costFor(policy, account, service);
  const problems = [...quantityProblems(service, request), ...optionProblems(policy, service, cost, request)];
  if (problems.length > 0) return { problems };
  const unit = unitCost(cost, request);
  const length = lengthOf(service, request);
  const credits = unit.unitCredits * length * request.quantity;
  return isCredits(credits)
    ? { credits, breakdown: { ...unit, length, quantity: request.quantity, ...whose } }
    : { problems: [{ field: "quantity", message: "costs more than 10¹² credits" }] };
}

function costFor(
  policy: Policy,
  account: Customer,
  { cohorts = {}, ...everyones }: Cost,
): { readonly cost: UnitCost; readonly cohort?: string } {
  const [cohort, cost] = Object.entries(cohorts).find(([name]) => isFor(policy, { cohort: name }, account)) ?? [];
  return cohort === undefined || !cost ? { cost: everyones } : { cost, cohort };
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

function unitCost(cost: UnitCost, { options }: ServiceRequest): Pick<Breakdown, "unitCredits" | "choice"> {
  if ("credits" in cost) return { unitCredits: cost.credits };
  const choice = String(options[cost.option] ?? Object.keys(cost.choices)[0]);
  const { [choice]: unitCredits } = cost.choices;
  if (unitCredits === undefined) throw new RangeError(`${cost.option} has no choices`);
  return { unitCredits, choice: { option: cost.option, choice } };
}
