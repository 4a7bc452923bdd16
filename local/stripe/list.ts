import type Stripe from "stripe";
import { missing } from "./problem.ts";
import { shown } from "./shown.ts";
import type { UnixSeconds } from "./state.ts";
import type { World } from "./world.ts";

interface PageRequest {
  readonly created?: UnixSeconds | Partial<Record<"gt" | "gte" | "lt" | "lte", UnixSeconds | undefined>> | undefined;
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
  wanted: PageRequest,
): Stripe.ApiList<T> {
  const rows = oldestFirst.filter((row) => isFrom((row as { created?: UnixSeconds }).created ?? 0, wanted.created));
  return pageOf(
    url,
    rows.toReversed().map((row) => shown(world, row) as T),
    wanted,
  );
}

function isFrom(at: UnixSeconds, created: PageRequest["created"]): boolean {
  if (created === undefined) return true;
  if (typeof created === "number") return at === created;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = created;
  return at > gt && at >= gte && at < lt && at <= lte;
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
