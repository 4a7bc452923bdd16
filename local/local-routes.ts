import * as z from "zod";
import { asked } from "./asked.ts";
import { type BarParts, barRoutes } from "./bar/routes.ts";
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

const id = z.string().min(1).max(128);
const tokenRequest = z.strictObject({
  sub: id,
  accounts: z.union([z.string().max(10_000), z.array(id).max(100)]).optional(),
  scope: z.string().max(1_000).optional(),
});

/** What a developer's machine has beside the API; none of it exists in a deployment. */
export function localRoutes(whereabouts: () => Whereabouts, issuer: Issuer, bar: BarParts): LocalRoute[] {
  const token = asked(tokenRequest, async (request) => jsonReply(200, { token: await issuer.issue(request) }));
  return [
    { method: "GET", path: "/local", answer: () => jsonReply(200, whereabouts()) },
    { method: "POST", path: "/local/tokens", answer: token },
    ...barRoutes(bar),
  ];
}
