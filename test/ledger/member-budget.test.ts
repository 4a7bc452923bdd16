import type { Command } from "@passbook/core";
import { balance, spendings } from "@passbook/core";
import { beforeEach, describe, expect, inject, it } from "vitest";
import { meteredClient } from "../../bench/metered.ts";
import { Busy } from "../../functions/ledger/busy.ts";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import type { Ledger } from "../../functions/ledger/ledger.ts";
import { holds } from "../support/booking-story.ts";
import { at } from "../support/instants.ts";
import { takes } from "../support/omnia-story.ts";
import { asked, joins, team } from "../support/pool-story.ts";
import { type Fault, responseLost, ScriptedConnection } from "../support/scripted.ts";
import { environment, freshTable, testClient, testLedger } from "../support/test-table.ts";

const inTime = { until: Number.POSITIVE_INFINITY };
const noon = "2026-02-03T12:00:00Z";
const cycle = at("2026-02-01");
const ada = (credits: number, request: string) => asked("ada", takes(credits, noon, request));
const bea = (credits: number, request: string) => asked("bea", takes(credits, noon, request));

let table: string;
let ledger: Ledger;
beforeEach(async () => {
  table = await freshTable();
  ledger = environment(table);
  await ledger.perform("crew", team("2026-02-01", "2026-03-01"), inTime);
  await ledger.perform("crew", joins({ ada: { budget: 300 }, bea: {} }, "2026-02-01"), inTime);
});

const spentBy = (member: string) => dynamoTable(table, testClient()).readSpending("crew", member);
const entries = async () => (await ledger.statement("crew", at(noon), { limit: 100 })).entries.toReversed();

/** As a caller does: a 503 is sent again with the same key. */
async function sent(command: Command) {
  const own = environment(table);
  for (;;) {
    const performed = await own.perform("crew", command, inTime).catch((error: unknown) => error);
    if (!(performed instanceof Busy)) return performed as Awaited<ReturnType<Ledger["perform"]>>;
  }
}

async function placed(credits: number, request = "hold") {
  const hold = asked("ada", holds(credits, noon, "2026-02-10", request));
  const performed = await ledger.perform("crew", hold, inTime);
  if (performed.result !== "written") throw new Error(performed.result);
  return performed.entry;
}

describe("a budget in a race", () => {
  it("[O15] of 31 parallel spends on a budget that covers 30, exactly 30 succeed", async () => {
    const spends = Array.from({ length: 31 }, (_, i) => ada(10, `spend ${i}`));
    const performed = await Promise.all(spends.map(sent));
    expect(performed.filter(({ result }) => result === "written")).toHaveLength(30);
    expect(performed.filter(({ result }) => result === "rejected")).toEqual([
      { result: "rejected", rejection: { code: "member_budget", budget: 300, spent: 300, short: 10 } },
    ]);
    expect(await spentBy("ada")).toEqual({ cycle, spent: 300, seq: 32 });
    expect(balance((await ledger.read("crew", at(noon))).account)).toBe(5_700);
  });

  it("[O15] holds, captures and reversals beside the spends neither exceed it nor waste any of it", async () => {
    const hold = await placed(60);
    await ledger.perform("crew", ada(40, "old"), inTime);
    const old = (await entries()).at(-1);
    if (!old) throw new Error("nothing was spent");
    await Promise.all([
      sent({ type: "CaptureHold", now: at(noon), by: "ada", hold, credits: 50 }),
      sent({ type: "ReverseSpend", now: at(noon), by: "operator", reason: "sorry", spend: old }),
      ...Array.from({ length: 30 }, (_, i) => sent(i % 3 === 0 ? bea(10, `bea ${i}`) : ada(10, `spend ${i}`))),
    ]);
    // 50 captured and 20 times 10 spent; what was reversed or not needed is there again.
    expect(await spentBy("ada")).toMatchObject({ cycle, spent: 250 });
    expect(await sent(ada(51, "one too many"))).toMatchObject({ rejection: { spent: 250, short: 1 } });
    expect(await sent(ada(50, "the last"))).toMatchObject({ result: "written" });
    expect(await spentBy("bea")).toBeUndefined();
  });

  it("[O15] what members have spent is the fold of the journal, item by item", async () => {
    await ledger.perform("crew", joins({ bea: { budget: 50 } }, "2026-02-02"), inTime);
    const hold = await placed(70);
    const spends = [ada(10, "1"), bea(20, "1"), ada(30, "2"), bea(40, "2"), bea(5, "3")];
    for (const spend of spends) await ledger.perform("crew", spend, inTime);
    await ledger.perform("crew", { type: "CaptureHold", now: at(noon), by: "ada", hold, credits: 1 }, inTime);
    const rebuilt = spendings(await entries());
    expect(Object.fromEntries(rebuilt)).toEqual({ ada: await spentBy("ada"), bea: await spentBy("bea") });
    expect(rebuilt.get("ada")).toEqual({ cycle, spent: 41, seq: 9 });
  });
});

describe("a budgeted spend is decided on one moment's state", () => {
  const behind = (script: { readonly GetItem?: readonly Fault[]; readonly TransactWriteItems?: readonly Fault[] }) => {
    const connection = new ScriptedConnection(script);
    return { connection, other: environment(table, { requestHandler: connection }) };
  };
  const ordinary: Fault = (send) => send();

  it("[O15] and is not refused because a hold was captured between two reads: it would count twice", async () => {
    const hold = await placed(200);
    const meanwhile: Fault = async (read) => {
      await ledger.perform("crew", { type: "CaptureHold", now: at(noon), by: "ada", hold }, inTime);
      return read();
    };
    const { connection, other } = behind({ GetItem: [ordinary, meanwhile] });
    expect(await other.perform("crew", ada(100, "rest"), inTime)).toMatchObject({ result: "written" });
    // Head, what ada has spent (too new), head again, what she has spent.
    expect(connection.seen).toEqual(["GetItem", "GetItem", "GetItem", "GetItem", "TransactWriteItems"]);
    expect(await spentBy("ada")).toMatchObject({ spent: 300 });
  });

  it("[O15] not on a head that this environment remembers from before", async () => {
    const { connection, other } = behind({});
    await other.perform("crew", ada(10, "mine"), inTime);
    await ledger.perform("crew", ada(280, "theirs"), inTime);
    expect(await other.perform("crew", ada(20, "late"), inTime)).toMatchObject({
      result: "rejected",
      rejection: { code: "member_budget", spent: 290, short: 10 },
    });
    expect(connection.seen.slice(3)).toEqual(["GetItem", "GetItem", "GetItem", "GetItem"]);
  });

  it.each<[string, Fault[]]>([
    ["its response is lost", [responseLost]],
    ["every response is lost, as often as the SDK tries", [responseLost, responseLost, responseLost]],
  ])("[O15] [X9] and is counted once when %s", async (_, faults) => {
    const { other } = behind({ TransactWriteItems: faults });
    expect(await other.perform("crew", ada(300, "all"), inTime)).toMatchObject({ result: "written" });
    expect(await other.perform("crew", ada(300, "all"), inTime)).toMatchObject({ result: "replayed" });
    expect(await spentBy("ada")).toMatchObject({ spent: 300 });
  });

  it("[O15] an item that is not as it was read stops the write, whatever the head says", async () => {
    await ledger.perform("crew", ada(10, "first"), inTime);
    const { client } = meteredClient(inject("dynamodb"));
    const real = dynamoTable(table, client);
    let reads = 0;
    const forgetful = testLedger({
      ...real,
      readSpending: async (account, member) => ((reads += 1) === 1 ? undefined : real.readSpending(account, member)),
    });
    expect(await forgetful.perform("crew", ada(290, "second"), inTime)).toMatchObject({
      result: "written",
      entry: { member: { spent: 300 } },
    });
    expect(reads).toBe(2);
  });
});

describe("what it costs", () => {
  it("[O15] a budgeted spend writes 6 units and reads what was spent; who has no budget spends as everybody does", async () => {
    const { client, take } = meteredClient(inject("dynamodb"));
    const metered = testLedger(dynamoTable(table, client));
    const cost = async (command: Command) => {
      await metered.perform("crew", command, inTime);
      return take();
    };
    const written = ["TransactWriteItems"];
    const warm = { requests: ["GetItem", ...written], readUnits: 1, writeUnits: 6, indexUnits: 1 };
    expect(await cost(ada(1, "cold"))).toEqual({ ...warm, requests: ["GetItem", ...warm.requests], readUnits: 2 });
    expect(await cost(ada(1, "warm"))).toEqual(warm);
    expect(await cost(bea(1, "warm"))).toEqual({ ...warm, requests: written, readUnits: 0, writeUnits: 4 });
    expect(await cost(asked("ada", holds(9, noon, "2026-02-10")))).toEqual({ ...warm, writeUnits: 4 });
    const hold = (await entries()).at(-1);
    if (!hold) throw new Error("nothing is held");
    expect(await cost({ type: "CaptureHold", now: at(noon), by: "ada", hold, credits: 5 })).toEqual(warm);
  });
});

describe("what is stored comes back as it was", () => {
  it("[O15] members, their holds, a block, and the entries that say so", async () => {
    await placed(30, "budgeted");
    await ledger.perform("crew", asked("bea", holds(30, noon, "2026-02-10", "free")), inTime);
    await ledger.perform("crew", { ...joins({}, noon), request: "block", blocked: { reason: "fraud" } }, inTime);
    const { account } = await dynamoTable(table, testClient()).readHead("crew");
    expect(account).toMatchObject({
      members: [
        { id: "ada", budget: 300 },
        { id: "bea", budget: null },
      ],
      blocked: { reason: "fraud" },
    });
    expect(account.holds.map(({ member }) => member)).toEqual([{ id: "ada", cycle }, { id: "bea" }]);
    for (const entry of await entries()) expect(await ledger.find("crew", entry.key)).toEqual(entry);
  });
});
