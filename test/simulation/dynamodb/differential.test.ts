import { describe, expect, inject, it } from "vitest";
import { seeded } from "../../support/seeded.ts";
import { freshTable, testClient } from "../../support/test-table.ts";
import { disagreements, outcome } from "./differential.ts";
import { modelClient } from "./model-client.ts";
import { QUIRKS } from "./quirks.ts";
import { type RandomOperation, randomOperation } from "./random-operations.ts";

const theirs = async () => ({
  engine: inject("engine"),
  client: testClient({ maxAttempts: 1 }),
  table: await freshTable(),
});
const ours = () => ({ engine: "model", client: modelClient(), table: "model" });

describe("The model of DynamoDB", () => {
  it.each([1, 2, 3])("answers as the engine does, operation by operation: seed %i", async (seed) => {
    expect(await disagreements(ours(), await theirs(), { seed, operations: 700 })).toEqual([]);
  });

  // Chance comes upon two mistakes of one item once in some ten thousand operations.
  it.each(["TransactWriteItems", "PutItem"] as const)(
    "answers as the engine does where an item's key is too long and its index key is empty: %s",
    async (operation) => {
      const put = { Item: { pk: { S: "k".repeat(2_049) }, account: { S: "" }, seq: { N: "1" } } };
      const both: RandomOperation =
        operation === "PutItem" ? { operation, input: put } : { operation, input: { puts: [put] } };
      expect(await outcome(ours(), both)).toEqual(await outcome(await theirs(), both));
    },
  );
});

describe("An engine that is known for something", () => {
  it.for(QUIRKS)("still does it: $engine: $what", async ({ engine, is }, { skip }) => {
    if (inject("engine") !== engine) skip("another engine runs here");
    const [model, real] = [ours(), await theirs()];
    const random = seeded(1);
    for (let tries = 0; tries < 20_000; tries += 1) {
      const operation = randomOperation(random);
      if (!is(operation)) continue;
      if (JSON.stringify(await outcome(model, operation)) !== JSON.stringify(await outcome(real, operation))) return;
    }
    throw new Error("it does not any more");
  });
});
