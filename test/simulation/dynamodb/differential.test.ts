import { describe, expect, inject, it } from "vitest";
import { seeded } from "../../support/seeded.ts";
import { freshTable, testClient } from "../../support/test-table.ts";
import { disagreements, outcome } from "./differential.ts";
import { modelClient } from "./model-client.ts";
import { QUIRKS } from "./quirks.ts";
import { randomOperation } from "./random-operations.ts";

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
});

describe("An engine that is known for something", () => {
  it.for(QUIRKS)("still does it: $engine: $what", async ({ engine, is, example }, { skip }) => {
    if (inject("engine") !== engine) skip("another engine runs here");
    const [model, real] = [ours(), await theirs()];
    const random = seeded(1);
    for (let tries = 0; tries < 20_000; tries += 1) {
      const operation = example ?? randomOperation(random);
      if (!is(operation)) continue;
      if (JSON.stringify(await outcome(model, operation)) !== JSON.stringify(await outcome(real, operation))) return;
    }
    throw new Error("it does not any more");
  });
});
