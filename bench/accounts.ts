import { generateKeyPairSync, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger } from "@aws-lambda-powertools/logger";
import { BatchWriteItemCommand, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { type Account, decide, type Entry, emptyAccount, evolve, type Spend } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";
import { dynamoTable } from "../functions/ledger/dynamo-table.ts";
import { entryItem, headItem } from "../functions/ledger/items.ts";
import { createLedger } from "../functions/ledger/ledger.ts";
import type { SigningPassbook } from "../functions/passbook.ts";
import { receiptKeys } from "../functions/receipts/keys.ts";

export const NOW: number = Date.UTC(2026, 0, 31, 9);

const { privateKey } = generateKeyPairSync("ed25519");
const keys = receiptKeys([JSON.stringify(privateKey.export({ format: "jwk" }))]);

/** The parts of the functions, over a table; as a Lambda's environment that has just started. */
export function freshEnvironment(tableName: string, client: DynamoDBClient): SigningPassbook {
  const table = dynamoTable(tableName, client);
  const clock = () => NOW + 3_600_000;
  const ledger = createLedger({ policy: omnia, table, clock, random: () => 0.5, sleep, newToken: randomUUID });
  return { policy: omnia, table, ledger, clock, logger: new Logger({ logLevel: "SILENT" }), keys, newId: randomUUID };
}

/** An account with a plan, packs, and a journal of so many spends, made by the rules and written as they stand. */
export async function writeAccount(
  client: DynamoDBClient,
  tableName: string,
  id: string,
  spends: number,
): Promise<void> {
  const { account, entries } = accountWith(id, spends);
  const head = { account, version: entries.length };
  for (let i = 0; i < entries.length; i += 25) {
    const requests = entries
      .slice(i, i + 25)
      .map((entry) => ({ PutRequest: { Item: marshalled(entryItem(id, entry, digest)) } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
  }
  await client.send(new PutItemCommand({ TableName: tableName, Item: marshalled(headItem(head)) }));
}

const digest = "0".repeat(43);

export function marshalled(fields: Record<string, unknown>) {
  return marshall(fields, { removeUndefinedValues: true });
}

/** Creator for a month, three times the large pack, and image after image. */
export function accountWith(id: string, spends: number): { account: Account; entries: Entry[] } {
  const from = NOW;
  const until = Date.UTC(2026, 1, 28, 9);
  const sale = {
    subscription: "sub_1SRzqtKXBGcbgpbZ8kne01Xe",
    item: "si_TOnRwnPIjr8AyR",
    price: "price_1SRzqtKXBGcbgpbZ",
  };
  const paper = { invoice: "in_1SRzqtKXBGcbgpbZhpdF1KCd", line: "il_1SRzqtKXBGcbgpbZSA6FmNid" };
  const plan = { plan: "team", interval: "month", quantity: 100, amount: 79_00, from, until, paidAt: from } as const;
  const commands = [
    { type: "GrantAllowance", now: NOW, ...plan, ...sale, ...paper } as const,
    ...[1, 2, 3].map(
      (n) =>
        ({ type: "GrantPack", now: NOW, paidAt: NOW, pack: "pack_5000", quantity: 100, session: `cs_${n}` }) as const,
    ),
    ...Array.from({ length: spends }, (_, n) => spendOf(`seed ${n}`)),
  ];
  const entries: Entry[] = [];
  let account = emptyAccount(id);
  for (const command of commands) {
    const decision = decide(omnia, account, command, entries);
    if (decision.decision !== "accepted") throw new Error(`${command.type} was not accepted`);
    account = evolve(account, decision.entry);
    entries.push(decision.entry);
  }
  return { account, entries };
}

export function spendOf(request: string): Spend {
  return { type: "Spend", now: NOW, request, by: "ada", for: { service: "image", quantity: 1, options: {} } };
}
