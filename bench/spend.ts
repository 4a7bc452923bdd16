import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientSettings } from "../functions/ledger/dynamo-table.ts";
import { entryItem, headItem } from "../functions/ledger/items.ts";
import { spend } from "../functions/spend.ts";
import { startEngine } from "../local/engine.ts";
import { ensureTable } from "../local/table.ts";
import { context, gatewayEvent, operator } from "../test/support/gateway-event.ts";
import { itemBytes } from "../test/support/item-bytes.ts";
import { accountWith, freshEnvironment, writeAccount } from "./accounts.ts";
import { bareSpends } from "./bare-spends.ts";
import { type Cost, meteredClient } from "./metered.ts";
import { report, table } from "./report.ts";

/** What one spend costs, and how much of the engine's own speed is left when our code stands before it. */

const LONG_JOURNAL = 100_000;
const TABLE = "bench-spend";
const ROUNDS = 10;
const WARM_UP_ROUNDS = 2;
const SPENDS_A_ROUND = 240;
const DIGEST = "0".repeat(43);

const spendOn = (account: string, key: string, quantity = 1) =>
  gatewayEvent(`POST /accounts/${account}/spends`, { token: operator, key, body: { service: "image", quantity } })
    .event;

/** An environment that has just started reads the head, remembers it, meets its own key, and refuses what it can't pay. */
async function costs(endpoint: string, account: string, length: number) {
  const { client, take } = meteredClient(endpoint);
  const verb = spend(freshEnvironment(TABLE, client));
  const rows: (Cost & { readonly what: string; readonly length: number; readonly status: number })[] = [];
  for (const [what, key, quantity] of [
    ["accepted, cold head", "first", 1],
    ["accepted, warm head", "second", 1],
    ["replayed", "second", 1],
    ["refused", "third", 1_000_000_000],
  ] as const) {
    const { statusCode = 0 } = await verb(spendOn(account, key, quantity) as never, context);
    rows.push({ what, length, status: statusCode, ...take() });
  }
  return rows;
}

function costTable(rows: Awaited<ReturnType<typeof costs>>): string[] {
  const head = ["spend", "entries before", "status", "requests", "read units", "write units", "index units"];
  const cells = rows.map(({ what, length, status, requests, readUnits, writeUnits, indexUnits }) => [
    what,
    length,
    status,
    requests.join(" + "),
    readUnits,
    // A condition that fails is charged and not reported.
    status === 201 && what === "replayed" ? "4, not reported" : writeUnits,
    indexUnits,
  ]);
  return table(head, cells);
}

function sizeTable(): string[] {
  const { account, entries } = accountWith("0b9f7f1e-5d9a-4c39-8a59-6f0c5b1a7a11", 1);
  const spent = entries.slice(-1).map((entry) => itemBytes(entryItem(account.id, entry, DIGEST)));
  return table(
    ["item", "bytes"],
    [
      ["head with a plan and three packs", itemBytes(headItem({ account, version: entries.length }))],
      ["entry of a spend", ...spent],
    ],
  );
}

type Worker = (key: string) => Promise<void>;

/** Both do the same transaction on the same engine, in turns, so that whatever else the machine does hits both. */
async function speedTable(client: DynamoDBClient): Promise<string[]> {
  const rows = [];
  for (const accounts of [1, 4]) {
    const rounds: { bare: number; handler: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const bare = await rate(client, `bare-${accounts}-${round}`, accounts, (id) => bareSpends(client, TABLE, id));
      const handler = await rate(client, `ours-${accounts}-${round}`, accounts, (id) => handlerSpends(client, id));
      if (round >= WARM_UP_ROUNDS) rounds.push({ bare, handler });
    }
    const ratio = median(rounds.map(({ bare, handler }) => handler / bare)).toFixed(2);
    const [bare, handler] = [median(rounds.map((round) => round.bare)), median(rounds.map((round) => round.handler))];
    rows.push([accounts, Math.round(bare), Math.round(handler), ratio]);
  }
  const head = [
    "accounts at once",
    "bare transactions a second",
    "spends a second, whole handler",
    "median ratio of a round",
  ];
  return table(head, rows);
}

async function rate(client: DynamoDBClient, name: string, parallel: number, work: (account: string) => Worker) {
  const accounts = Array.from({ length: parallel }, (_, n) => `${name}-${n}`);
  for (const account of accounts) await writeAccount(client, TABLE, account, 0);
  const workers = accounts.map(work);
  const begin = performance.now();
  await Promise.all(
    workers.map(async (worker) => {
      for (let i = 0; i < SPENDS_A_ROUND / parallel; i += 1) await worker(`spend ${i}`);
    }),
  );
  return SPENDS_A_ROUND / ((performance.now() - begin) / 1_000);
}

function handlerSpends(client: DynamoDBClient, account: string): Worker {
  const verb = spend(freshEnvironment(TABLE, client));
  return async (key) => {
    const { statusCode } = await verb(spendOn(account, key) as never, context);
    if (statusCode !== 201) throw new Error(`the spend was answered ${statusCode}`);
  };
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** In memory where there is such a folder: a disk's own waiting would hide what our code takes. */
process.env["AWS_REGION"] ??= "local";
process.env["AWS_ACCESS_KEY_ID"] ??= "local";
process.env["AWS_SECRET_ACCESS_KEY"] ??= "local";
const dataDir = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "passbook-bench-"));
const { endpoint, name, stop } = await startEngine({ dataDir });
try {
  await ensureTable(endpoint, TABLE);
  const client = new DynamoDBClient({ ...clientSettings, endpoint });
  console.log(`Writing a journal of ${LONG_JOURNAL.toLocaleString("en")} entries; this takes a minute.`);
  await writeAccount(client, TABLE, "young", 0);
  await writeAccount(client, TABLE, "old", LONG_JOURNAL);
  const costRows = [...(await costs(endpoint, "young", 0)), ...(await costs(endpoint, "old", LONG_JOURNAL))];
  report("spend", [
    `Engine: ${name}`,
    "",
    ...costTable(costRows),
    "",
    ...sizeTable(),
    "",
    ...(await speedTable(client)),
  ]);
} finally {
  await stop();
  rmSync(dataDir, { recursive: true, force: true });
}
