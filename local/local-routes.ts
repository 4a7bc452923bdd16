import * as z from "zod/mini";
import { asked } from "./asked.ts";
import { type BarParts, barRoutes } from "./bar/routes.ts";
import type { LocalBus } from "./event-bus.ts";
import { jsonReply } from "./gateway/reply.ts";
import type { LocalRoute } from "./gateway/server.ts";
import type { Issuer } from "./issuer.ts";

/** Where everything is, as `GET /local` tells it. */
export interface Whereabouts {
  readonly policy: string;
  /** The policies between which the bar can switch; none, where this Passbook can't begin anew. */
  readonly products: readonly string[];
  readonly api: string;
  /** The page; `null` where none is served. */
  readonly web: string | null;
  readonly stripe: {
    readonly url: string;
    readonly apiKey: string;
    readonly webhookSecret: string;
    readonly testClock: string | null;
  };
  readonly dynamodb: { readonly endpoint: string; readonly table: string };
}

const id = z.string().check(z.minLength(1), z.maxLength(128));
const tokenRequest = z.strictObject({
  sub: id,
  accounts: z.optional(z.union([z.string().check(z.maxLength(10_000)), z.array(id).check(z.maxLength(100))])),
  scope: z.optional(z.string().check(z.maxLength(1_000))),
});

/** What a developer's machine has beside the API; none of it exists in a deployment. */
export function localRoutes(
  whereabouts: () => Whereabouts,
  issuer: Issuer,
  bus: LocalBus,
  bar: BarParts,
): LocalRoute[] {
  const token = asked(tokenRequest, async (request) => jsonReply(200, { token: await issuer.issue(request) }));
  return [
    { method: "GET", path: "/local", answer: () => jsonReply(200, whereabouts()) },
    { method: "POST", path: "/local/tokens", answer: token },
    { method: "GET", path: "/local/events", answer: () => jsonReply(200, { events: bus.events }) },
    // Where EventBridge's client is led to; it puts its own slash.
    { method: "POST", path: "/local/bus/", answer: (body) => bus.put(body) },
    ...barRoutes(bar),
  ];
}
