import { balance } from "@passbook/core";
import { expect, it } from "vitest";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { createLedger } from "../../functions/ledger/ledger.ts";
import { bought, omnia, takes } from "../support/omnia-story.ts";
import { NOON } from "../support/test-passbook.ts";
import { ModelConnection, type WireRequest } from "./dynamodb/connection.ts";
import { ModelEngine } from "./dynamodb/engine.ts";
import { clientOver, modelSchema } from "./dynamodb/model-client.ts";

const MINUTE = 60_000;

it.each([
  [9, "is the token's: done already, by the engine's own word", 200],
  [11, "is nobody's any more: the conditions of the write itself refuse it", 400],
])("[X9] the same transaction, sent again %i minutes later, %s", async (minutes, _, answered) => {
  const time = { now: NOON };
  const engine = new ModelEngine(modelSchema, {
    clock: () => time.now,
    transactionTakes: async () => {},
    indexLag: () => 0,
  });
  const connection = new ModelConnection(engine);
  const sent: WireRequest[] = [];
  const handle: ModelConnection["handle"] = (request) => {
    sent.push(request);
    return connection.handle(request);
  };
  const table = dynamoTable("model", clientOver({ handle }));
  const chance = { random: () => 0, sleep: async () => {}, newToken: () => `token ${sent.length}` };
  const ledger = createLedger({ policy: omnia, table, clock: () => time.now, ...chance });
  const inTime = { until: Number.POSITIVE_INFINITY, digest: "d" };
  await ledger.perform("ada", bought("pack_1000", "2026-01-31"), inTime);
  await ledger.perform("ada", takes(400, "2026-01-31T12:00:00Z"), inTime);
  const spend = sent.at(-1);
  if (!spend) throw new Error("nothing was sent");
  const before = JSON.stringify([...engine.items]);
  time.now += minutes * MINUTE;
  expect((await connection.handle(spend)).response.statusCode).toBe(answered);
  expect(JSON.stringify([...engine.items])).toBe(before);
  expect(balance((await ledger.read("ada", time.now)).account)).toBe(600);
});
