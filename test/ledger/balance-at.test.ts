import { beforeAll, describe, expect, it } from "vitest";
import { balanceAt } from "../../functions/ledger/balance-at.ts";
import type { Table } from "../../functions/ledger/table.ts";
import { at, iso } from "../support/instants.ts";
import { month, omnia, takes } from "../support/omnia-story.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";

const HOUR_MS = 3_600_000;
const FEBRUARY = at("2026-02-01");
const SPENDS = 200;

let passbook: TestPassbook;
beforeAll(async () => {
  passbook = await testPassbook();
  const spends = Array.from({ length: SPENDS }, (_, n) => takes(1, iso(FEBRUARY + n * HOUR_MS)));
  await passbook.given("ada", month("2026-01-31", "2026-02-28"), ...spends);
});

/** The table, and what is read of its index. */
function counted(table: Table): { readonly table: Table; readonly reads: number[] } {
  const reads: number[] = [];
  const readEntries: Table["readEntries"] = async (account, page) => {
    const entries = await table.readEntries(account, page);
    reads.push(entries.length);
    return entries;
  };
  return { table: { ...table, readEntries }, reads };
}

describe("A past balance of a long journal", () => {
  it.each([0, 1, 23, 99, 100, 150, 198])(
    "is found with one entry at a time, and few of them: after spend %i",
    async (n) => {
      const { table, reads } = counted(passbook.table);
      const found = await balanceAt({ policy: omnia, table }, "ada", FEBRUARY + n * HOUR_MS);
      expect(found).toEqual({ balance: 499 - n, bySource: { plan: 499 - n } });
      expect(reads.every((entries) => entries === 1)).toBe(true);
      expect(reads.length).toBeLessThanOrEqual(8);
    },
  );

  it("is found before its beginning, and needs no index after its last entry", async () => {
    const { table, reads } = counted(passbook.table);
    const parts = { policy: omnia, table };
    expect(await balanceAt(parts, "ada", at("2026-01-30"))).toEqual({ balance: 0, bySource: {} });
    reads.length = 0;
    expect(await balanceAt(parts, "ada", FEBRUARY + SPENDS * HOUR_MS)).toMatchObject({ balance: 300 });
    expect(reads).toEqual([]);
  });
});
