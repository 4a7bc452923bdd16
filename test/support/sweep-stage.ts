import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { Account, Command, Instant, Policy } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";
import type { DynamoDBStreamEvent } from "aws-lambda";
import { inject } from "vitest";
import { announce } from "../../functions/announce.ts";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { createLedger } from "../../functions/ledger/ledger.ts";
import type { Table } from "../../functions/ledger/table.ts";
import { type SweepEvent, type SweepParts, sweep } from "../../functions/sweep.ts";
import { StreamPoller } from "../../local/stream.ts";
import { capturedLog } from "./captured-log.ts";
import { at } from "./instants.ts";
import { seeded } from "./seeded.ts";
import { testBus } from "./test-bus.ts";
import { freshTable, testClient } from "./test-table.ts";

interface Settings {
  readonly policy?: Policy;
  readonly defaultClock?: string;
  readonly client?: DynamoDBClientConfig;
}

const inTime = { until: Number.POSITIVE_INFINITY };
const PAUSE_MS = 20;
const AN_HOUR_MS = 3_600_000;

/** The sweep and the announcer over the real engine, its stream and a bus on loopback, in a time that the test sets. */
export async function sweepStage({ policy = omnia, defaultClock, client }: Settings = {}) {
  const tableName = await freshTable();
  const events = await testBus();
  const log = capturedLog();
  const time = { now: 0 };
  const environment = (settings: DynamoDBClientConfig = {}, change: Partial<Table> = {}) => {
    const table = { ...dynamoTable(tableName, testClient({ ...client, ...settings })), ...change };
    const clock = (): Instant => time.now;
    const newToken = randomUUID;
    const ledger = createLedger({ policy, table, clock, random: seeded(1), sleep, newToken, defaultClock });
    return { policy, table, ledger, clock, logger: log.logger, bus: events.bus, defaultClock } satisfies SweepParts;
  };
  const parts = environment();
  const announcer = announce(parts);
  const poller = await StreamPoller.open(inject("dynamodb"), tableName, "TRIM_HORIZON", (batch) => announcer(batch));
  const accounts = new Set<string>();
  let entriesTaken = 0;
  const poll = async () => {
    const taken = (await poller.poll()).map(({ dynamodb }) => dynamodb?.Keys?.["pk"]?.S ?? "");
    entriesTaken += taken.filter((pk) => pk.startsWith("E#")).length;
    return taken;
  };
  return {
    ...parts,
    tableName,
    time,
    faults: events.faults,
    events: events.events,
    busEndpoint: events.endpoint,
    requests: events.requests,
    close: events.close,
    log: log.lines,
    environment,
    announce: (batch: DynamoDBStreamEvent) => announcer(batch),
    /** It has happened, each command at its own time. */
    async given(account: string, ...commands: readonly Command[]): Promise<void> {
      accounts.add(account);
      for (const command of commands) await parts.ledger.perform(account, command, inTime);
    },
    /** The schedule comes, at an instant. */
    async sweep(
      now: string,
      event: SweepEvent = {},
      by: SweepParts = parts,
      remainingMs: () => number = () => AN_HOUR_MS,
    ) {
      time.now = at(now);
      return sweep(by)(event, { getRemainingTimeInMillis: remainingMs });
    },
    /** All that is in the journals is announced; one of the engines is a moment late with its stream. */
    async announced(): Promise<void> {
      const heads = await Promise.all([...accounts].map((account) => parts.table.readHead(account)));
      const written = heads.reduce((sum, { account }) => sum + account.seq, 0);
      for (let left = written - entriesTaken; left > 0; left = written - entriesTaken)
        if ((await poll()).length === 0) await sleep(PAUSE_MS);
    },
    poll,
    async head(account: string): Promise<Account> {
      return (await parts.table.readHead(account)).account;
    },
  };
}
