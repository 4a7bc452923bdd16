import { setTimeout as sleep } from "node:timers/promises";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { omnia } from "@passbook/core/policies/omnia";
import type { DynamoDBRecord } from "aws-lambda";
import { afterAll, describe, expect, it } from "vitest";
import { announce } from "../../../functions/announce.ts";
import { eventBus } from "../../../functions/events/bus.ts";
import { createLedger } from "../../../functions/ledger/ledger.ts";
import { sweep } from "../../../functions/sweep.ts";
import { LocalBus } from "../../../local/event-bus.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { at } from "../../support/instants.ts";
import { month, stands, takes, year } from "../../support/omnia-story.ts";
import { answer, type WireAnswer, type WireRequest } from "../dynamodb/connection.ts";
import type { Item } from "../dynamodb/value.ts";
import { type Death, POSITIONS } from "./crash-point.ts";
import { CrashStage } from "./stage.ts";

// The functions that nobody calls die at each of their calls too, and are called again.

const NOWHERE = { url: "http://127.0.0.1:9", apiKey: "sk_test" };
const TIME_ENOUGH = { getRemainingTimeInMillis: () => 60_000 };

interface Seen {
  readonly type: string;
  readonly id: string;
}

/** A bus that outlives whoever puts something on it. */
class Bus {
  readonly #local = new LocalBus({ now: () => 0 });

  readonly connection = {
    handle: async ({ body }: WireRequest): Promise<WireAnswer> => {
      const { status, body: text } = this.#local.put(Buffer.from(new TextDecoder().decode(body as Uint8Array)));
      return answer(status, JSON.parse(text.toString("utf8")) as object);
    },
  };

  get ids(): string[] {
    return this.#local.events.map(({ detail }) => (detail as Seen).id).toSorted();
  }
}

/** One environment of the sweep and of the announcer, over a stage, perhaps about to die. */
async function environment(stage: CrashStage, bus: Bus, death?: Death) {
  const { passbook, crash } = await stage.environment(death);
  const { logger } = capturedLog();
  const clock = () => stage.time.now;
  const outside = {
    clock,
    random: () => 0,
    sleep,
    newToken: () => `token ${crash.calls.length} ${String(death?.call)}`,
  };
  const ledger = createLedger({ policy: omnia, table: passbook.table, ...outside });
  const client = new EventBridgeClient({
    region: "model",
    credentials: { accessKeyId: "model", secretAccessKey: "model" },
    maxAttempts: 1,
    requestHandler: crash.dynamodb(bus.connection) as never,
  });
  const parts = { policy: omnia, table: passbook.table, ledger, logger, clock, bus: eventBus("model", client) };
  const unlessDead = async (work: Promise<unknown>) => {
    await Promise.race([work, crash.process.died]);
    return crash.process.act();
  };
  return {
    calls: crash.calls,
    sweep: () => unlessDead(sweep(parts)({}, TIME_ENOUGH)),
    announce: (Records: DynamoDBRecord[]) => unlessDead(announce(parts)({ Records })),
  };
}

const counted = { sites: 0, crashes: 0 };
afterAll(() => console.info(`${counted.sites} call sites, ${counted.crashes} crashes`));

/** Two that are due with something to write and a warning to tell, and one that is not due. */
async function dueStage(): Promise<CrashStage> {
  const stage = new CrashStage({ policy: omnia, stripe: NOWHERE });
  const { passbook } = await stage.environment();
  await passbook.given("ada", year("2026-01-31", "2027-01-31"), takes(30, "2026-02-03"));
  await passbook.given("bea", month("2026-02-01", "2026-03-01"), stands("2026-02-02", { cancelAt: "2026-03-06" }));
  await passbook.given("cora", month("2026-02-28", "2026-03-28"));
  stage.time.now = at("2026-03-24");
  return stage;
}

describe("Whoever dies at a call of the sweep leaves nothing that the next run does not finish", () => {
  it("[X3] the same table and the same events, whenever it dies, and nothing more by the run after", async () => {
    const prepared = await dueStage();
    const run = async (death?: Death) => {
      const [stage, bus] = [prepared.copy(), new Bus()];
      const mortal = await environment(stage, bus, death);
      const isAlive = await mortal.sweep();
      if (death) await (await environment(stage, bus)).sweep();
      const { stored } = stage;
      await (await environment(stage, bus)).sweep();
      expect(stage.stored).toEqual(stored);
      return { stored, ids: new Set(bus.ids), calls: mortal.calls, isAlive, violations: stage.violations };
    };
    const calm = await run();
    expect(calm.ids.size).toBeGreaterThan(0);
    expect(Object.keys(calm.stored).filter((key) => key.includes("#due#")).length).toBeGreaterThan(2);
    for (const [call, name] of calm.calls.entries())
      for (const position of POSITIONS) {
        const died = await run({ call, position });
        const where = `${position} call ${call + 1}, ${name}`;
        expect([where, died.isAlive, died.violations]).toEqual([where, false, []]);
        expect([where, died.stored, died.ids]).toEqual([where, calm.stored, calm.ids]);
        counted.crashes += 1;
      }
    counted.sites += calm.calls.length;
  });
});

/** What the table's stream would tell of the writes of a stage. */
function streamOf({ commits }: CrashStage): DynamoDBRecord[] {
  const isEntry = (item: Item) => "S" in (item["pk"] ?? {}) && JSON.stringify(item["pk"]).includes("E#");
  return commits.flat().map((item, index) => ({
    eventName: isEntry(item) ? "INSERT" : "MODIFY",
    dynamodb: { Keys: { pk: item["pk"] } as never, NewImage: item as never, SequenceNumber: `${index}` },
  }));
}

describe("Whoever dies at a call of the announcer has all of it told by who is given the batch again", () => {
  it("[X2] every event at least once, under the ids of the first time; a poison record in the batch holds up nothing", async () => {
    const stage = await dueStage();
    const { passbook } = await stage.environment();
    for (let n = 0; n < 15; n += 1) await passbook.given("ada", takes(1, "2026-02-10", `take ${n}`));
    const poison = { pk: { S: "E#ada#req#poison" }, account: { S: "ada" }, moves: { S: "?" } };
    const records = streamOf(stage);
    const batch: DynamoDBRecord[] = [
      ...records.slice(0, 3),
      { eventName: "INSERT", dynamodb: { Keys: { pk: poison.pk }, NewImage: poison, SequenceNumber: "poison" } },
      ...records.slice(3),
    ];
    const run = async (death?: Death) => {
      const bus = new Bus();
      const mortal = await environment(stage, bus, death);
      const isAlive = await mortal.announce(batch);
      if (death) await (await environment(stage, bus)).announce(batch);
      return { ids: bus.ids, calls: mortal.calls, isAlive };
    };
    const calm = await run();
    expect(calm.calls).toEqual(["PutEvents", "PutEvents"]);
    expect(new Set(calm.ids).size).toBe(calm.ids.length);
    for (const [call, name] of calm.calls.entries())
      for (const position of POSITIONS) {
        const died = await run({ call, position });
        const where = `${position} call ${call + 1}, ${name}`;
        expect([where, died.isAlive, new Set(died.ids)]).toEqual([where, false, new Set(calm.ids)]);
        counted.crashes += 1;
      }
    counted.sites += calm.calls.length;
  });
});
