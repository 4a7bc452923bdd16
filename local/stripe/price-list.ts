import type Stripe from "stripe";
import { StripeProblem } from "./problem.ts";

const known = new Set(["active", "limit", "lookup_keys", "starting_after"]);
const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

/** `GET /v1/prices`. A parameter that is not understood is refused, as Stripe does: ignored, it would answer something else. */
export function listPrices(prices: readonly Stripe.Price[], query: URLSearchParams): Stripe.ApiList<Stripe.Price> {
  const unknown = [...query.keys()].find((name) => !known.has(plainName(name)));
  if (unknown !== undefined)
    throw new StripeProblem(400, "parameter_unknown", `Received unknown parameter: ${unknown}`);

  const lookupKeys = [...query].flatMap(([name, value]) => (plainName(name) === "lookup_keys" ? [value] : []));
  const limit = Number(query.get("limit") ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new StripeProblem(400, "parameter_invalid_integer", `limit must be from 1 to ${MAX_LIMIT}`);
  }
  const active = query.get("active");
  const startingAfter = query.get("starting_after");
  const wanted = prices
    .slice(startingAfter === null ? 0 : prices.indexOf(findPrice(prices, startingAfter)) + 1)
    .filter((price) => lookupKeys.length === 0 || lookupKeys.includes(price.lookup_key ?? ""))
    .filter((price) => active === null || String(price.active) === active);
  return { object: "list", data: wanted.slice(0, limit), has_more: wanted.length > limit, url: "/v1/prices" };
}

/** `GET /v1/prices/:id`. */
export function findPrice(prices: readonly Stripe.Price[], id: string): Stripe.Price {
  const price = prices.find((candidate) => candidate.id === id);
  if (!price) throw new StripeProblem(404, "resource_missing", `No such price: '${id}'`);
  return price;
}

/** `lookup_keys[0]` and `lookup_keys[]` are `lookup_keys`. */
function plainName(parameter: string): string {
  return parameter.replace(/\[\d*\]$/, "");
}
