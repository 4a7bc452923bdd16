import type Stripe from "stripe";
import { missing } from "./problem.ts";
import { shown } from "./shown.ts";
import type { World } from "./world.ts";

interface PageRequest {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}

const USUAL_LIMIT = 10;

/** A page of what Stripe lists, newest first. */
export function listPage<T extends { id: string }>(
  world: World,
  url: string,
  oldestFirst: readonly T[],
  { limit = USUAL_LIMIT, starting_after, ending_before }: PageRequest,
): Stripe.ApiList<T> {
  return pageOf(
    url,
    oldestFirst.toReversed().map((row) => shown(world, row) as T),
    { limit, starting_after, ending_before },
  );
}

/** A page of what is in its order already. */
export function pageOf<T extends { id: string }>(
  url: string,
  rows: readonly T[],
  { limit = USUAL_LIMIT, starting_after, ending_before }: PageRequest,
): Stripe.ApiList<T> {
  const placeOf = (id: string, param: string) => {
    const place = rows.findIndex((row) => row.id === id);
    if (place === -1) throw missing("object", id, param);
    return place;
  };
  if (ending_before !== undefined) {
    const end = placeOf(ending_before, "ending_before");
    const start = Math.max(0, end - limit);
    return { object: "list", data: rows.slice(start, end), has_more: start > 0, url };
  }
  const start = starting_after === undefined ? 0 : placeOf(starting_after, "starting_after") + 1;
  return { object: "list", data: rows.slice(start, start + limit), has_more: rows.length > start + limit, url };
}

/** With what is on the wire of a list inside an object, and not in the types. Recorded. */
export function counted<List extends { readonly data: readonly unknown[] }>(list: List): List {
  return { ...list, total_count: list.data.length };
}
