import type { Spend } from "@passbook/core";
import { balance } from "@passbook/core";
import { expect, it } from "vitest";
import { Busy } from "../../functions/ledger/busy.ts";
import { type Ledger } from "../../functions/ledger/ledger.ts";
import type { PerformOptions } from "../../functions/ledger/perform.ts";
import { at } from "../support/instants.ts";
import { bought, takes, uses } from "../support/omnia-story.ts";
import { environment, freshTable } from "../support/test-table.ts";

const inTime = { until: Number.POSITIVE_INFINITY };
const noon = "2026-01-31T12:00:00Z";

/** As a caller does: a 503 is sent again with the same key. */
async function send(ledger: Ledger, command: Spend, options: PerformOptions) {
  for (;;) {
    const performed = await ledger.perform("ada", command, options).catch((error: unknown) => error);
    if (!(performed instanceof Busy)) return performed;
  }
}

it("[X9] of 50 parallel spends of a balance that covers 20, exactly 20 succeed, and the statement adds up", async () => {
  const table = await freshTable();
  const ledger = environment(table);
  await ledger.perform("ada", bought("pack_1000", noon), inTime);

  const spends = Array.from({ length: 50 }, (_, i) => uses("avatar", noon, { request: `spend ${i}` }));
  const performed = await Promise.all(spends.map((spend) => send(environment(table), spend, inTime)));
  const results = performed.map((done) => (done as { result: string }).result);
  expect(results.filter((result) => result === "written")).toHaveLength(20);
  expect(results.filter((result) => result === "rejected")).toHaveLength(30);

  const { entries, complete } = await ledger.statement("ada", at("2026-01-31T13:00:00Z"), { limit: 100 });
  expect(complete).toBe(true);
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, i) => 21 - i));
  expect(entries.map((entry) => entry.balance)).toEqual(Array.from({ length: 21 }, (_, i) => i * 50));
});

it("[X9] parallel spends with one key pay once, and all are answered alike", async () => {
  const table = await freshTable();
  await environment(table).perform("ada", bought("pack_1000", noon), inTime);
  const options = { ...inTime, digest: "d" };
  const same = Array.from({ length: 20 }, () => send(environment(table), takes(30, noon), options));
  const entries = (await Promise.all(same)).map((done) => (done as { entry: unknown }).entry);
  for (const entry of entries) expect(entry).toEqual(entries[0]);
  expect(balance((await environment(table).read("ada", at(noon))).account)).toBe(970);
});
