import { isDeepStrictEqual } from "node:util";
import { type Account, emptyAccount, evolve } from "@passbook/core";
import { isBegun } from "../functions/ledger/items.ts";
import type { Told } from "./account-commands.ts";
import type { Storage } from "./storage.ts";
import { textTable } from "./text-table.ts";
import { Failure } from "./usage.ts";

/** As many lines are in memory at once. */
const PAGE = 1_000;

/** The account that its journal makes, beside the one that is stored: they must be the same. Writes nothing. */
export async function rebuild({ table }: Storage, id: string, progress: (text: string) => void): Promise<Told> {
  const found = await table.readHead(id);
  if (!isBegun(found)) throw new Failure(`${id} was never written.`);
  const { account: stored } = found;
  progress(`${stored.seq} lines to read`);
  let folded = emptyAccount(id);
  for await (const entry of table.journal(id, stored.seq, PAGE)) {
    folded = evolve(folded, entry);
    if (entry.seq % 10_000 === 0) progress(`${entry.seq} of ${stored.seq} lines folded`);
  }
  const differences = differing(stored, folded);
  const json = { account: id, entries: stored.seq, agrees: differences.length === 0, differences };
  if (differences.length === 0) return { text: `${id}: ${stored.seq} lines make the account that is stored.`, json };
  const rows = differences.map(({ field, stored: head, folded: journal }) => [field, shown(head), shown(journal)]);
  const text = `${id}: its ${stored.seq} lines make another account than is stored.\n\n${textTable(["field", "stored", "by the journal"], rows)}`;
  return { text, json, isWrong: true };
}

function differing(stored: Account, folded: Account) {
  const [a, b] = [plain(stored), plain(folded)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((field) => !isDeepStrictEqual(a[field], b[field]))
    .map((field) => ({ field, stored: a[field], folded: b[field] }));
}

/** What is not said and what is `undefined` are the same once it is stored. */
function plain(account: Account): Record<string, unknown> {
  return JSON.parse(JSON.stringify(account)) as Record<string, unknown>;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "–";
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
