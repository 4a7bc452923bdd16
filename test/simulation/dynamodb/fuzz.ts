import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { startEngine } from "../../../local/engine.ts";
import { ensureTable } from "../../../local/table.ts";
import { disagreements, type Side } from "./differential.ts";
import { modelClient } from "./model-client.ts";
import { useToken } from "./old-token.ts";

// `npm run fuzz:engine -- --operations 100000 --seed 1`: the model against the engine of this machine, the one that `--engine`
// names (dynoxide, "DynamoDB Local"), or that of DYNAMODB_ENDPOINT. `--old-tokens` uses forty tokens twice instead, eleven minutes
// apart, and waits for these.

const ELEVEN_MINUTES = 660_000;

const { values } = parseArgs({
  options: {
    operations: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    engine: { type: "string" },
    "old-tokens": { type: "boolean", default: false },
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
  // A long run is longer than tokens are remembered: the model's time is the engine's.
  const model = modelClient({ clock: Date.now, transactionTakes: async () => {}, indexLag: () => 0 });
  const [ours, theirs] = [
    { engine: "model", client: model, table },
    { engine: engine.name, client, table },
  ];
  process.exitCode = (await (values["old-tokens"] ? waited(ours, theirs) : compared(ours, theirs))) ? 0 : 1;
} finally {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** @returns whether they agree. */
async function compared(ours: Side, theirs: Side): Promise<boolean> {
  const found = await disagreements(ours, theirs, { seed: Number(values.seed), operations }, (done) => {
    if (done % 5_000 === 0) console.error(`${done} of ${operations}`);
  });
  console.log(`${theirs.engine}, seed ${values.seed}: ${found.length} disagreements in ${operations} operations`);
  for (const { index, operation, ours: our, theirs: their } of found)
    console.log(`${index} ${short(operation)}\n  ours   ${short(our)}\n  theirs ${short(their)}`);
  return found.length === 0;
}

/** @returns whether the engine does with old tokens what the model does. */
async function waited(ours: Side, theirs: Side): Promise<boolean> {
  const tokens = Array.from({ length: 40 }, (_, n) => `old ${n}`);
  for (const token of tokens) for (const side of [ours, theirs]) await useToken(side, token, 1);
  await sleep(ELEVEN_MINUTES);
  const uses: (readonly [our: string, their: string])[] = [];
  for (const token of tokens)
    uses.push([JSON.stringify(await useToken(ours, token, 2)), JSON.stringify(await useToken(theirs, token, 2))]);
  const others = uses.filter(([our, their]) => our !== their);
  console.log(`${theirs.engine}: ${others.length} of ${tokens.length} old tokens do not what they do in the model`);
  for (const [our, their] of others.slice(0, 1)) console.log(`  ours   ${our}\n  theirs ${their}`);
  return others.length === 0;
}

/** Long keys and large items are told by their length. */
function short(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === "string" && field.length > 60 ? `${field.slice(0, 8)}… (${field.length})` : field,
  );
}
