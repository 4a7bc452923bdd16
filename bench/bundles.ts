import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { build } from "esbuild";
import { routes } from "../functions/routes.ts";
import { startEngine } from "../local/engine.ts";
import { ensureTable } from "../local/table.ts";
import { gatewayEvent, operator } from "../test/support/gateway-event.ts";
import { RECEIPT_KEY } from "../test/support/receipt-keys.ts";
import { writeAccount } from "./accounts.ts";
import { report, table } from "./report.ts";

/** How large what is deployed is, what is in it, and how long its first answer takes beside the least that could be done. */

const TABLE = "bench-bundles";
const ROUNDS = 15;
const WATCHED = ["stripe", "zod", "jose", "@aws-sdk/client-dynamodb"] as const;

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "passbook-bundles-"));

interface Bundle {
  readonly verb: string;
  readonly file: string;
  readonly bytes: number;
  /** Bytes of each watched package in it. */
  readonly of: Readonly<Record<(typeof WATCHED)[number], number>>;
}

/** As SST makes it: one minified ES module for Node 24. */
async function bundled(verb: string, source: string): Promise<Bundle> {
  const file = join(folder, `${verb}.mjs`);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile: file,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node24",
    metafile: true,
    logLevel: "error",
    banner: { js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);' },
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output?.inputs ?? {});
  const bytesOf = (name: string) =>
    inputs
      .filter(([path]) => path.includes(`node_modules/${name}/`))
      .reduce((total, [, { bytesInOutput }]) => total + bytesInOutput, 0);
  const of = Object.fromEntries(WATCHED.map((name) => [name, bytesOf(name)])) as Bundle["of"];
  return { verb, file, bytes: output?.bytes ?? 0, of };
}

const kilobytes = (bytes: number): number => Math.round(bytes / 1000);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const verbs = [...new Set(routes.map((route) => route.function))];
const bundles = await Promise.all(verbs.map((verb) => bundled(verb, `functions/${verb}.ts`)));
const bare = await bundled("bare-get", "bench/bare-get.ts");

const engine = await startEngine({ dataDir: folder });
try {
  await ensureTable(engine.endpoint, TABLE);
  const settings = { region: "local", credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  await writeAccount(new DynamoDBClient({ endpoint: engine.endpoint, ...settings }), TABLE, "ada", 1);
  const env = {
    ...process.env,
    POLICY: "omnia",
    STRIPE_MODE: "test",
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_REGION: "local",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    SST_RESOURCE_App: JSON.stringify({ name: "passbook", stage: "bench" }),
    SST_RESOURCE_Table: JSON.stringify({ name: TABLE }),
    SST_RESOURCE_ReceiptKey: JSON.stringify({ value: RECEIPT_KEY }),
    SST_RESOURCE_ReceiptKeyOther: JSON.stringify({ value: "" }),
  };
  let keys = 0;
  const firstCall = (file: string, line: string, body?: object): number => {
    const request = { token: operator, ...(body && { key: `key ${(keys += 1)}`, body }) };
    const event = join(folder, "event.json");
    writeFileSync(event, JSON.stringify(gatewayEvent(line, request).event));
    const child = fileURLToPath(new URL("first-call.ts", import.meta.url));
    return Number(
      execFileSync(process.execPath, [child, file, event], { env, encoding: "utf8" }).trim().split("\n").at(-1),
    );
  };
  const fileOf = (verb: string) => bundles.find((bundle) => bundle.verb === verb)?.file ?? "";
  const balance = (file: string) => firstCall(file, "GET /accounts/ada/balance");
  const spend = () => firstCall(fileOf("spend"), "POST /accounts/ada/spends", { service: "image" });
  const rounds = Array.from({ length: ROUNDS }, () => ({
    bare: balance(bare.file),
    balance: balance(fileOf("balance")),
    spend: spend(),
  }));
  const row = (what: keyof (typeof rounds)[number]) => [
    what === "bare" ? "one GetItem with a bare client" : what,
    Math.round(median(rounds.map((round) => round[what]))),
    Number(median(rounds.map((round) => round[what] / round.bare)).toFixed(2)),
  ];

  report("bundles", [
    ...table(
      ["function", "kB, minified", ...WATCHED.map((name) => `of it ${name}`)],
      [bare, ...bundles].map(({ verb, bytes, of }) => [
        verb,
        kilobytes(bytes),
        ...WATCHED.map((name) => kilobytes(of[name])),
      ]),
    ),
    "",
    ...table(
      ["import and first call", "ms, median", "median ratio of a round"],
      [row("bare"), row("balance"), row("spend")],
    ),
  ]);
} finally {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
}
