import { describe, expect, it } from "vitest";
import { dynamoTable } from "../../../functions/ledger/dynamo-table.ts";
import { createLedger, type Ledger } from "../../../functions/ledger/ledger.ts";
import { omnia } from "../../support/omnia-story.ts";
import { NOON } from "../../support/test-passbook.ts";
import { environment, freshTable } from "../../support/test-table.ts";
import { ModelConnection } from "../dynamodb/connection.ts";
import { ModelEngine } from "../dynamodb/engine.ts";
import { clientOver, modelSchema } from "../dynamodb/model-client.ts";
import { Dice } from "../world/dice.ts";
import { type Fault, randomFaults } from "../world/faults.ts";
import { FaultyConnection } from "../world/faulty-connection.ts";
import { Process } from "../world/process.ts";
import { inVirtualTime, type VirtualTime } from "../world/virtual-time.ts";
import { type AccountOperation, account, NOTHING, nameOf } from "./account-history.ts";
import { history } from "./clients.ts";
import { isLinearizable } from "./linearizable.ts";

const isSerial = (operations: readonly AccountOperation[]) => isLinearizable(operations, NOTHING, account, nameOf);

/** A clock that counts questions and answers. */
function ticks(): () => number {
  let now = 0;
  return () => (now += 1);
}

/** Crashes have a matrix of their own: here who asks lives to hear. */
const isSurvived = (fault: Fault | undefined) => (fault?.startsWith("crash") ? "response lost" : fault);

function modelLedgers(dice: Dice, time: VirtualTime, clients: number, rate: number, isConsistent: boolean): Ledger[] {
  const engine = new ModelEngine(modelSchema, {
    clock: time.now,
    transactionTakes: () => time.sleep(dice.below(12)),
    indexLag: () => 0,
    replicaLag: () => dice.below(60),
  });
  const random = randomFaults(dice, rate);
  const real = new ModelConnection(engine);
  const connection = {
    handle: ({ headers, body }: Parameters<ModelConnection["handle"]>[0]) => {
      const text = typeof body === "string" ? body : new TextDecoder().decode(body as Uint8Array);
      const asked = isConsistent ? text : text.replace('"ConsistentRead":true', '"ConsistentRead":false');
      return real.handle({ headers, body: asked });
    },
  };
  return Array.from({ length: clients }, () => {
    const own = dice.fork();
    const nextFault = (operation: string) => isSurvived(random(operation));
    const way = new FaultyConnection(connection, { time, dice: own, process: new Process(), nextFault });
    const table = dynamoTable("model", clientOver(way, { maxAttempts: 2 }));
    const chance = { random: own.random, sleep: time.sleep, newToken: () => own.name() };
    return createLedger({ policy: omnia, table, clock: time.now, ...chance });
  });
}

function simulated(seed: number, rate: number, isConsistent = true): Promise<AccountOperation[]> {
  const dice = new Dice(seed);
  return inVirtualTime(NOON, dice.random, (time) => {
    const ledgers = modelLedgers(dice, time, 5, rate, isConsistent);
    return history({ dice, ledgers, now: NOON, tick: ticks() }, 14);
  });
}

describe("All that clients are answered who spend, hold, capture, release and are given at the same time", () => {
  it.each([1, 2, 3, 4, 5, 6])(
    "[X9] could have been answered one after the other: seed %i, while much fails",
    async (seed) => {
      const operations = await simulated(seed, 0.1);
      expect(operations.length).toBeGreaterThan(30);
      expect(isSerial(operations)).toBe(true);
    },
  );

  it.each([1, 2, 3])("[X9] over the real engine, at the same time in truth: seed %i", async (seed) => {
    const name = await freshTable();
    const ledgers = Array.from({ length: 6 }, () => environment(name));
    const operations = await history({ dice: new Dice(seed), ledgers, now: NOON, tick: ticks() }, 14);
    expect(operations.length).toBeGreaterThan(30);
    expect(isSerial(operations)).toBe(true);
  });
});

describe("The checker", () => {
  it("sees that a table which is not read consistently answers what never was", async () => {
    const found = await Promise.all([1].map(() => firstUnserial()));
    expect(found).toEqual([true]);
  });

  it("sees two who spent the same credits", () => {
    const grant = { type: "grant", credits: 1_000, begin: 1, end: 2, answer: { balance: 1_000 } } as const;
    const spend = (key: string) =>
      ({ type: "spend", key, credits: 800, begin: 3, end: 4, answer: { balance: 200 } }) as const;
    expect(isSerial([grant, spend("a")])).toBe(true);
    expect(isSerial([grant, spend("a"), spend("b")])).toBe(false);
  });

  it("lets what was never answered happen late, or not at all", () => {
    const grant = { type: "grant", credits: 1_000, begin: 1, end: undefined, answer: undefined } as const;
    const read = (begin: number, balance: number) =>
      ({ type: "read", begin, end: begin + 1, answer: { balance } }) as const;
    expect(isSerial([grant, read(3, 0), read(5, 1_000)])).toBe(true);
    expect(isSerial([grant, read(3, 1_000), read(5, 0)])).toBe(false);
  });
});

async function firstUnserial(): Promise<boolean> {
  for (let seed = 1; seed <= 10; seed += 1) if (!isSerial(await simulated(seed, 0, false))) return true;
  return false;
}
