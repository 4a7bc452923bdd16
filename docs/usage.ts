import { readFileSync } from "node:fs";
import { tableSchema } from "../functions/ledger/schema.ts";
import { ASSUMED, type PRICES } from "./prices.ts";

/** So many of what AWS counts. */
export type Usage = Partial<Record<keyof typeof PRICES, number>>;

/** What a request asks of the table, as a benchmark has measured it. */
interface Capacity {
  readonly requests: number;
  readonly reads: number;
  /** Of the table and its indexes. */
  readonly writes: number;
}

export const SUBSCRIBERS = 10_000;

const GB = 1_000_000_000;
const DAYS = 30;
const RENEWAL = ["customer.subscription.updated", "invoice.paid", "invoice_payment.paid"];

/** A spend, and what becomes of its entry. */
export const spend = (): Usage => together(answered(measured("spend", "accepted, cold head | 0")), kept());

/** What a month of so many subscribers is made of. */
export function month(): readonly (readonly [what: string, usage: Usage])[] {
  const { spends, views, visits, warnings } = ASSUMED;
  return [
    [`${spends} spends each`, times(SUBSCRIBERS * spends, spend())],
    [`${views} looks at the account each`, times(SUBSCRIBERS * views, answered({ requests: 1, reads: 1, writes: 0 }))],
    [`a renewal each: ${RENEWAL.length} webhooks, ${ASSUMED.entriesOfRenewal} entries`, times(SUBSCRIBERS, renewal())],
    [`${visits} visits of the sweep each, ${warnings} warnings`, times(SUBSCRIBERS, swept())],
    ["reconciling, daily", times(DAYS, reconciling())],
    ["a stage that nobody uses: alarms, dashboard, hourly sweep", idle()],
  ];
}

/** A row of `bench/results.md`, by its first cells. @throws there is none. */
export function measured(section: string, row: string, results = read("../bench/results.md")): Capacity {
  const [, table = ""] = new RegExp(`<!-- ${section} -->([^]*?)<!-- /${section} -->`).exec(results) ?? [];
  const lines = table.split("\n");
  const cellsOf = (start: string) => lines.find((line) => line.startsWith(start))?.split(" | ");
  const head = lines.find((line) => line.includes("| read units |"))?.split(" | ");
  const cells = cellsOf(`| ${row} |`);
  if (!head || !cells) throw new Error(`bench/results.md has no "${row}" in ${section}`);
  const cell = (name: string) => cells[head.findIndex((title) => title.replace(/^\| | \|$/g, "") === name)] ?? "";
  // "GetItem + TransactWriteItems", or "5 GetItem + 1 TransactWriteItems".
  const requests = cell("requests").split(" + ");
  return {
    requests: requests.reduce((sum, text) => sum + (Number.parseInt(text, 10) || 1), 0),
    reads: Number.parseInt(cell("read units"), 10),
    writes: Number.parseInt(cell("write units"), 10) + Number.parseInt(cell("index units"), 10),
  };
}

export function times(count: number, usage: Usage): Usage {
  return Object.fromEntries(counted(usage).map(([what, one]) => [what, one * count]));
}

export const counted = (usage: Usage) => Object.entries(usage) as [keyof typeof PRICES, number][];

function together(...usages: readonly Usage[]): Usage {
  const sum: Usage = {};
  for (const [what, count] of usages.flatMap(counted)) sum[what] = (sum[what] ?? 0) + count;
  return sum;
}

/** An answer over HTTP, with what it asks of the table. */
function answered({ requests, reads, writes }: Capacity): Usage {
  const ms = ASSUMED.msOfInvocation + requests * ASSUMED.msOfTableRequest;
  const gateway = { request: 1, sent: ASSUMED.bytesAnswered / GB, logged: ASSUMED.bytesOfAccessLine / GB };
  return together(invoked(ms), gateway, { write: writes, read: reads });
}

function invoked(ms: number): Usage {
  return { invocation: 1, computing: (ms / 1_000) * ASSUMED.gbOfFunction, logged: ASSUMED.bytesLogged / GB };
}

/** A new entry is told once, and stays with its copy in the statement index. */
function kept(): Usage {
  const bytes = Number(/^\| entry of a spend \| (\d+) \|$/m.exec(read("../bench/results.md"))?.[1]);
  const stored = (2 * (bytes + ASSUMED.bytesOfItem)) / GB;
  const told = times(1 / ASSUMED.entriesAnnouncedAtOnce, invoked(ASSUMED.msOfAnnouncing));
  return together(told, { event: 1, stored, recoverable: stored });
}

function renewal(): Usage {
  return together(
    ...RENEWAL.map((type) => answered(measured("webhook", type))),
    times(ASSUMED.entriesOfRenewal, kept()),
  );
}

function swept(): Usage {
  const { visits, writesOfVisit, msOfVisit, warnings } = ASSUMED;
  const visit = { write: writesOfVisit, read: 1, computing: (msOfVisit / 1_000) * ASSUMED.gbOfFunction };
  return together(times(visits, visit), { event: warnings });
}

function reconciling(): Usage {
  return together(invoked(ASSUMED.secondsOfReconciling * 1_000), { read: ASSUMED.readsOfReconciling * SUBSCRIBERS });
}

/** Each alarm watches one metric; the one of the table's refusals adds up two of the table and of every index. */
function idle(): Usage {
  const alarms = [...read("operate.md").matchAll(/^#### `\w+`$/gm)].length;
  const refusals = 2 * (1 + Object.keys(tableSchema.globalIndexes).length);
  const codes = [...read("../infra/log-alarms.ts").matchAll(/^ {4}pattern: /gm)].length;
  const always = { alarm: alarms - 1 + refusals, metric: codes, dashboard: 1 };
  return together(always, times(24 * DAYS, invoked(ASSUMED.msOfIdleSweep)));
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
