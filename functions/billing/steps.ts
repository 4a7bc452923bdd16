import type { Instant } from "@passbook/core";
import Stripe from "stripe";
import { digestOf, type KeyedRequest } from "../http/request.ts";
import { Busy } from "../ledger/busy.ts";
import { asked } from "./asked.ts";

export type StripeApi = Stripe;

/** What every request takes first, whatever its verb: under this name Stripe compares what was asked with what is. */
export const FIRST_STEP = "begin";

/**
 * What a request asks of Stripe, step by step. Each step has its own idempotency key, made of the request's: whatever was lost
 * on the way, the same request takes the same steps again, and Stripe answers those that were done as it answered them then
 * (docs.stripe.com/api/idempotent_requests).
 */
export class Steps {
  /** Names the request, and tells nothing of it. */
  readonly request: string;
  /** What Stripe's objects say of the last request of its verb: its name, and what it asked, so that a key with another content is a conflict. */
  readonly marks: Readonly<Record<string, string>>;
  readonly #clock: () => Instant;
  readonly #until: Instant;
  #isReplay = true;

  /** @param until after this wall time no step is begun. */
  constructor(account: string, verb: string, { key, digest }: KeyedRequest, clock: () => Instant, until: Instant) {
    // The verb is of the content: a key that was another verb's is refused by Stripe like any other that is used again.
    this.request = stripeKey(account, key);
    this.marks = { [`request_${verb}`]: `${this.request}.${digest}` };
    this.#clock = clock;
    this.#until = until;
  }

  /** Whether something of Stripe's says that it was this request that made or changed it. */
  isMarkOf(metadata: Stripe.Metadata | null): boolean {
    return Object.keys(this.marks).some((mark) => metadata?.[mark]?.startsWith(`${this.request}.`));
  }

  /**
   * Whether Stripe remembers the key, asked with what can't be carried out: under a key that it knows Stripe compares before it
   * reads; under another it finds a parameter that does not exist, and remembers nothing (docs.stripe.com/api/idempotent_requests).
   * Where Stripe does not answer it is not known: what is wrong with a request is wrong all the same.
   */
  async isKnown(stripe: StripeApi): Promise<boolean> {
    const options = { idempotencyKey: stripeKey(this.request, FIRST_STEP), maxNetworkRetries: 0 };
    const answered = stripe.rawRequest("POST", "/v1/customers", { is_known: "true" }, options);
    return answered.then(
      () => false,
      (error: unknown) => error instanceof Stripe.errors.StripeIdempotencyError,
    );
  }

  /** Everything had been done before: this is what was answered then. */
  get isReplay(): boolean {
    return this.#isReplay;
  }

  /**
   * @throws {Refusal} 409: the key was used for another request; 402: a payment failed.
   * @throws {Busy} the outcome is unknown, or there is no time left.
   */
  async take<T>(name: string, step: (options: Stripe.RequestOptions) => Promise<Stripe.Response<T>>): Promise<T> {
    if (this.#clock() >= this.#until) throw new Busy(`no time is left for ${name}`);
    const answer = await asked(step({ idempotencyKey: stripeKey(this.request, name) }));
    // What Stripe does not remember, as it does no DELETE, is no replay.
    if (answer.lastResponse.headers["idempotent-replayed"] !== "true") this.#isReplay = false;
    return answer;
  }
}

/** The same words, the same key; at most 255 characters, and nobody's own. */
export function stripeKey(...words: readonly string[]): string {
  return digestOf(JSON.stringify(words));
}
