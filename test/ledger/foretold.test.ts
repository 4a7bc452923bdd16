import { expect, it } from "vitest";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { freshTable, testClient } from "../support/test-table.ts";

const DAY = 86_400;

// Seed 54 of the simulation (60 operations, rate 0.15).
it("[X9] what a change will do is foretold once, also where its request was sent twice at once: to both the same", async () => {
  const table = dynamoTable(await freshTable(), testClient());
  const foretold = (credits: string, seconds: number) =>
    table.writeForetold("ada", "change plan", credits, { seconds, ttl: seconds + DAY });
  // Neither has found anything, and each has made it out for itself.
  const told = await Promise.all([foretold("500, next at 12:00:00.400", 0), foretold("500, next at 12:00:00.452", 0)]);
  expect(new Set(told).size).toBe(1);
  expect(await table.readForetold("ada", "change plan", DAY - 1)).toBe(told[0]);
  // Stripe has forgotten the key: it is another request.
  expect(await foretold("2000", DAY)).toBe("2000");
});
