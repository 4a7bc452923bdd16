import type Stripe from "stripe";
import { clientSettings } from "../../../functions/ledger/dynamo-table.ts";
import { context, type Request } from "../../support/gateway-event.ts";
import { type Answered, type TestPassbook, testPassbook } from "../../support/test-passbook.ts";
import type { ModelConnection } from "../dynamodb/connection.ts";
import { clientOver } from "../dynamodb/model-client.ts";
import type { Dice } from "./dice.ts";
import type { Fault, NextFault } from "./faults.ts";
import { FaultyConnection } from "./faulty-connection.ts";
import { Process } from "./process.ts";
import { type Release, writtenBy } from "./release.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** As infra/functions.ts says it. */
const LAMBDA_TIMEOUT_MS = 20_000;
/** One invocation in so many finds all environments busy. */
const NEW_ENVIRONMENT = 0.1;
const MOST_IDLE = 4;

interface Environment {
  readonly process: Process;
  readonly passbook: TestPassbook;
}

/** What every environment lives in, whoever calls it. */
export interface Around {
  /** What a new environment is made of. */
  readonly release: () => Release;
  readonly engine: Pick<ModelConnection, "handle">;
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly nextFault: NextFault;
  readonly heard: (operation: string, fault: Fault | undefined) => void;
  readonly logged: (line: string) => void;
}

interface Surroundings extends Around {
  readonly livemode: boolean;
  /** Stripe's client, as an environment has it. */
  readonly stripe: (process: Process, dice: Dice) => Stripe;
}

/** Passbook as Lambda runs it: environments of the real verbs that are frozen and thawed, each with a memory of its own. */
export class Fleet {
  readonly #outside: Surroundings;
  readonly #idle: Environment[] = [];
  crashes = 0;

  constructor(outside: Surroundings) {
    this.#outside = outside;
  }

  /** What the gateway answers. An environment that dies or takes too long is thrown away, and its caller told 502. */
  async invoke(line: string, request: Request): Promise<Answered> {
    const { time, dice, logged } = this.#outside;
    const environment = await this.#thawed();
    const { process, passbook } = environment;
    const until = time.now() + LAMBDA_TIMEOUT_MS;
    const within = {
      ...context,
      awsRequestId: dice.name(),
      getRemainingTimeInMillis: () => until - time.now(),
    };
    const answered = await Promise.race([passbook.call(line, request, within), process.died, time.until(until)]);
    for (const told of passbook.log.splice(0)) logged(told);
    if (answered && process.act()) {
      this.#idle.push(environment);
      return answered;
    }
    process.die();
    this.crashes += 1;
    return { status: 502, headers: {}, text: "", body: undefined };
  }

  /** Any of the idle ones, however long it has been frozen. */
  async #thawed(): Promise<Environment> {
    const { dice } = this.#outside;
    if (this.#idle.length > MOST_IDLE) this.#idle.splice(dice.below(this.#idle.length), 1);
    if (this.#idle.length === 0 || dice.chance(NEW_ENVIRONMENT)) return this.#newEnvironment();
    const [environment] = this.#idle.splice(dice.below(this.#idle.length), 1);
    return environment ?? this.#newEnvironment();
  }

  async #newEnvironment(): Promise<Environment> {
    const { release, livemode, stripe, engine, time, dice, nextFault, heard } = this.#outside;
    const process = new Process();
    const own = dice.fork();
    const begun = release();
    const connection = new FaultyConnection(writtenBy(begun, engine), { time, dice: own, process, nextFault, heard });
    const world = {
      clock: time.now,
      random: own.random,
      sleep: time.sleep,
      newId: () => own.name(),
      dynamodb: clientOver(connection, { maxAttempts: clientSettings.maxAttempts }),
      stripe: stripe(process, own),
    };
    return { process, passbook: await testPassbook({ policy: begun.policy, livemode, world }) };
  }
}
