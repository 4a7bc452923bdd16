import { Readable } from "node:stream";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { patient } from "./test-table.ts";

type Handle = NodeHttpHandler["handle"];
type Answered = Awaited<ReturnType<Handle>>;

/** What happens to one request: `send` lets it through to the engine. */
export type Fault = (send: () => Promise<Answered>) => Promise<Answered>;

/** A connection on which the next requests of an operation meet the faults of a script, one each, in order. */
export class ScriptedConnection extends NodeHttpHandler {
  readonly #scripts: Partial<Record<string, Fault[]>>;
  /** Every operation that reached this connection, in order. */
  readonly seen: string[] = [];

  constructor(scripts: Readonly<Partial<Record<"GetItem" | "TransactWriteItems" | "Query", readonly Fault[]>>>) {
    super(patient);
    this.#scripts = Object.fromEntries(Object.entries(scripts).map(([operation, faults]) => [operation, [...faults]]));
  }

  override async handle(...request: Parameters<Handle>): ReturnType<Handle> {
    const operation = request[0].headers["x-amz-target"]?.split(".")[1] ?? "";
    this.seen.push(operation);
    const fault = this.#scripts[operation]?.shift();
    const send = () => super.handle(...request);
    return fault ? fault(send) : send();
  }
}

const reset = () => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

/** The request never arrives. */
export const requestLost: Fault = async () => {
  throw reset();
};

/** It is carried out, and nobody hears of it. */
export const responseLost: Fault = async (send) => {
  ((await send()).response.body as Readable).resume();
  throw reset();
};

/** It is still on its way when we give up, and arrives when `arrive` is called. */
export function delayed(): { readonly fault: Fault; readonly arrive: () => Promise<void> } {
  let late: () => Promise<Answered>;
  return {
    fault: async (send) => {
      late = send;
      throw reset();
    },
    arrive: async () => {
      ((await late()).response.body as Readable).resume();
    },
  };
}

/** DynamoDB answers with an error of its own. */
export function answers(name: string, fields: Readonly<Record<string, unknown>> = {}, statusCode = 400): Fault {
  return async () => {
    const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name, ...fields });
    const headers = { "content-type": "application/x-amz-json-1.0" };
    return { response: { statusCode, headers, body: Readable.from([Buffer.from(body)]) } };
  };
}

/** A transaction that DynamoDB cancels for the given reasons, head first. */
export function cancelled(...codes: readonly string[]): Fault {
  return answers("TransactionCanceledException", { CancellationReasons: codes.map((Code) => ({ Code })) });
}
