import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { type Route, routes } from "../../functions/routes.ts";
import { claimsAsStrings } from "../../local/gateway/claims.ts";
import { toEvent } from "../../local/gateway/event.ts";
import { findRoute } from "../../local/gateway/router.ts";

/** Whose request it is, as the token says. */
export interface Token {
  readonly sub: string;
  readonly accounts?: string | readonly string[];
  readonly scope?: string | readonly string[];
}

/** A request, as much of it as matters to a test. */
export interface Request {
  readonly token?: Token | undefined;
  /** The Idempotency-Key. */
  readonly key?: string | undefined;
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ada, by another name than her account has: it is nobody's own, so there is no free plan beside what a story pays for. */
export const ada: Token = { sub: "ada.lovelace", accounts: ["ada"], scope: "credits:read credits:spend" };
/** The product's backend: it may reach every account. */
export const operator: Token = { sub: "support", accounts: [], scope: "credits:operate" };

export const reader = (account: string): Token => ({
  sub: `reader.of.${account}`,
  accounts: [account],
  scope: "credits:read",
});

/** The gateway gives every request a name of its own. */
let requests = 0;

/** The route and the event that API Gateway makes of `GET /accounts/ada/balance`; claims are strings, arrays `[a b]`. */
export function gatewayEvent(line: string, { token, key, body, headers = {} }: Request) {
  const [method = "", target = ""] = line.split(" ", 2);
  const [path = "", query = ""] = target.split("?", 2);
  const match = findRoute<Route>(routes, method, path);
  if (!match) throw new RangeError(`there is no route for ${line}`);
  const all = { "content-type": "application/json", ...(key !== undefined && { "idempotency-key": key }), ...headers };
  const request = {
    id: `request ${(requests += 1)}`,
    receivedAt: new Date(0),
    method,
    path,
    query,
    headers: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
    sourceIp: "192.0.2.1",
    body: bytesOf(body),
  };
  const claims = token && claimsAsStrings({ iss: "https://issuer.example", exp: 2_000_000_000, ...token });
  const event = toEvent(request, match, claims && { claims, scopes: [] });
  return { verb: match.route.function, event: event as APIGatewayProxyEventV2 };
}

function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

/** A Lambda with all the time that ours have. */
export const context = {
  awsRequestId: "invocation-1",
  functionName: "passbook",
  functionVersion: "$LATEST",
  invokedFunctionArn: "arn:aws:lambda:local:000000000000:function:passbook",
  memoryLimitInMB: "1024",
  getRemainingTimeInMillis: () => 10_000,
} as Context;
