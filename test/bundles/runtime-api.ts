import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { close, listen, readBody } from "../../local/http.ts";

interface Invocation {
  readonly id: string;
  readonly event: unknown;
  readonly answered: PromiseWithResolvers<unknown>;
}

/** What Lambda asks a function by, and is answered: docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export interface RuntimeApi {
  /** Host and port, as `AWS_LAMBDA_RUNTIME_API` has it. */
  readonly host: string;
  /** @throws what the function reports: it threw, or it could not even be loaded. */
  invoke(event: unknown): Promise<unknown>;
  /** Whatever waits for an answer gets none. */
  fail(cause: Error): void;
  close(): Promise<void>;
}

const PREFIX = "/2018-06-01/runtime";
const TIMEOUT_MS = 20_000;
const MAX_BYTES = 6 * 1024 * 1024;

/** One function's Runtime API: one invocation at a time, as an environment of Lambda's has it. */
export async function startRuntimeApi(functionName: string): Promise<RuntimeApi> {
  const queue: Invocation[] = [];
  const open = new Map<string, Invocation>();
  const polls: ServerResponse[] = [];
  let isBroken: Error | undefined;

  const hand = () => {
    for (let [poll, next] = [polls[0], queue[0]]; poll && next; [poll, next] = [polls[0], queue[0]]) {
      polls.shift();
      queue.shift();
      open.set(next.id, next);
      poll.writeHead(200, {
        "content-type": "application/json",
        "lambda-runtime-aws-request-id": next.id,
        "lambda-runtime-deadline-ms": String(Date.now() + TIMEOUT_MS),
        "lambda-runtime-invoked-function-arn": `arn:aws:lambda:eu-central-1:111111111111:function:${functionName}`,
      });
      poll.end(JSON.stringify(next.event));
    }
  };
  const fail = (cause: Error) => {
    isBroken = cause;
    for (const { answered } of [...open.values(), ...queue.splice(0)]) answered.reject(cause);
    open.clear();
  };
  const settled = async (request: IncomingMessage, id: string, how: string) => {
    const body: unknown = JSON.parse(String((await readBody(request, MAX_BYTES)) ?? '"too large"'));
    const invocation = open.get(id);
    open.delete(id);
    if (how === "response") invocation?.answered.resolve(body);
    else invocation?.answered.reject(new Error(`${functionName}: ${JSON.stringify(body)}`));
  };
  const server = createServer(async (request, response) => {
    const [id = "", how = ""] = request.url?.slice(`${PREFIX}/invocation/`.length).split("/") ?? [];
    if (request.url === `${PREFIX}/invocation/next`) {
      polls.push(response);
      return hand();
    }
    if (request.url === `${PREFIX}/init/error`)
      fail(new Error(`${functionName} can't be loaded: ${String(await readBody(request, MAX_BYTES))}`));
    else await settled(request, id, how);
    response.writeHead(202).end();
  });
  const url = await listen(server, 0);
  return {
    host: new URL(url).host,
    invoke(event) {
      if (isBroken) return Promise.reject(isBroken);
      const answered = Promise.withResolvers<unknown>();
      queue.push({ id: randomUUID(), event, answered });
      hand();
      return answered.promise;
    },
    fail,
    close: () => close(server),
  };
}
