import type * as z from "zod";
import { readParams } from "./params.ts";
import { StripeProblem } from "./problem.ts";
import type { World } from "./world.ts";

/** A request for one of the routes. */
export interface Call {
  readonly world: World;
  /** What stands in the path where the route has a name. */
  readonly id: string;
  /** What a second name stands for. */
  readonly secondId: string;
  readonly given: unknown;
  readonly read: <Schema extends z.ZodType>(schema: Schema) => z.infer<Schema>;
}

/** By method and path: `GET /v1/customers/:id`. */
export type Routes = Readonly<Record<string, (call: Call) => object>>;

/** Which route a request is for, and with which ids. */
export function findRoute(routes: Routes, method: string, pathname: string) {
  const parts = pathname.split("/");
  // What is spelt out goes before what a name would take: `/v1/invoices/create_preview` is no invoice.
  const found = Object.keys(routes)
    .filter((route) => {
      const [verb, path = ""] = route.split(" ");
      const wanted = path.split("/");
      return (
        verb === method &&
        wanted.length === parts.length &&
        wanted.every((part, i) => part === parts[i] || part.startsWith(":"))
      );
    })
    .toSorted((a, b) => a.split(":").length - b.split(":").length)[0];
  const handler = found === undefined ? undefined : routes[found];
  if (!handler || found === undefined) {
    throw new StripeProblem(
      404,
      "unrecognized_url",
      `Unrecognized request URL (${method}: ${pathname}): the local Stripe has no such thing`,
    );
  }
  const ids = (found.split(" ")[1] ?? "")
    .split("/")
    .flatMap((part, i) => (part.startsWith(":") ? [parts[i] ?? ""] : []));
  return { handler, ids: ids.map(decodeURIComponent) };
}

export function callOf(world: World, ids: readonly string[], given: unknown): Call {
  const [id = "", secondId = ""] = ids;
  return { world, id, secondId, given, read: (schema) => readParams(schema, given) };
}
