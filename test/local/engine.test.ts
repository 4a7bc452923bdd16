import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, expect, inject, it, vi } from "vitest";
import { startEngine } from "../../local/engine.ts";
import { ensureTable } from "../../local/table.ts";
import { freshFolder } from "./open-gateway.ts";

// The run may have been given an engine; these tests are about our own.
beforeEach(() => vi.stubEnv("DYNAMODB_ENDPOINT", ""));
afterEach(() => vi.unstubAllEnvs());

const answers = (endpoint: string) =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

it("keeps the data over a restart", async () => {
  const dataDir = freshFolder();
  const Item = { pk: { S: "A#demo" } };
  const first = await startEngine({ dataDir });
  await ensureTable(first.endpoint, "passbook-test");
  await new DynamoDBClient({ endpoint: first.endpoint }).send(new PutItemCommand({ TableName: "passbook-test", Item }));
  await first.stop();
  expect(await answers(first.endpoint)).toBe(false);

  const second = await startEngine({ dataDir });
  await ensureTable(second.endpoint, "passbook-test");
  const read = new GetItemCommand({ TableName: "passbook-test", Key: Item });
  expect((await new DynamoDBClient({ endpoint: second.endpoint }).send(read)).Item).toEqual(Item);
  await second.stop();
});

it("ends its engine with itself, even when it is killed and can do nothing about it any more", async () => {
  const owner = spawn(process.execPath, [new URL("engine-owner.ts", import.meta.url).pathname, freshFolder()]);
  const [line] = (await once(owner.stdout, "data")) as [Buffer];
  const endpoint = line.toString().trim();
  expect(await answers(endpoint)).toBe(true);
  owner.kill("SIGKILL");
  await once(owner, "exit");
  for (let tries = 0; tries < 100 && (await answers(endpoint)); tries++) await sleep(20);
  expect(await answers(endpoint)).toBe(false);
});

it("takes the engine that DYNAMODB_ENDPOINT names and leaves it running", async () => {
  vi.stubEnv("DYNAMODB_ENDPOINT", inject("dynamodb"));
  const engine = await startEngine({ dataDir: freshFolder() });
  expect(engine.endpoint).toBe(inject("dynamodb"));
  await engine.stop();
  expect(await answers(engine.endpoint)).toBe(true);
});

it.each([
  ["http://127.0.0.1:9", /nothing answers there/],
  ["somewhere", /is no URL/],
])("says what is wrong with DYNAMODB_ENDPOINT=%s", async (endpoint, message) => {
  vi.stubEnv("DYNAMODB_ENDPOINT", endpoint);
  await expect(startEngine({ dataDir: freshFolder() })).rejects.toThrow(message);
});

it("makes the table once, and does not take another version's for its own", async () => {
  const endpoint = inject("dynamodb");
  const name = `table-${process.pid}-${Date.now()}`;
  await Promise.all([ensureTable(endpoint, name), ensureTable(endpoint, name)]);
  await ensureTable(endpoint, name);

  const older = new CreateTableCommand({
    TableName: `${name}-older`,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  });
  await new DynamoDBClient({ endpoint }).send(older);
  await expect(ensureTable(endpoint, `${name}-older`)).rejects.toThrow("made by another version of Passbook");
});
