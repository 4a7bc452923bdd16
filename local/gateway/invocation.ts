import { randomUUID } from "node:crypto";
import type { APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import type { GatewayEvent } from "./event.ts";
import type { Reply } from "./reply.ts";
import { jsonReply } from "./reply.ts";

/** A function's entry point, as Lambda calls it. */
export type LambdaHandler = (event: GatewayEvent, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** Calls a function as Lambda would and answers what API Gateway would make of its result. */
export async function invoke(
  functionName: string,
  handler: LambdaHandler,
  event: GatewayEvent,
  timeoutMs: number,
): Promise<Reply> {
  const timer = Promise.withResolvers<"timed out">();
  const timeout = setTimeout(() => timer.resolve("timed out"), timeoutMs);
  try {
    const result = await Promise.race([handler(event, lambdaContext(functionName, timeoutMs)), timer.promise]);
    return result === "timed out" ? jsonReply(503, { message: "Service Unavailable" }) : toReply(result);
  } finally {
    clearTimeout(timeout);
  }
}

function lambdaContext(functionName: string, timeoutMs: number): Context {
  const deadline = Date.now() + timeoutMs;
  const awsRequestId = randomUUID();
  const gone = () => {
    throw new Error("Lambda has no callbacks since Node 24: return a promise");
  };
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    memoryLimitInMB: "1024",
    awsRequestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: gone,
    fail: gone,
    succeed: gone,
  };
}

/** The gateway's own business: it counts the bytes, keeps the connection and knows which origins may read. */
const gatewayHeaders = /^(content-length|transfer-encoding|connection|access-control-.*)$/i;

/** @throws {TypeError} the function answered something that is no response. */
function toReply(result: APIGatewayProxyStructuredResultV2): Reply {
  if (typeof result?.statusCode !== "number") throw new TypeError("the function answered without a statusCode");
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded = false } = result;
  const passed = Object.entries(headers).filter(([name]) => !gatewayHeaders.test(name));
  return {
    status: statusCode,
    headers: {
      "content-type": "text/plain;charset=UTF-8",
      ...Object.fromEntries(passed.map(([name, value]) => [name.toLowerCase(), String(value)])),
      ...(cookies.length > 0 && { "set-cookie": cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8"),
  };
}
