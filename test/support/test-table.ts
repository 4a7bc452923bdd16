import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { Policy } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";
import { inject } from "vitest";
import { clientSettings, dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { createLedger, type Ledger } from "../../functions/ledger/ledger.ts";
import type { Table } from "../../functions/ledger/table.ts";
import { ensureTable } from "../../local/table.ts";
import { seeded } from "./seeded.ts";

/** A client as the functions make it, to the engine of this run. */
export function testClient(settings: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({ ...clientSettings, endpoint: inject("dynamodb"), ...settings });
}

/** The name of a fresh, empty table in the engine of this run. */
export async function freshTable(): Promise<string> {
  const name = `test-${randomUUID()}`;
  await ensureTable(inject("dynamodb"), name);
  return name;
}

/** A ledger as a Lambda has it, over a table: real time, seeded dice. */
export function testLedger(table: Table, policy: Policy = omnia, seed = 1): Ledger {
  return createLedger({ policy, table, clock: Date.now, random: seeded(seed), sleep, newToken: randomUUID });
}

/** A ledger of its own environment, over the named table. */
export function environment(name: string, settings: DynamoDBClientConfig = {}): Ledger {
  return testLedger(dynamoTable(name, testClient(settings)));
}
