import { balance, type Command } from "@passbook/core";
import { beforeEach, describe, expect, it } from "vitest";
import { Busy } from "../../functions/ledger/busy.ts";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { bookable } from "../support/good-request.ts";
import { at } from "../support/instants.ts";
import { bought, month, takes } from "../support/omnia-story.ts";
import {
  answers,
  cancelled,
  delayed,
  type Fault,
  requestLost,
  responseLost,
  ScriptedConnection,
} from "../support/scripted.ts";
import { environment, freshTable, testClient, testLedger } from "../support/test-table.ts";

const noon = "2026-01-31T12:00:00Z";
const digest = "d";
const inTime = { until: Number.POSITIVE_INFINITY, digest };

let table: string;
beforeEach(async () => {
  table = await freshTable();
  await environment(table).perform("ada", bought("pack_1000", noon), { until: inTime.until });
});

const balanceNow = async () => balance((await environment(table).read("ada", at(noon))).account);
const behind = (...faults: readonly Fault[]) =>
  environment(table, { requestHandler: new ScriptedConnection({ TransactWriteItems: faults }) });

describe("a spend is written once, and its caller is told so", () => {
  it.each<[string, Fault[]]>([
    ["its request is lost", [requestLost]],
    ["its response is lost", [responseLost]],
    ["every response is lost, as often as the SDK tries", [responseLost, responseLost, responseLost]],
    ["every request is lost, as often as the SDK tries", [requestLost, requestLost, requestLost]],
    ["the response is lost, and what the SDK sends again is throttled", [responseLost, throttled(), throttled()]],
    ["DynamoDB fails inside", [answers("InternalServerError", {}, 500)]],
    ["its transaction is still in progress", [answers("TransactionInProgressException")]],
    ["somebody else is writing the head", [cancelled("TransactionConflict", "None")]],
    ["somebody else is writing the entry", [cancelled("None", "TransactionConflict")]],
    ["the table is throttled inside the transaction", [cancelled("ThrottlingError", "None")]],
    [
      "the response is lost, and what is sent again conflicts",
      [responseLost, cancelled("TransactionConflict", "None")],
    ],
    ["its token is taken", [answers("IdempotentParameterMismatchException")]],
  ])("[X9] when %s", async (_, faults) => {
    const ledger = behind(...faults);
    expect(await ledger.perform("ada", takes(1_000, noon), inTime)).toMatchObject({
      result: "written",
      entry: { balance: 0, movements: [{ type: "spent", credits: 1_000 }] },
    });
    expect(await ledger.perform("ada", takes(1_000, noon), inTime)).toMatchObject({ result: "replayed" });
    expect(await balanceNow()).toBe(0);
  });
});

describe("a write in doubt", () => {
  it("[X9] is busy while it can still arrive, and is found done once it has", async () => {
    const late = delayed();
    const ledger = behind(late.fault, ...Array.from({ length: 200 }, () => requestLost));
    const soon = { ...inTime, until: Date.now() + 300 };
    await expect(ledger.perform("ada", takes(400, noon), soon)).rejects.toBeInstanceOf(Busy);
    await late.arrive();
    const again = await environment(table).perform("ada", takes(400, noon), inTime);
    expect(again).toMatchObject({ result: "replayed", entry: { balance: 600 } });
    expect(await balanceNow()).toBe(600);
  });

  it("[X9] that arrives together with what was sent again pays once", async () => {
    const late = delayed();
    const arrives: Fault = async (send) => {
      await late.arrive();
      return send();
    };
    const done = await behind(late.fault, requestLost, requestLost, arrives).perform("ada", takes(400, noon), inTime);
    expect(done).toMatchObject({ result: "written", entry: { balance: 600 } });
    expect(await balanceNow()).toBe(600);
  });

  it("[X9] can't arrive any more once another was faster, and is then decided anew", async () => {
    const late = delayed();
    const other = environment(table);
    const beaten: Fault = async () => {
      await other.perform("ada", takes(900, noon, "other"), inTime);
      return requestLost(async () => Promise.reject(new Error("not sent")));
    };
    const refused = await behind(late.fault, requestLost, beaten).perform("ada", takes(400, noon), inTime);
    expect(refused).toMatchObject({ result: "rejected", rejection: { available: 100, short: 300 } });
    await late.arrive();
    expect(await balanceNow()).toBe(100);
  });
});

describe("a refusal that rests on what time has done", () => {
  it("[X9] writes that down first, so that an older try, still on its way, can't arrive after it", async () => {
    const paid = month("2026-01-01", "2026-02-01");
    await environment(table).perform("eve", paid, { until: inTime.until });
    const before = takes(400, "2026-02-03T23:00:00Z", "once");
    const late = delayed();
    const hasty = behind(late.fault, ...Array.from({ length: 200 }, () => requestLost));
    await expect(hasty.perform("eve", before, { ...inTime, until: Date.now() + 100 })).rejects.toBeInstanceOf(Busy);

    // An hour later the month's credits are gone: the same request is refused, and stays refused.
    const after = { ...before, now: at("2026-02-04T00:30:00Z") };
    expect(await environment(table).perform("eve", after, inTime)).toMatchObject({ result: "rejected" });
    await late.arrive();
    const { entries } = await environment(table).statement("eve", after.now, { limit: 10 });
    expect(entries.map(({ type }) => type)).toEqual(["expired", "granted"]);
  });
});

describe("a refusal that rests on nothing but the time", () => {
  const options = {};
  const soon = at("2026-01-31T12:00:10Z");
  const asked = { now: at(noon), request: "once", by: "ada" };
  const booking: Command = {
    type: "Spend",
    ...asked,
    for: { service: "session", quantity: 1, options, startsAt: soon },
  };
  const image = { service: "image", quantity: 1, options };
  const hold: Command = { type: "PlaceHold", ...asked, for: image, expiresAt: soon };
  const promise = { id: "quote_1", credits: 10, policy: "omnia@2026-01-01", expiresAt: soon };
  const quoted: Command = { type: "Spend", ...asked, for: image, quoted: promise };
  const gift: Command = { type: "Adjust", ...asked, credits: 5, reason: "sorry", expiresAt: soon };

  it.each([
    ["a booking that would have begun", booking],
    ["a hold that would have ended", hold],
    ["a gift that would have ended", gift],
    ["a price that was promised until then", quoted],
  ])("[X9] moves the head, so that an older try, still on its way, can't arrive after it: %s", async (_, command) => {
    const own = (settings = {}) => testLedger(dynamoTable(table, testClient(settings)), bookable);
    const late = delayed();
    const lost = Array.from({ length: 200 }, () => requestLost);
    const hasty = own({ requestHandler: new ScriptedConnection({ TransactWriteItems: [late.fault, ...lost] }) });
    const briefly = { ...inTime, until: Date.now() + 100 };
    await expect(hasty.perform("ada", command, briefly)).rejects.toBeInstanceOf(Busy);
    const again = { ...command, now: at(noon) + 20_000 };
    expect(await own().perform("ada", again, inTime)).toMatchObject({ result: "rejected" });
    await late.arrive();
    expect(await own().read("ada", again.now)).toMatchObject({ account: { seq: 1, holds: [] } });
    expect(await balanceNow()).toBe(1_000);
  });
});

describe("what will not get better by trying again", () => {
  it.each(["AccessDeniedException", "ResourceNotFoundException", "ValidationException"])(
    "%s is thrown",
    async (name) => {
      await expect(behind(answers(name)).perform("ada", takes(1, noon), inTime)).rejects.toMatchObject({ name });
      expect(await balanceNow()).toBe(1_000);
    },
  );

  it("a race that is always lost ends as busy, with nothing written", async () => {
    const conflicts = Array.from({ length: 100 }, () => cancelled("TransactionConflict", "None"));
    await expect(behind(...conflicts).perform("ada", takes(1, noon), inTime)).rejects.toBeInstanceOf(Busy);
    expect(await balanceNow()).toBe(1_000);
  });

  it("a deadline that has passed ends it after the first try", async () => {
    const connection = new ScriptedConnection({ TransactWriteItems: [cancelled("TransactionConflict", "None")] });
    const ledger = environment(table, { requestHandler: connection });
    await expect(ledger.perform("ada", takes(1, noon), { ...inTime, until: 0 })).rejects.toBeInstanceOf(Busy);
    expect(connection.seen).toEqual(["GetItem", "TransactWriteItems"]);
  });

  it("a table that does not answer a read is busy: nothing was decided", async () => {
    const silent = new ScriptedConnection({ GetItem: [requestLost, requestLost, requestLost] });
    const ledger = environment(table, { requestHandler: silent });
    await expect(ledger.perform("ada", takes(1, noon), inTime)).rejects.toBeInstanceOf(Busy);
  });
});

describe("the cost of a spend", () => {
  it("is one read and one write, and no read where this environment wrote the head", async () => {
    const connection = new ScriptedConnection({});
    const ledger = environment(table, { requestHandler: connection });
    await ledger.perform("ada", takes(1, noon, "first"), inTime);
    await ledger.perform("ada", takes(1, noon, "second"), inTime);
    expect(connection.seen).toEqual(["GetItem", "TransactWriteItems", "TransactWriteItems"]);
  });

  it("of a refusal is two reads, the head before the key", async () => {
    const connection = new ScriptedConnection({});
    await environment(table, { requestHandler: connection }).perform("ada", takes(2_000, noon), inTime);
    expect(connection.seen).toEqual(["GetItem", "GetItem"]);
  });
});

function throttled(): Fault {
  return answers("ThrottlingException");
}
