import { Readable } from "node:stream";
import type { ModelEngine } from "./engine.ts";
import { EngineRefusal } from "./refusal.ts";
import type { Operation } from "./requests.ts";

/** A request as the SDK puts it on the wire, as much of it as matters here. */
export interface WireRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface WireAnswer {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Readable;
  };
}

/** The SDK's way to the model: below its serialization, its signatures and its retries, which are all the real ones. */
export class ModelConnection {
  readonly metadata = { handlerProtocol: "http/1.1" };
  readonly #engine: ModelEngine;

  constructor(engine: ModelEngine) {
    this.#engine = engine;
  }

  async handle({ headers, body }: WireRequest): Promise<WireAnswer> {
    const operation = headers["x-amz-target"]?.split(".")[1];
    const input: unknown = JSON.parse(textOf(body));
    try {
      return answer(200, await this.#engine.perform({ operation, input } as Operation));
    } catch (refused) {
      if (!(refused instanceof EngineRefusal)) throw refused;
      return answer(refused.statusCode, errorBody(refused.name, refused.message, refused.fields));
    }
  }

  destroy(): void {}
}

/** An error as DynamoDB writes it. */
export function errorBody(name: string, message: string, fields: Readonly<Record<string, unknown>> = {}): object {
  return { ["__type"]: `com.amazonaws.dynamodb.v20120810#${name}`, message, ...fields };
}

export function answer(statusCode: number, body: object): WireAnswer {
  const headers = { "content-type": "application/x-amz-json-1.0" };
  return { response: { statusCode, headers, body: Readable.from([Buffer.from(JSON.stringify(body))]) } };
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body as Uint8Array);
}
