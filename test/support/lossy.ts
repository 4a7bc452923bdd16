import type { Readable } from "node:stream";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { patient } from "./test-table.ts";

/**
 * A connection that loses responses: the request arrives, the engine commits, and nobody hears of it. Below the SDK's retry
 * loop, so that what the SDK does about it is part of the test.
 */
export class LossyConnection extends NodeHttpHandler {
  lost = 0;
  readonly #rate: number;
  readonly #random: () => number;

  constructor(rate: number, random: () => number) {
    super(patient);
    this.#rate = rate;
    this.#random = random;
  }

  override async handle(...request: Parameters<NodeHttpHandler["handle"]>): ReturnType<NodeHttpHandler["handle"]> {
    const answered = await super.handle(...request);
    if (this.#random() >= this.#rate) return answered;
    this.lost += 1;
    (answered.response.body as Readable).resume(); // or its socket would never be free again
    throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  }
}
