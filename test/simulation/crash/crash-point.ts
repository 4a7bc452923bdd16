import { Agent } from "node:http";
import Stripe from "stripe";
import type { WireAnswer, WireRequest } from "../dynamodb/connection.ts";
import { never, Process } from "../world/process.ts";

/** Where at a call an environment can die: before it is sent, after it was carried out and before the answer, with the answer. */
export const POSITIONS = ["before", "meanwhile", "after"] as const;
export type Position = (typeof POSITIONS)[number];

/** The n-th call to the outside that an environment makes, and where at it the environment dies. */
export interface Death {
  readonly call: number;
  readonly position: Position;
}

type Http = ReturnType<typeof Stripe.createNodeHttpClient>;

/** Counts the calls of an environment, to DynamoDB and to Stripe alike, and ends it at one of them. */
export class CrashPoint {
  readonly process = new Process();
  /** Every call, by its name, in order. */
  readonly calls: string[] = [];
  readonly #death: Death | undefined;

  constructor(death?: Death) {
    this.#death = death;
  }

  dynamodb(engine: { handle(request: WireRequest): Promise<WireAnswer> }) {
    return {
      metadata: { handlerProtocol: "http/1.1" },
      handle: (request: WireRequest) => {
        const name = request.headers["x-amz-target"]?.split(".")[1] ?? "";
        return this.#call(name, () => engine.handle(request));
      },
    };
  }

  stripe(): Http {
    // Of a connection that is kept and was closed meanwhile Stripe's client makes two calls, depending on how slow we are.
    const http = Stripe.createNodeHttpClient(new Agent({ keepAlive: false }));
    return {
      getClientName: () => http.getClientName(),
      makeRequest: (...request) => {
        const [, , path, method] = request;
        return this.#call(`${method} ${path.split("?")[0]}`, () => http.makeRequest(...request));
      },
    };
  }

  async #call<T>(name: string, send: () => Promise<T>): Promise<T> {
    if (!this.process.act()) return never();
    const index = this.calls.push(name) - 1;
    if (index !== this.#death?.call) return send();
    if (this.#death.position === "before") {
      this.process.die();
      return never();
    }
    const answered = await send();
    if (this.#death.position === "after") {
      this.process.dieNext();
      return answered;
    }
    this.process.die();
    return never();
  }
}
