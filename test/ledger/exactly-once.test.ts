import { balance, type ReverseSpend } from "@passbook/core";
import { beforeEach, describe, expect, it } from "vitest";
import type { Ledger } from "../../functions/ledger/ledger.ts";
import { at } from "../support/instants.ts";
import { bought, month, uses } from "../support/omnia-story.ts";
import { environment, freshTable } from "../support/test-table.ts";

const inTime = { until: Number.POSITIVE_INFINITY };
const paid = month("2026-01-31T09:00:00Z", "2026-02-28T09:00:00Z");
const noon = "2026-01-31T12:00:00Z";
const later = at("2026-01-31T13:00:00Z");

let table: string;
let ledger: Ledger;
beforeEach(async () => {
  table = await freshTable();
  ledger = environment(table);
  await ledger.perform("ada", paid, inTime);
});

const balanceNow = async () => balance((await ledger.read("ada", later)).account);

describe("a fact", () => {
  it("[X2] grants once, however often and wherever it is told again", async () => {
    const again = await Promise.all(Array.from({ length: 5 }, () => environment(table).perform("ada", paid, inTime)));
    expect(again.map(({ result }) => result)).toEqual(Array.from({ length: 5 }, () => "replayed"));
    expect(await balanceNow()).toBe(500);
  });

  it("[X2] grants once when its first tellings race each other", async () => {
    const tellings = Array.from({ length: 8 }, () =>
      environment(table).perform("bea", bought("pack_1000", noon), inTime),
    );
    const results = (await Promise.all(tellings)).map(({ result }) => result);
    expect(results.filter((result) => result === "written")).toHaveLength(1);
    expect(balance((await ledger.read("bea", later)).account)).toBe(1_000);
  });
});

describe("a spend", () => {
  it("[X9] with the same key is found done, and pays once", async () => {
    const spend = uses("video", noon);
    const first = await ledger.perform("ada", spend, { ...inTime, digest: "d" });
    const second = await environment(table).perform("ada", spend, { ...inTime, digest: "d" });
    expect(second).toEqual({ ...first, result: "replayed" });
    expect(await balanceNow()).toBe(440);
  });

  it("[X9] that took the last credits answers the same when it is asked again", async () => {
    const last = uses("image", noon, { quantity: 50 });
    const first = await ledger.perform("ada", last, { ...inTime, digest: "d" });
    expect(await ledger.perform("ada", last, { ...inTime, digest: "d" })).toEqual({ ...first, result: "replayed" });
    expect(await balanceNow()).toBe(0);
  });

  it("[X9] with a key of another content is refused without effect, also where it could not be paid", async () => {
    await ledger.perform("ada", uses("video", noon, { request: "k" }), { ...inTime, digest: "d" });
    const others = [uses("audio", noon, { request: "k" }), uses("image", noon, { request: "k", quantity: 1_000 })];
    for (const other of [...others, uses("upscale", noon, { request: "k" })]) {
      expect(await ledger.perform("ada", other, { ...inTime, digest: "e" })).toMatchObject({
        result: "idempotency conflict",
      });
    }
    expect(await balanceNow()).toBe(440);
  });

  it("[X9] that an operator takes back comes back once, and is told so again, its lot being whole by then", async () => {
    const done = await ledger.perform("ada", uses("video", noon), inTime);
    const spend = "entry" in done ? done.entry : expect.fail("it was not paid");
    const back: ReverseSpend = { type: "ReverseSpend", now: at(noon), by: "operator", reason: "made good", spend };
    const first = await ledger.perform("ada", back, { ...inTime, digest: "d" });
    expect(first).toMatchObject({ result: "written", entry: { balance: 500 } });
    expect(await environment(table).perform("ada", back, { ...inTime, digest: "d" })).toEqual({
      ...first,
      result: "replayed",
    });
    expect(await ledger.perform("ada", back, { ...inTime, digest: "e" })).toMatchObject({
      result: "idempotency conflict",
    });
  });

  it("is decided on the head as it is, not as this environment remembers it", async () => {
    await ledger.perform("ada", uses("audio", noon), inTime);
    await environment(table).perform("ada", bought("pack_1000", noon), inTime);
    expect(await ledger.perform("ada", uses("video", noon, { quantity: 10 }), inTime)).toMatchObject({
      result: "written",
    });
    await environment(table).perform("ada", uses("image", noon, { quantity: 80 }), inTime);
    const refused = await ledger.perform("ada", uses("video", "2026-01-31T12:30:00Z", { quantity: 2 }), inTime);
    expect(refused).toMatchObject({ result: "rejected", rejection: { needed: 120, available: 80, short: 40 } });
  });

  it("on an account that must exist, and does not, is told so", async () => {
    const missing = await ledger.perform("nobody", uses("audio", noon), { ...inTime, mustExist: true });
    expect(missing).toEqual({ result: "no such account" });
  });
});
