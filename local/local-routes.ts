import * as z from "zod/mini";
import { parseJson } from "../functions/http/json.ts";
import { problemAnswer, Refusal } from "../functions/http/problem.ts";
import { invalid } from "../functions/http/request.ts";
import { read } from "../functions/http/schema.ts";
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

const id = z.string().check(z.minLength(1), z.maxLength(128));
const tokenRequest = z.strictObject({
  sub: id,
  accounts: z.optional(z.union([z.string().check(z.maxLength(10_000)), z.array(id).check(z.maxLength(100))])),
  scope: z.optional(z.string().check(z.maxLength(1_000))),
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
  try {
    const said = read(tokenRequest, parseJson(body.toString("utf8")));
    if ("problems" in said) throw invalid(said.problems);
    return jsonReply(200, { token: await issuer.issue(said.value) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { statusCode, headers, body: problem } = problemAnswer(error);
    return { status: statusCode, headers, body: Buffer.from(problem) };
  }
}
