import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { balance } from "@passbook/core";
import { expect, it } from "vitest";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { createLedger } from "../../functions/ledger/ledger.ts";
import { bought, omnia, takes } from "../support/omnia-story.ts";
import { NOON } from "../support/test-passbook.ts";
import { ModelConnection } from "./dynamodb/connection.ts";
import { ModelEngine } from "./dynamodb/engine.ts";
import { clientOver, modelSchema } from "./dynamodb/model-client.ts";
import { Dice } from "./world/dice.ts";
import { FaultyConnection } from "./world/faulty-connection.ts";
import { Process } from "./world/process.ts";
import { inVirtualTime, type VirtualTime } from "./world/virtual-time.ts";

const SPENDS = 300;
const LOSS = 0.2;

/** A client that does not hear a fifth of all answers to what it writes. */
function hardOfHearing(time: VirtualTime, dice: Dice) {
  const engine = new ModelEngine(modelSchema, {
    clock: time.now,
    transactionTakes: async () => {},
    indexLag: () => 0,
  });
  const nextFault = (operation: string) =>
    operation !== "GetItem" && dice.chance(LOSS) ? ("response lost" as const) : undefined;
  const connection = new FaultyConnection(new ModelConnection(engine), {
    time,
    dice,
    process: new Process(),
    nextFault,
  });
  return clientOver(connection, { maxAttempts: 2 });
}

it("[X9] 300 spends, with a fifth of all answers lost, are charged exactly 300", async () => {
  const dice = new Dice(20_260_131);
  await inVirtualTime(NOON, dice.random, async (time) => {
    const table = dynamoTable("model", hardOfHearing(time, dice));
    const chance = { random: dice.random, sleep: time.sleep, newToken: () => dice.name() };
    const ledger = createLedger({ policy: omnia, table, clock: time.now, ...chance });
    const inTime = { until: Number.POSITIVE_INFINITY, digest: "d" };
    await ledger.perform("ada", bought("pack_1000", "2026-01-31"), inTime);
    for (let i = 0; i < SPENDS; i += 1)
      await ledger.perform("ada", takes(1, "2026-01-31T12:00:00Z", `spend ${i}`), inTime);
    const { account } = await ledger.read("ada", NOON);
    expect([balance(account), account.seq]).toEqual([1_000 - SPENDS, 1 + SPENDS]);
  });
});

it("who reads a counter, adds one and writes it, until it is answered, overcharges over the same connection", async () => {
  const dice = new Dice(20_260_131);
  await inVirtualTime(NOON, dice.random, async (time) => {
    const client = hardOfHearing(time, dice);
    const Key = { pk: { S: "counter" } };
    const charged = async () =>
      Number(
        (await client.send(new GetItemCommand({ TableName: "model", Key, ConsistentRead: true }))).Item?.["charged"]
          ?.N ?? 0,
      );
    for (let i = 0; i < SPENDS; i += 1) {
      for (let answered = false; !answered; ) {
        const Item = { ...Key, charged: { N: String((await charged()) + 1) } };
        answered = await client.send(new PutItemCommand({ TableName: "model", Item })).then(
          () => true,
          () => false,
        );
      }
    }
    expect(await charged()).toBeGreaterThan(SPENDS);
  });
});
