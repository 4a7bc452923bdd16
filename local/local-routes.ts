import * as z from "zod";
import type { LocalBus } from "./event-bus.ts";
import { jsonReply, type Reply } from "./gateway/reply.ts";
import type { LocalRoute } from "./gateway/server.ts";
import type { Issuer } from "./issuer.ts";

/** Where everything is, as `GET /local` tells it. */
export interface Whereabouts {
  readonly policy: string;
  readonly api: string;
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
export function localRoutes(whereabouts: () => Whereabouts, issuer: Issuer, bus: LocalBus): LocalRoute[] {
  return [
    { method: "GET", path: "/local", answer: () => jsonReply(200, whereabouts()) },
    { method: "POST", path: "/local/tokens", answer: (body) => issueToken(body, issuer) },
    { method: "GET", path: "/local/events", answer: () => jsonReply(200, { events: bus.events }) },
    // Where EventBridge's client is led to; it puts its own slash.
    { method: "POST", path: "/local/bus/", answer: (body) => bus.put(body) },
  ];
}

async function issueToken(body: Buffer, issuer: Issuer): Promise<Reply> {
  const request = tokenRequest.safeParse(parseJson(body));
  if (!request.success) return jsonReply(400, { message: z.prettifyError(request.error) });
  return jsonReply(200, { token: await issuer.issue(request.data) });
}

/** `undefined` where it is no JSON, which no schema of ours takes. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
