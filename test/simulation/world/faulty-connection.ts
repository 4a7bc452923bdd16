import { clientSettings } from "../../../functions/ledger/dynamo-table.ts";
import { answer, errorBody, type ModelConnection, type WireAnswer, type WireRequest } from "../dynamodb/connection.ts";
import type { CancellationReason, Query, TransactWriteItems } from "../dynamodb/requests.ts";
import type { Dice } from "./dice.ts";
import type { Fault, NextFault } from "./faults.ts";
import { never, type Process } from "./process.ts";
import type { VirtualTime } from "./virtual-time.ts";

interface Surroundings {
  readonly time: VirtualTime;
  /** For how long what travels travels. */
  readonly dice: Dice;
  readonly process: Process;
  readonly nextFault: NextFault;
  /** Hears of every request, and what it meets. */
  readonly heard?: (operation: string, fault: Fault | undefined) => void;
}

const TRAVEL_MS = 8;
const LATEST_MS = 15 * 60_000;
/** For so long DynamoDB remembers the token of a transaction. */
const TOKEN_LIVES_MS = 10 * 60_000;
const THROTTLES = [
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "TransactionConflictException",
] as const;
const PASSING = ["None", "None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"] as const;

/** The way from one environment to DynamoDB, below the SDK: requests travel, and meet faults. */
export class FaultyConnection {
  readonly metadata = { handlerProtocol: "http/1.1" };
  readonly #engine: Pick<ModelConnection, "handle">;
  readonly #outside: Surroundings;

  constructor(engine: Pick<ModelConnection, "handle">, outside: Surroundings) {
    this.#engine = engine;
    this.#outside = outside;
  }

  async handle(request: WireRequest): Promise<WireAnswer> {
    const { process, nextFault, heard } = this.#outside;
    if (!process.act()) return never();
    const operation = request.headers["x-amz-target"]?.split(".")[1] ?? "";
    const fault = nextFault(operation);
    heard?.(operation, fault);
    const answered = await this.#meet(fault, request);
    return process.isDead ? never() : answered;
  }

  async #meet(fault: Fault | undefined, request: WireRequest): Promise<WireAnswer> {
    const { process, time, dice } = this.#outside;
    switch (fault) {
      case undefined:
        return this.#send(request);
      case "crash before":
        process.die();
        return never();
      case "crash meanwhile":
        void this.#send(request);
        await time.sleep(dice.below(3 * TRAVEL_MS));
        process.die();
        return never();
      case "crash after":
        process.dieNext();
        return this.#send(request);
      case "crash late":
        void this.#later(request);
        process.die();
        return never();
      case "request lost":
        await this.#travel();
        throw reset();
      case "response lost":
        await this.#send(request);
        throw reset();
      case "late":
        void this.#later(request);
        await this.#travel();
        throw reset();
      case "twice":
        void this.#later(request);
        return this.#send(request);
      case "again, forgotten":
        void this.#afterwards(request);
        return this.#send(request);
      case "hang":
        return this.#giveUp();
      case "hang after":
        await this.#send(request);
        return this.#giveUp();
      case "throttled":
        await this.#travel();
        return answer(400, errorBody(dice.oneOf(THROTTLES), "slower"));
      case "cancelled":
        await this.#travel();
        return cancelledFor(this.#mixture(request));
      case "in progress":
        await this.#travel();
        return answer(400, errorBody("TransactionInProgressException", "it is running"));
      case "mismatch":
        await this.#travel();
        return answer(400, errorBody("IdempotentParameterMismatchException", "the token was another's"));
      case "internal error":
        await this.#travel();
        return answer(500, errorBody("InternalServerError", "sorry"));
      case "internal error after":
        await this.#send(request);
        return answer(500, errorBody("InternalServerError", "sorry"));
      case "too large":
        await this.#travel();
        return answer(400, errorBody("ValidationException", "Item size has exceeded the maximum allowed size"));
      case "short page":
        return this.#send(shortened(request, dice.between(1, 4)));
    }
  }

  async #send(request: WireRequest): Promise<WireAnswer> {
    await this.#travel();
    const answered = await this.#engine.handle(request);
    await this.#travel();
    return answered;
  }

  async #later(request: WireRequest): Promise<void> {
    const { time, dice } = this.#outside;
    // Mostly while its caller still tries, sometimes after DynamoDB has forgotten the token.
    await time.sleep(dice.chance(0.5) ? dice.below(2_000) : dice.below(LATEST_MS));
    await this.#engine.handle(request);
  }

  async #afterwards(request: WireRequest): Promise<void> {
    const { time, dice } = this.#outside;
    await time.sleep(TOKEN_LIVES_MS + dice.below(3 * TOKEN_LIVES_MS));
    await this.#engine.handle(request);
  }

  #travel(): Promise<void> {
    const { time, dice } = this.#outside;
    return time.sleep(1 + dice.below(TRAVEL_MS));
  }

  /** As the functions' own connection does where nothing comes. */
  async #giveUp(): Promise<never> {
    await this.#outside.time.sleep(clientSettings.requestHandler.requestTimeout);
    throw Object.assign(new Error("Connection timed out"), { name: "TimeoutError" });
  }

  /** One reason for each item, at least one of them not `None`. */
  #mixture({ body }: WireRequest): CancellationReason[] {
    const { dice } = this.#outside;
    const { TransactItems } = JSON.parse(textOf(body)) as TransactWriteItems;
    const codes = TransactItems.map(() => dice.oneOf(PASSING));
    const all = codes.some((code) => code !== "None") ? codes : ["TransactionConflict", ...codes.slice(1)];
    return all.map((Code) => ({ Code }));
  }
}

function cancelledFor(CancellationReasons: readonly CancellationReason[]): WireAnswer {
  return answer(400, errorBody("TransactionCanceledException", "Transaction cancelled", { CancellationReasons }));
}

/** A page ends at a megabyte (docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html); here it is a small one. */
function shortened({ headers, body }: WireRequest, most: number): WireRequest {
  const query = JSON.parse(textOf(body)) as Query;
  return { headers, body: JSON.stringify({ ...query, Limit: Math.min(most, query.Limit ?? most) }) };
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body as Uint8Array);
}

function reset(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}
