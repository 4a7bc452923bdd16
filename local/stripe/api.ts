import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../http.ts";
import { expanded } from "./expand.ts";
import { digestOf, keepAnswer, keptAnswer } from "./idempotency.ts";
import { decodeForm } from "./params.ts";
import { StripeProblem } from "./problem.ts";
import { callOf, findRoute } from "./route.ts";
import { apiRoutes } from "./routes.ts";
import { shown } from "./shown.ts";
import { catchUp } from "./time.ts";
import { transaction } from "./transaction.ts";
import { newId, type World } from "./world.ts";

const MAX_BODY_BYTES = 1_000_000;

/** A request of the `stripe` package, answered as Stripe's API does. */
export async function answerApi(
  world: World,
  apiKey: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, MAX_BODY_BYTES);
  const { method = "GET", url = "/", headers } = request;
  const answered = answerTo(world, apiKey, {
    method,
    target: url,
    body: body?.toString("utf8"),
    key: headers["idempotency-key"] as string | undefined,
    authorization: headers.authorization,
  });
  response.writeHead(answered.status, answered.headers);
  response.end(answered.text);
}

/** A request as it stands on the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Absent: too long. */
  readonly body: string | undefined;
  readonly key: string | undefined;
  readonly authorization: string | undefined;
}

/** Nothing waits here: requests are one after the other. */
export function answerTo(world: World, apiKey: string, { method, target, body, key, authorization }: WireRequest) {
  const { pathname, search } = new URL(target, "http://stripe");
  const id = newId(world, "req");
  const isInQuery = method === "GET" || method === "DELETE";
  const { status, text, isReplay } = answer(world, apiKey, {
    id,
    method,
    pathname,
    form: isInQuery ? search.slice(1) || (body ?? "") : body,
    key: method === "POST" ? key : undefined,
    authorization,
  });
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "request-id": id,
    ...(isReplay && { "idempotent-replayed": "true" }),
  };
  return { status, headers, text };
}

interface Asked {
  readonly id: string;
  readonly method: string;
  readonly pathname: string;
  /** Absent: too long. */
  readonly form: string | undefined;
  readonly key: string | undefined;
  readonly authorization: string | undefined;
}

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly isReplay: boolean;
}

function answer(world: World, apiKey: string, asked: Asked): Answered {
  const { id, method, pathname, key, form } = asked;
  try {
    checkKey(apiKey, asked.authorization);
    if (form === undefined) throw new StripeProblem(413, "request_too_large", "The request is too large.");
    catchUp(world);
    const given = decodeForm(form);
    const { handler, ids } = findRoute(apiRoutes, method, pathname);
    const digest = digestOf(method, pathname, given);
    const kept = key === undefined ? undefined : keptAnswer(world, key, digest);
    if (kept) return { status: kept.status, text: kept.body, isReplay: true };
    const { status, text, isFinal } = perform(world, asked, () => {
      const result = shown(world, handler(callOf(world, ids, given)));
      return expanded(world, result, (given as { expand?: string[] }).expand);
    });
    if (key !== undefined && isFinal) keepAnswer(world, key, { digest, status, body: text, request: id });
    return { status, text, isReplay: false };
  } catch (error) {
    return { ...worded(error), isReplay: false };
  }
}

/** A payment that was declined is remembered under its key, too; what was not even begun can be mended and sent again. */
function perform(world: World, { id, key }: Asked, act: () => object) {
  try {
    const result = transaction(world, { id, idempotencyKey: key ?? null }, act);
    return { status: 200, text: JSON.stringify(result), isFinal: true };
  } catch (error) {
    return { ...worded(error), isFinal: error instanceof StripeProblem && error.status === 402 };
  }
}

export function worded(error: unknown): { status: number; text: string } {
  const problem =
    error instanceof StripeProblem
      ? error
      : new StripeProblem(500, "internal", String((error as Error).stack ?? error));
  return { status: problem.status, text: JSON.stringify(problem.body) };
}

function checkKey(apiKey: string, authorization = ""): void {
  const [scheme, credentials = ""] = authorization.split(" ");
  const given = scheme === "Basic" ? Buffer.from(credentials, "base64").toString("utf8").split(":")[0] : credentials;
  if (given !== apiKey) throw new StripeProblem(401, "invalid_api_key", "Invalid API Key provided");
}
