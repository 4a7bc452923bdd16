import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { statement } from "../functions/statement.ts";
import { startEngine } from "../local/engine.ts";
import { ensureTable } from "../local/table.ts";
import { context, gatewayEvent, operator } from "../test/support/gateway-event.ts";
import { freshEnvironment, writeAccount } from "./accounts.ts";
import { meteredClient } from "./metered.ts";
import { report, table } from "./report.ts";

/** A long statement, turned page by page to its beginning: what a page costs, and whether the reader's memory grows with it. */

const ENTRIES = 100_000;
const TABLE = "bench-statement";
const WARM_UP_PAGES = 100;

process.env["AWS_REGION"] ??= "local";
process.env["AWS_ACCESS_KEY_ID"] ??= "local";
process.env["AWS_SECRET_ACCESS_KEY"] ??= "local";
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** What the heap holds once everything that nobody needs is gone, in MiB. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

async function turn(endpoint: string, accept: string) {
  const { client, take } = meteredClient(endpoint);
  const verb = statement(freshEnvironment(TABLE, client));
  let [pages, lines, largest, before, begin, indexUnits] = [0, 0, 0, 0, performance.now(), 0];
  for (let query = "?limit=100"; query !== ""; pages += 1) {
    const { event } = gatewayEvent(`GET /accounts/old/ledger${query}`, { token: operator, headers: { accept } });
    const { statusCode, headers = {}, body = "" } = await verb(event as never, context);
    if (statusCode !== 200) throw new Error(`a page was answered ${statusCode}`);
    indexUnits = take().indexUnits;
    largest = Math.max(largest, body.length);
    lines += accept === "text/csv" ? body.split("\r\n").length - 2 : body.split('"seq":').length - 1;
    query = accept === "text/csv" ? onwards(String(headers["link"] ?? "")) : after(body);
    // The first pages compile the code and open the connection.
    if (pages === WARM_UP_PAGES) [before, begin] = [heap(), performance.now()];
  }
  const seconds = (performance.now() - begin) / 1_000;
  const speed = Math.round((lines - WARM_UP_PAGES * 100) / seconds);
  return [accept, lines, pages, indexUnits, Math.round(largest / 1_024), speed, (heap() - before).toFixed(1)];
}

const onwards = (link: string): string => /^<([^>]+)>/.exec(link)?.[1] ?? "";

function after(body: string): string {
  const { next } = JSON.parse(body) as { next: number | null };
  return next === null ? "" : `?limit=100&before=${next}`;
}

const dataDir = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "passbook-bench-"));
const { endpoint, name, stop } = await startEngine({ dataDir });
try {
  await ensureTable(endpoint, TABLE);
  const { client } = meteredClient(endpoint);
  console.log(`Writing a journal of ${ENTRIES.toLocaleString("en")} entries; this takes a minute.`);
  await writeAccount(client, TABLE, "old", ENTRIES - 4);
  const head = [
    "accept",
    "entries",
    "pages",
    "index units of a page",
    "largest page, KiB",
    "entries a second",
    "heap at the end, MiB more than after 100 pages",
  ];
  const rows = [await turn(endpoint, "application/json"), await turn(endpoint, "text/csv")];
  report("statement", [`Engine: ${name}`, "", ...table(head, rows)]);
} finally {
  await stop();
  rmSync(dataDir, { recursive: true, force: true });
}
