import Stripe from "stripe";
import { API_VERSION } from "../../../functions/stripe/verify.ts";
import type { Dice } from "../world/dice.ts";
import { never, type Process } from "../world/process.ts";
import type { VirtualTime } from "../world/virtual-time.ts";
import type { NextStripeFault, StripeFault } from "./faults.ts";
import { STRIPE_KEY, type StripeInProcess } from "./in-process.ts";

type Request = Parameters<StripeInProcess["answer"]>[0];
type Answered = ReturnType<StripeInProcess["answer"]>;

interface Surroundings {
  readonly stripe: StripeInProcess;
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly process: Process;
  readonly nextFault: NextStripeFault;
  readonly heard: (operation: string, fault: StripeFault | undefined) => void;
}

const TRAVEL_MS = 40;
const LATEST_MS = 60_000;
const OLDEST_MS = 30_000;

/** The way from one environment to Stripe, below Stripe's own client. */
class FaultyStripe extends Stripe.HttpClient {
  readonly #outside: Surroundings;

  constructor(outside: Surroundings) {
    super();
    this.#outside = outside;
  }

  override getClientName(): string {
    return "simulated";
  }

  // oxlint-disable-next-line eslint/max-params -- it is the signature of Stripe's own
  override async makeRequest(...request: Parameters<Stripe.HttpClient["makeRequest"]>): Promise<StripeAnswer> {
    const { process, nextFault, heard } = this.#outside;
    if (!process.act()) return never();
    const [, , target, method, headers, body, , timeout] = request;
    const key = headers["Idempotency-Key"];
    const asked = {
      method,
      target,
      body,
      key: key as string | undefined,
      authorization: headers["Authorization"] as string,
    };
    const fault = nextFault(isOfOne(method, target) ? "GET one" : method);
    heard(`${method} ${target.split("?")[0]}`, fault);
    const answered = await this.#meet(fault, asked, timeout);
    return process.isDead ? never() : new StripeAnswer(answered);
  }

  async #meet(fault: StripeFault | undefined, request: Request, timeout: number): Promise<Answered> {
    const { process, stripe, time, dice } = this.#outside;
    switch (fault) {
      case undefined:
        return this.#send(request);
      case "crash before Stripe":
        process.die();
        return never();
      case "crash at Stripe":
        void this.#send(request);
        await time.sleep(dice.below(3 * TRAVEL_MS));
        process.die();
        return never();
      case "crash after Stripe":
        process.dieNext();
        return this.#send(request);
      case "Stripe does not answer":
        await this.#travel();
        throw broken();
      case "Stripe's answer is lost":
        await this.#send(request);
        throw broken();
      case "Stripe hears late":
        void time.sleep(dice.below(LATEST_MS)).then(() => stripe.answer(request));
        await this.#travel();
        throw broken();
      case "Stripe hangs":
        await time.sleep(timeout);
        throw Stripe.HttpClient.makeTimeoutError();
      case "Stripe is too busy":
        await this.#travel();
        return refused(429, { type: "invalid_request_error", code: "rate_limit", message: "slower" });
      case "Stripe is busy with the key":
        await this.#travel();
        return refused(409, { type: "invalid_request_error", code: "idempotency_key_in_use", message: "wait" });
      case "Stripe fails":
        await this.#travel();
        return refused(500, { type: "api_error", message: "sorry" });
      case "Stripe answers what was":
        await this.#travel();
        return stripe.answerOf(dice.below(OLDEST_MS), request);
      case "a page is cut":
        return this.#send({ ...request, target: cut(request.target) });
    }
  }

  async #send(request: Request): Promise<Answered> {
    await this.#travel();
    const answered = this.#outside.stripe.answer(request);
    await this.#travel();
    return answered;
  }

  #travel(): Promise<void> {
    const { time, dice } = this.#outside;
    return time.sleep(1 + dice.below(TRAVEL_MS));
  }
}

class StripeAnswer extends Stripe.HttpClientResponse {
  readonly #text: string;

  constructor({ status, headers, text }: Answered) {
    super(status, headers);
    this.#text = text;
  }

  /** What the SDK hangs on its answers as `lastResponse`. */
  override getRawResponse(): object {
    return { headers: this.getHeaders(), statusCode: this.getStatusCode() };
  }

  override toJSON(): Promise<unknown> {
    return Promise.resolve(JSON.parse(this.#text));
  }
}

/** Stripe's own client of one environment, as the functions configure it. */
export function stripeOver(
  outside: Surroundings,
  patience: Pick<Stripe.StripeConfig, "timeout" | "maxNetworkRetries">,
) {
  const httpClient = new FaultyStripe(outside);
  return new Stripe(STRIPE_KEY, { apiVersion: API_VERSION, telemetry: false, ...patience, httpClient });
}

function refused(status: number, error: object): Answered {
  return { status, headers: { "content-type": "application/json" }, text: JSON.stringify({ error }) };
}

/** Whether one thing is asked for by its name. */
function isOfOne(method: string, target: string): boolean {
  return method === "GET" && /_[0-9a-f]{24}$/.test(target.split("?")[0]?.split("/").at(-1) ?? "");
}

/** Stripe's pages have at most a hundred things; those lists of which we read every page come one by one here. */
function cut(target: string): string {
  const [path = "", query = ""] = target.split("?");
  if (!/\/(?:lines|line_items)$/.test(path)) return target;
  const asked = new URLSearchParams(query);
  asked.set("limit", "1");
  return `${path}?${asked.toString()}`;
}

function broken(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}
