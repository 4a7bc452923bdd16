import { describe, expect, it } from "vitest";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { at } from "../support/instants.ts";
import { testPassbook } from "../support/test-passbook.ts";
import { freshTable, testClient } from "../support/test-table.ts";

describe("A journal that is read entry by entry", () => {
  it("[X2] comes page after page, each when it is needed, and whole", async () => {
    const name = await freshTable();
    const passbook = await testPassbook({ table: name });
    for (let n = 1; n <= 5; n += 1)
      await passbook.given("ada", {
        type: "Adjust",
        now: at("2026-01-31"),
        request: `${n}`,
        by: "support",
        credits: n,
        reason: "a line",
      });
    const client = testClient();
    let queries = 0;
    client.middlewareStack.add(
      (next) => (args) => {
        queries += 1;
        return next(args);
      },
      { step: "initialize" },
    );
    const table = dynamoTable(name, client);
    const seen: (readonly [seq: number, queries: number])[] = [];
    for await (const { seq } of table.journal("ada", 5, 2)) seen.push([seq, queries]);
    expect(seen).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 3],
    ]);
    const tooMany = async () => {
      for await (const _ of table.journal("ada", 6, 2));
    };
    await expect(tooMany()).rejects.toThrow("5 of 6 entries are in the index");
  });
});
