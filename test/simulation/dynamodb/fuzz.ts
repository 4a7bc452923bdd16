import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { startEngine } from "../../../local/engine.ts";
import { ensureTable } from "../../../local/table.ts";
import { disagreements } from "./differential.ts";
import { modelClient } from "./model-client.ts";

// `npm run fuzz:engine -- --operations 100000 --seed 1`: the model against the engine of this machine, the one that `--engine`
// names (dynoxide, "DynamoDB Local"), or that of DYNAMODB_ENDPOINT.

const { values } = parseArgs({
  options: {
    operations: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    engine: { type: "string" },
  },
});
const operations = Number(values.operations);
const folder = mkdtempSync(join(tmpdir(), "passbook-fuzz-"));
const engine = await startEngine({ dataDir: folder, only: values.engine });
try {
  const table = `fuzz-${values.seed}-${process.pid}`;
  await ensureTable(engine.endpoint, table);
  const nobody = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: "local",
    credentials: nobody,
    maxAttempts: 1,
  });
  const found = await disagreements(
    { engine: "model", client: modelClient(), table },
    { engine: engine.name, client, table },
    { seed: Number(values.seed), operations },
    (done) => {
      if (done % 5_000 === 0) console.error(`${done} of ${operations}`);
    },
  );
  console.log(`${engine.name}, seed ${values.seed}: ${found.length} disagreements in ${operations} operations`);
  for (const { index, operation, ours, theirs } of found)
    console.log(`${index} ${short(operation)}\n  ours   ${short(ours)}\n  theirs ${short(theirs)}`);
  process.exitCode = found.length > 0 ? 1 : 0;
} finally {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Long keys and large items are told by their length. */
function short(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === "string" && field.length > 60 ? `${field.slice(0, 8)}… (${field.length})` : field,
  );
}
