import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Scope } from "../../functions/routes.ts";
import { close, listen, readBody } from "../http.ts";
import type { Authorizer, JwtContext } from "./authorizer.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";
import { toEvent } from "./event.ts";
import { invoke, type LambdaHandler } from "./invocation.ts";
import { jsonReply, type Reply } from "./reply.ts";
import { findRoute, type RouteMatch, type RoutePattern } from "./router.ts";
import type { Site } from "./site.ts";

/** A route to a function; without a scope no token is asked for. */
interface FunctionRoute extends RoutePattern {
  readonly function: string;
  readonly scope?: Scope;
}

/** A route that is answered here, and in no deployment. */
export interface LocalRoute extends RoutePattern {
  answer(body: Buffer, pathParameters: RouteMatch<RoutePattern>["pathParameters"]): Reply | Promise<Reply>;
}

/** By the route's `function`. */
export type Handlers = Readonly<Record<string, LambdaHandler>>;

export interface GatewayOptions {
  readonly port: number;
  readonly routes: readonly FunctionRoute[];
  /** Where they are still to be loaded, whoever calls waits for them. */
  readonly handlers: Handlers | Promise<Handlers>;
  readonly authorize: Authorizer;
  readonly localRoutes?: readonly LocalRoute[];
  /** What is shown where there is no route. */
  readonly site?: Site;
  readonly timeoutMs?: number;
  /** What CloudWatch would show of a function that threw. */
  readonly onFunctionError?: (functionName: string, error: unknown) => void;
}

export interface Gateway {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_INTEGRATION_MS = 30_000;

/** The gateway says no: thrown, so that the way of an accepted request reads straight. */
class Refusal extends Error {
  readonly reply: Reply;
  constructor(status: number, message: string, headers?: Record<string, string>) {
    super(message);
    this.reply = jsonReply(status, { message }, headers);
  }
}

/** An API Gateway HTTP API on loopback: the same events for the functions, the same answers of its own. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing, options));
  const url = await listen(server, options.port);
  return { url, close: () => close(server) };
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, options: GatewayOptions): Promise<void> {
  const id = randomUUID();
  const { status, headers, body, afterwards } = await replyTo(incoming, id, options);
  outgoing.writeHead(status, { ...headers, ...corsHeaders(incoming.headers.origin), "apigw-requestid": id });
  outgoing.end(body, afterwards);
}

async function replyTo(incoming: IncomingMessage, id: string, options: GatewayOptions): Promise<Reply> {
  try {
    if (incoming.method === "OPTIONS")
      return { status: 204, headers: preflightHeaders(incoming.headers.origin), body: Buffer.alloc(0) };
    return await route(incoming, id, options);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    if (error instanceof URIError) return jsonReply(400, { message: "Bad Request" }); // the path's encoding
    return jsonReply(500, { message: "Internal Server Error" });
  }
}

async function route(incoming: IncomingMessage, id: string, options: GatewayOptions): Promise<Reply> {
  const receivedAt = new Date();
  const { method = "", url = "/", headersDistinct: headers } = incoming;
  const [path = "/", ...query] = url.split("?");

  const local = findRoute(options.localRoutes ?? [], method, path);
  if (local) return await local.route.answer(await bodyOf(incoming), local.pathParameters);
  const match = findRoute(options.routes, method, path);
  if (!match) return pageAt(options.site, method, path);

  const jwt = await admit(headers["authorization"]?.join(","), match.route.scope, options.authorize);
  const body = await bodyOf(incoming);
  const sourceIp = incoming.socket.remoteAddress ?? "";
  const event = toEvent({ id, receivedAt, method, path, query: query.join("?"), headers, sourceIp, body }, match, jwt);
  return await callFunction(match.route.function, event, options);
}

function pageAt(site: Site | undefined, method: string, path: string): Reply {
  const page = method === "GET" ? site?.(path) : undefined;
  if (!page) throw new Refusal(404, "Not Found");
  return page;
}

async function admit(
  authorization: string | undefined,
  scope: Scope | undefined,
  authorize: Authorizer,
): Promise<JwtContext | undefined> {
  if (scope === undefined) return undefined;
  const decided = await authorize(authorization, scope);
  if (decided.decision === "allowed") return decided.jwt;
  const [status, message] =
    decided.decision === "forbidden" ? ([403, "Forbidden"] as const) : ([401, "Unauthorized"] as const);
  throw new Refusal(status, message, { "www-authenticate": decided.challenge });
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const body = await readBody(incoming, MAX_BODY_BYTES);
  if (!body) throw new Refusal(413, "Request Entity Too Large");
  return body;
}

async function callFunction(
  name: string,
  event: Parameters<LambdaHandler>[0],
  options: GatewayOptions,
): Promise<Reply> {
  const { handlers, timeoutMs = MAX_INTEGRATION_MS, onFunctionError } = options;
  const handler = (await handlers)[name];
  if (!handler) throw new Error(`there is no function ${name}`);
  try {
    return await invoke(name, handler, event, timeoutMs);
  } catch (error) {
    onFunctionError?.(name, error);
    throw new Refusal(500, "Internal Server Error");
  }
}
