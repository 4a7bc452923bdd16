import type { Logger } from "@aws-lambda-powertools/logger";
import middy from "@middy/core";
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from "aws-lambda";
import { Busy } from "../ledger/busy.ts";
import { PROBLEMS, problemAnswer, Refusal } from "./problem.ts";

export type PublicEvent = APIGatewayProxyEventV2;
export type AuthorizedEvent = APIGatewayProxyEventV2WithJWTAuthorizer;
export type Answer = APIGatewayProxyStructuredResultV2;
export type LambdaHandler<E> = (event: E, context: Context) => Promise<Answer>;

/** The one stack around every verb: what goes wrong becomes a problem document, and what is ours to mend a log line. */
export function http<E extends PublicEvent | AuthorizedEvent>(
  logger: Logger,
  verb: LambdaHandler<E>,
): LambdaHandler<E> {
  const stack = middy<E, Answer>().use({
    before: ({ context }) => logger.addContext(context),
    onError: (request) => {
      const refusal = refusalOf(request.error);
      const [status] = PROBLEMS[refusal.code];
      if (status >= 500)
        logger.error(refusal.code, { error: request.error ?? refusal, requestId: request.context.awsRequestId });
      const answered =
        status >= 500
          ? new Refusal(refusal.code, refusal.message, { requestId: request.context.awsRequestId })
          : refusal;
      request.response = problemAnswer(answered);
    },
  });
  return stack.handler(verb);
}

/** What went wrong behind the stack is told by a code and a request id; never by its text. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof Busy)
    return new Refusal(
      "busy",
      "Send the same request again; where it has a key, with the same key.",
      {},
      { cause: error },
    );
  return new Refusal(
    "internal_error",
    "Something failed on our side. Sending the request again is safe.",
    {},
    { cause: error },
  );
}

export function json(statusCode: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    statusCode,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    body: JSON.stringify(body),
  };
}

/** Until when a handler may begin another try: a last one is a read and a write, each sent twice at most (`clientSettings`). */
export function deadline(context: Pick<Context, "getRemainingTimeInMillis">, now: number): number {
  return now + context.getRemainingTimeInMillis() - ANSWER_MS;
}
const ANSWER_MS = 7_000;
