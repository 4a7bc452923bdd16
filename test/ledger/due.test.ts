import { balance, type Lot, MAX_CREDITS, settle } from "@passbook/core";
import { beforeEach, expect, it } from "vitest";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { headItem } from "../../functions/ledger/items.ts";
import type { Ledger } from "../../functions/ledger/ledger.ts";
import { at } from "../support/instants.ts";
import { itemBytes } from "../support/item-bytes.ts";
import { bought, month, omnia, takes, year } from "../support/omnia-story.ts";
import { ScriptedConnection } from "../support/scripted.ts";
import { environment, freshTable, testClient } from "../support/test-table.ts";

const inTime = { until: Number.POSITIVE_INFINITY };
const days = ["05", "10", "15", "20", "25"];

let table: string;
let ledger: Ledger;
beforeEach(async () => {
  table = await freshTable();
  ledger = environment(table);
});

async function fiveYearlySubscriptions() {
  for (const day of days) {
    const paid = year(`2026-01-${day}T09:00:00Z`, `2027-01-${day}T09:00:00Z`, { subscription: `sub_${day}` });
    await ledger.perform("ada", paid, inTime);
  }
}

it("[X3] an account that slept for years is brought up to date with the next spend, in as many writes as it takes", async () => {
  await fiveYearlySubscriptions();
  const connection = new ScriptedConnection({});
  const woken = environment(table, { requestHandler: connection });
  await woken.perform("ada", bought("pack_1000", "2029-06-01T00:00:00Z"), inTime);

  // Five times eleven more allowances, and five last ends: more than one transaction takes.
  expect(connection.seen).toEqual(["GetItem", "TransactWriteItems", "TransactWriteItems"]);
  const { entries, complete } = await ledger.statement("ada", at("2029-06-01T00:00:00Z"), { limit: 100 });
  expect(complete).toBe(true);
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 66 }, (_, i) => 66 - i));
  expect(entries[0]).toMatchObject({ type: "purchased", balance: 1_000 });
});

it("[X3] a reader is told what is due before anybody has written it, and the same after", async () => {
  await fiveYearlySubscriptions();
  const now = at("2026-12-31T00:00:00Z");
  const before = await ledger.statement("ada", now, { limit: 100 });
  await ledger.perform("ada", takes(1, "2026-12-31T00:00:00Z"), inTime);
  const after = await ledger.statement("ada", now, { limit: 100, before: before.entries.length + 1 });
  expect(after.entries).toEqual(before.entries);
  expect(before).toMatchObject({ complete: true, next: null });
});

it("reading settles in memory and writes nothing", async () => {
  await fiveYearlySubscriptions();
  const connection = new ScriptedConnection({});
  const reader = environment(table, { requestHandler: connection });
  const { account, exists } = await reader.read("ada", at("2026-12-31T00:00:00Z"));
  expect([exists, balance(account)]).toEqual([true, 5 * 500]);
  expect(connection.seen).toEqual(["GetItem"]);
});

it("the statement's pages neither skip nor repeat while entries arrive", async () => {
  await ledger.perform("ada", bought("pack_1000", "2026-01-01"), inTime);
  for (let i = 0; i < 6; i += 1) await ledger.perform("ada", takes(1, "2026-01-02", `before ${i}`), inTime);
  const read: number[] = [];
  for (let next: number | null = Number.MAX_SAFE_INTEGER; next !== null; ) {
    const page = await ledger.statement("ada", at("2026-01-03"), { limit: 3, before: next });
    read.push(...page.entries.map(({ seq }) => seq));
    next = page.next;
    await ledger.perform("ada", takes(1, "2026-01-02", `meanwhile ${next}`), inTime);
  }
  expect(read).toEqual([7, 6, 5, 4, 3, 2, 1]);
});

it("what is stored comes back as it was", async () => {
  await fiveYearlySubscriptions();
  await ledger.perform("ada", bought("pack_1000", "2026-02-01"), inTime);
  await ledger.perform("ada", takes(700, "2026-02-01"), { ...inTime, digest: "d" });
  const { entries } = await ledger.statement("ada", at("2026-02-01"), { limit: 100 });
  for (const entry of entries) {
    const { digest, ...shown } = { digest: undefined, ...(await ledger.find("ada", entry.key)) };
    expect(shown).toEqual(entry);
    expect(digest).toBe(entry.type === "spent" ? "d" : undefined);
  }
});

it("an ordinary head is one write unit: four lots, twenty bookings and a paid plan in less than 1 KB", async () => {
  await ledger.perform("ada", month("2026-01-31T09:00:00Z", "2026-02-28T09:00:00Z"), inTime);
  for (const session of ["1", "2", "3"]) {
    await ledger.perform("ada", bought("pack_5000", "2026-02-01T10:11:12Z", { session, quantity: 1_000 }), inTime);
  }
  const head = await dynamoTable(table, testClient()).readHead("ada");
  expect(head.account.lots).toHaveLength(4);
  const bookings = Array.from({ length: 20 }, (_, n) => ({ startsAt: at("2026-02-20T10:30:00Z") + n, entry: 5 + n }));
  const account = { ...head.account, id: "a".repeat(36), bookings };
  expect(itemBytes(headItem({ ...head, account }))).toBeLessThan(1_024);
  expect(itemBytes(headItem({ ...head, account: { ...head.account, id: "a".repeat(128) } }))).toBeLessThan(1_024);
});

it("a head of a thousand lots, each with a payment of its own, is a tenth of what an item may be", async () => {
  await ledger.perform("ada", bought("pack_5000", "2026-02-01T10:11:12Z"), inTime);
  const { account, ...head } = await dynamoTable(table, testClient()).readHead("ada");
  const [lot] = account.lots as [Lot];
  const lots = Array.from({ length: 1_000 }, (_, n) => ({ ...lot, number: 10_000 + n, birth: lot.birth + n * 1_001 }));
  expect(itemBytes(headItem({ ...head, account: { ...account, lots } }))).toBeLessThan(40_000);
});

it("[X10] the largest amounts keep their last credit", async () => {
  const quantity = MAX_CREDITS / 1_000;
  for (const session of ["1", "2"]) {
    await ledger.perform("ada", bought("pack_1000", "2026-01-01", { session, quantity }), inTime);
  }
  await ledger.perform("ada", takes(1, "2026-01-02"), inTime);
  const { account } = await ledger.read("ada", at("2026-01-02"));
  expect(balance(account)).toBe(2 * MAX_CREDITS - 1);
  expect(settle(omnia, account, at("2036-01-02")).entries).toEqual([]);
});
