import { balance, type Quoted, type Spend } from "@passbook/core";
import { beforeEach, describe, expect, inject, it } from "vitest";
import { meteredClient } from "../../bench/metered.ts";
import { Busy } from "../../functions/ledger/busy.ts";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import type { Ledger } from "../../functions/ledger/ledger.ts";
import { at } from "../support/instants.ts";
import { LossyConnection } from "../support/lossy.ts";
import { bought, takes } from "../support/omnia-story.ts";
import { delayed, type Fault, responseLost, ScriptedConnection } from "../support/scripted.ts";
import { seeded } from "../support/seeded.ts";
import { environment, freshTable, testLedger } from "../support/test-table.ts";

const noon = "2026-01-31T12:00:00Z";
const inTime = { until: Number.POSITIVE_INFINITY, digest: "d" };

let table: string;
let ledger: Ledger;
beforeEach(async () => {
  table = await freshTable();
  ledger = environment(table);
  await ledger.perform("ada", bought("pack_1000", noon), inTime);
});

const promise = (id: string, credits: number): Quoted => ({
  id,
  credits,
  policy: "omnia@2026-01-01",
  expiresAt: at("2026-01-31T12:10:00Z"),
});

/** A spend with a quote, under a key of its own. */
function pays(request: string, credits = 60, id = "q1"): Spend {
  const wanted = { service: "video", quantity: 1, options: {} };
  return { type: "Spend", now: at(noon), request, by: "ada", for: wanted, quoted: promise(id, credits) };
}

/** As a caller does: a 503 is sent again with the same key. */
async function send(by: Ledger, command: Spend) {
  for (;;) {
    const performed = await by.perform("ada", command, inTime).catch((error: unknown) => error);
    if (!(performed instanceof Busy)) return performed as Awaited<ReturnType<Ledger["perform"]>>;
  }
}

const left = async () => balance((await environment(table).read("ada", at(noon))).account);
const spent = { result: "rejected", rejection: { code: "quote_spent" } };

describe("a quote is spent once", () => {
  it("[O13] [X9] of 20 parallel spends of one quote with different keys exactly one succeeds", async () => {
    const spends = Array.from({ length: 20 }, (_, i) => send(environment(table), pays(`spend ${i}`)));
    const performed = await Promise.all(spends);
    expect(performed.filter(({ result }) => result === "written")).toHaveLength(1);
    expect(performed.filter(({ result }) => result !== "written")).toEqual(Array.from({ length: 19 }, () => spent));
    expect(await left()).toBe(940);
  });

  it("[O13] [X9] of 20 that take all that there is, too: none is told that credits are missing", async () => {
    const spends = Array.from({ length: 20 }, (_, i) => send(environment(table), pays(`spend ${i}`, 1_000)));
    const performed = await Promise.all(spends);
    expect(performed.filter(({ result }) => result === "written")).toHaveLength(1);
    expect(performed.filter(({ result }) => result !== "written")).toEqual(Array.from({ length: 19 }, () => spent));
    expect(await left()).toBe(0);
  });

  it("[O13] [X9] parallel spends of one quote with one key pay once, and all are answered alike", async () => {
    const performed = await Promise.all(Array.from({ length: 20 }, () => send(environment(table), pays("same"))));
    const entries = performed.map((done) => (done as { entry: unknown }).entry);
    for (const entry of entries) expect(entry).toEqual(entries[0]);
    expect(await left()).toBe(940);
  });

  it("[O13] two quotes are two, and one id is each account's own", async () => {
    await ledger.perform("bea", bought("pack_1000", noon, { session: "cs_bea" }), inTime);
    expect(await ledger.perform("ada", pays("1"), inTime)).toMatchObject({ result: "written" });
    expect(await ledger.perform("ada", pays("2", 60, "q2"), inTime)).toMatchObject({ result: "written" });
    expect(await ledger.perform("bea", pays("1"), inTime)).toMatchObject({ result: "written" });
  });
});

describe("a quoted spend of which the outcome is not known", () => {
  it("[O13] [X9] 150 of them, with a fifth of all responses lost, are charged exactly 150 times", async () => {
    const connection = new LossyConnection(0.2, seeded(20_260_131));
    const lossy = environment(table, { requestHandler: connection });
    for (let i = 0; i < 150; i += 1) {
      const performed = await send(lossy, pays(`spend ${i}`, 1, `q${i}`));
      expect(performed).toMatchObject({ result: expect.stringMatching("written|replayed") });
    }
    expect(connection.lost).toBeGreaterThan(25);
    expect(await left()).toBe(850);
  });

  it.each<[string, Fault[]]>([
    ["its response is lost", [responseLost]],
    ["every response is lost, as often as the SDK tries", [responseLost, responseLost, responseLost]],
  ])("[O13] [X9] is found done when %s, and its quote spent for everybody else", async (_, faults) => {
    const lossy = environment(table, { requestHandler: new ScriptedConnection({ TransactWriteItems: faults }) });
    expect(await lossy.perform("ada", pays("mine"), inTime)).toMatchObject({ result: "written" });
    expect(await lossy.perform("ada", pays("mine"), inTime)).toMatchObject({ result: "replayed" });
    expect(await lossy.perform("ada", pays("theirs"), inTime)).toEqual(spent);
    expect(await left()).toBe(940);
  });

  it("[O13] [X9] is never charged after it was refused: a late try of it meets the quote that another has spent", async () => {
    const late = [delayed(), delayed()];
    const script = { TransactWriteItems: late.map(({ fault }) => fault) };
    const slow = environment(table, { requestHandler: new ScriptedConnection(script) });
    await ledger.perform("ada", pays("theirs"), inTime);
    expect(await slow.perform("ada", pays("mine"), inTime)).toEqual(spent);
    for (const { arrive } of late) await arrive().catch(() => undefined);
    expect(await left()).toBe(940);
  });
});

describe("what it costs", () => {
  it("[O13] a quoted spend writes 6 units, and reads no more than any other", async () => {
    const { client, take } = meteredClient(inject("dynamodb"));
    const metered = testLedger(dynamoTable(table, client));
    const cost = async (command: Spend) => {
      await metered.perform("ada", command, inTime);
      return take();
    };
    const written = ["TransactWriteItems"];
    const warm = { requests: written, readUnits: 0, writeUnits: 6, indexUnits: 1 };
    expect(await cost(pays("1", 1, "q1"))).toEqual({ ...warm, requests: ["GetItem", ...written], readUnits: 1 });
    expect(await cost(pays("2", 1, "q2"))).toEqual(warm);
    expect(await cost(takes(1, noon, "3"))).toEqual({ ...warm, writeUnits: 4 });
    // Head, quote, key: what is missing is told only of a quote that nobody has spent.
    expect(await cost(pays("4", 2_000, "q4"))).toEqual({
      requests: ["GetItem", "GetItem", "GetItem"],
      readUnits: 3,
      writeUnits: 0,
      indexUnits: 0,
    });
  });
});
