import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import { announce } from "../../../functions/announce.ts";
import { busSettings, eventBus } from "../../../functions/events/bus.ts";
import { clientSettings, dynamoTable } from "../../../functions/ledger/dynamo-table.ts";
import { createLedger } from "../../../functions/ledger/ledger.ts";
import type { SweepAnswer } from "../../../functions/sweep/run.ts";
import { sweep } from "../../../functions/sweep.ts";
import { capturedLog } from "../../support/captured-log.ts";
import type { ModelConnection } from "../dynamodb/connection.ts";
import { clientOver } from "../dynamodb/model-client.ts";
import { FaultyConnection } from "../world/faulty-connection.ts";
import type { Around } from "../world/fleet.ts";
import { Process } from "../world/process.ts";
import { writtenBy } from "../world/release.ts";

export interface Background extends Around {
  readonly bus: Around["engine"];
}

/** As infra/sweep.ts and infra/announce.ts say it. */
const SWEEP_MS = 15 * 60_000;
const ANNOUNCE_MS = 60_000;

/** A new environment of the functions that nobody calls. Each answers nothing where it has died, failed or taken too long. */
export function backgroundEnvironment(outside: Background) {
  const { release, engine, bus, time, nextFault, heard, logged } = outside;
  const dice = outside.dice.fork();
  const process = new Process();
  const begun = release();
  const { policy } = begun;
  const connectionTo = (other: Background["engine"]) =>
    new FaultyConnection(other, { time, dice, process, nextFault, heard });
  const table = dynamoTable(
    "model",
    clientOver(connectionTo(writtenBy(begun, engine)), { maxAttempts: clientSettings.maxAttempts }),
  );
  const { logger, lines } = capturedLog();
  const [clock, newToken] = [time.now, () => dice.name()];
  const ledger = createLedger({ policy, table, clock, random: dice.random, sleep: time.sleep, newToken });
  const parts = { policy, table, ledger, logger, clock, bus: eventBus("model", busOver(connectionTo(bus))) };

  const within = async <T>(limit: number, work: Promise<T>): Promise<T | undefined> => {
    const answered = await Promise.race([work.catch(() => undefined), process.died, time.sleep(limit)]);
    for (const line of lines.splice(0)) logged(line);
    if (answered !== undefined && process.act()) return answered;
    process.die();
    return undefined;
  };
  return {
    sweep(): Promise<SweepAnswer | undefined> {
      const until = time.now() + SWEEP_MS;
      return within(SWEEP_MS, sweep(parts)({}, { getRemainingTimeInMillis: () => until - time.now() }));
    },
    announce: (Records: DynamoDBRecord[]): Promise<DynamoDBBatchResponse | undefined> =>
      within(ANNOUNCE_MS, announce(parts)({ Records })),
  };
}

/** The real client, over a bus of a world. */
export function busOver(connection: Pick<ModelConnection, "handle">): EventBridgeClient {
  return new EventBridgeClient({
    region: "model",
    credentials: { accessKeyId: "model", secretAccessKey: "model" },
    maxAttempts: busSettings.maxAttempts,
    requestHandler: connection as never,
  });
}
