import { isUtf8 } from "node:buffer";
import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import type { JwtContext } from "./authorizer.ts";
import type { RouteMatch, RoutePattern } from "./router.ts";

/** A request as it came over the wire. */
export interface GatewayRequest {
  readonly id: string;
  readonly receivedAt: Date;
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** Percent-encoded, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<NodeJS.Dict<string[]>>;
  readonly sourceIp: string;
  readonly body: Buffer;
}

/** What a function is given: `authorizer` is there on the routes that ask for a token. */
export type GatewayEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

/** The event that API Gateway makes of a request: payload format 2.0. */
export function toEvent(
  request: GatewayRequest,
  { route, pathParameters }: RouteMatch<RoutePattern>,
  jwt?: JwtContext,
): GatewayEvent {
  const routeKey = `${route.method} ${route.path}`;
  const { cookie, ...sent } = request.headers;
  const headers = { ...sent, ...forwardedBy(request) };
  // API Gateway's "raw" path is decoded.
  const rawPath = decodeURIComponent(request.path);
  const query = queryParameters(request.query);
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString: request.query,
    ...(cookie && { cookies: cookie.flatMap((line) => line.split(/;\s*/)) }),
    headers: Object.fromEntries(Object.entries(headers).map(([name, values = []]) => [name, values.join(",")])),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      ...(jwt && { authorizer: { jwt } }),
      domainName: headers["host"]?.[0] ?? "localhost",
      domainPrefix: "local",
      http: {
        method: request.method,
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp: request.sourceIp,
        userAgent: headers["user-agent"]?.[0] ?? "",
      },
      requestId: request.id,
      routeKey,
      stage: "$default",
      time: accessLogTime(request.receivedAt),
      timeEpoch: request.receivedAt.getTime(),
    },
    ...(Object.keys(pathParameters).length > 0 && { pathParameters: { ...pathParameters } }),
    ...bodyOf(request.body, headers["content-type"]?.[0]),
  };
}

/** What a gateway adds about the connection that ends at it. */
function forwardedBy({ headers, sourceIp }: GatewayRequest): NodeJS.Dict<string[]> {
  return {
    "x-forwarded-for": [...(headers["x-forwarded-for"] ?? []), sourceIp],
    "x-forwarded-port": [headers["host"]?.[0]?.split(":")[1] ?? "80"],
    "x-forwarded-proto": ["http"],
  };
}

/** Repeated keys are joined, in the order of their first appearance. */
function queryParameters(query: string): Record<string, string> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries([...new Set(parameters.keys())].map((key) => [key, parameters.getAll(key).join(",")]));
}

/** `22/Nov/2026:08:13:00 +0000` */
function accessLogTime(instant: Date): string {
  const [, day, month, year, time] = instant.toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}

// Measured by others against AWS: everything else arrives in base64, forms and bodies without a type among it.
const textTypes = /^(text\/.*|application\/(json|xml|javascript))$/i;

function bodyOf(body: Buffer, contentType = ""): Pick<APIGatewayProxyEventV2, "body" | "isBase64Encoded"> {
  if (body.length === 0) return { isBase64Encoded: false };
  const mediaType = contentType.split(";", 1)[0]?.trim() ?? "";
  const isText = textTypes.test(mediaType) && isUtf8(body);
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}
