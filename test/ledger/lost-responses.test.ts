import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { balance } from "@passbook/core";
import { expect, it } from "vitest";
import { Busy } from "../../functions/ledger/busy.ts";
import { at } from "../support/instants.ts";
import { LossyConnection } from "../support/lossy.ts";
import { bought, takes } from "../support/omnia-story.ts";
import { seeded } from "../support/seeded.ts";
import { environment, freshTable, testClient } from "../support/test-table.ts";

const SPENDS = 300;
const LOSS = 0.2;
const noon = "2026-01-31T12:00:00Z";
const inTime = { until: Number.POSITIVE_INFINITY };

it("[X9] 300 spends of one credit, with a fifth of all responses lost, are charged exactly 300", async () => {
  const table = await freshTable();
  await environment(table).perform("ada", bought("pack_1000", noon), inTime);
  const connection = new LossyConnection(LOSS, seeded(20_260_131));
  const ledger = environment(table, { requestHandler: connection });

  for (let i = 0; i < SPENDS; i += 1) {
    for (let answered = false; !answered; ) {
      const performed = await ledger
        .perform("ada", takes(1, noon, `spend ${i}`), { ...inTime, digest: "d" })
        .catch((error: unknown) => error);
      answered = !(performed instanceof Busy);
      if (answered) expect(performed).toMatchObject({ result: expect.stringMatching("written|replayed") });
    }
  }
  expect(connection.lost).toBeGreaterThan(SPENDS * LOSS * 0.8);
  const { account } = await environment(table).read("ada", at(noon));
  expect(balance(account)).toBe(1_000 - SPENDS);
  expect(account.seq).toBe(1 + SPENDS);
});

it("the same connection makes a naive counter overcharge: the loss is real", async () => {
  const table = await freshTable();
  const connection = new LossyConnection(LOSS, seeded(20_260_131));
  const client = testClient({ requestHandler: connection });
  for (let i = 0; i < SPENDS; i += 1) {
    const addition = new UpdateItemCommand({
      TableName: table,
      Key: { pk: { S: "counter" } },
      UpdateExpression: "ADD charged :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
      ReturnValues: "UPDATED_NEW",
    });
    await client.send(addition).catch(() => undefined);
  }
  const charged = await testClient().send(
    new UpdateItemCommand({
      TableName: table,
      Key: { pk: { S: "counter" } },
      UpdateExpression: "ADD charged :none",
      ExpressionAttributeValues: { ":none": { N: "0" } },
      ReturnValues: "UPDATED_NEW",
    }),
  );
  expect(Number(charged.Attributes?.["charged"]?.N)).toBeGreaterThan(SPENDS);
});
