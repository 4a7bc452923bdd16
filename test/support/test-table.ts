import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type DynamoDBClient,
  type DynamoDBClientConfig,
  PutItemCommand,
  ScanCommand,
  type ScanCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Policy } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";
import { inject } from "vitest";
import { clientSettings, dynamoClient, dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { createLedger, type Ledger } from "../../functions/ledger/ledger.ts";
import type { Table } from "../../functions/ledger/table.ts";
import { createTable } from "../../local/table.ts";
import { seeded } from "./seeded.ts";

/** How the functions talk to DynamoDB, but for how long they wait: this engine shares two cores with the tests. */
export const patient = { ...clientSettings.requestHandler, connectionTimeout: 60_000, requestTimeout: 60_000 };

/** A client as the functions make it, to the engine of this run. */
export function testClient(settings: DynamoDBClientConfig = {}): DynamoDBClient {
  return dynamoClient({ endpoint: inject("dynamodb"), requestHandler: patient, ...settings });
}

let shared: DynamoDBClient | undefined;
/** For what is prepared. */
const sharedClient = (): DynamoDBClient => (shared ??= testClient());

/** The name of a fresh, empty table in the engine of this run. */
export async function freshTable(): Promise<string> {
  const name = `test-${randomUUID()}`;
  await createTable(sharedClient(), name);
  return name;
}

/** All that is stored in the named table. */
export async function storedIn(name: string): Promise<StoredItem[]> {
  return (await sharedClient().send(new ScanCommand({ TableName: name, ConsistentRead: true }))).Items ?? [];
}

/** The name of a fresh table in which all of it is stored. */
export async function tableOf(items: readonly StoredItem[]): Promise<string> {
  const name = await freshTable();
  const puts = items.map((Item) => sharedClient().send(new PutItemCommand({ TableName: name, Item })));
  await Promise.all(puts);
  return name;
}

type StoredItem = NonNullable<ScanCommandOutput["Items"]>[number];

/** A ledger as a Lambda has it, over a table: real time, seeded dice. */
export function testLedger(table: Table, policy: Policy = omnia, seed = 1): Ledger {
  return createLedger({ policy, table, clock: Date.now, random: seeded(seed), sleep, newToken: randomUUID });
}

/** A ledger of its own environment, over the named table. */
export function environment(name: string, settings: DynamoDBClientConfig = {}): Ledger {
  return testLedger(dynamoTable(name, testClient(settings)));
}
