import type { EntryType } from "@passbook/core";
import type { WrittenEntry } from "./items.ts";
import type { StatementReading } from "./ledger.ts";
import type { StatementPage } from "./table.ts";

/** Which lines of a statement are wanted: those that are both, where both are said. */
export interface Choice {
  /** Only this member's lines. */
  readonly member?: string | undefined;
  /** Only lines of one of these types. */
  readonly types?: readonly EntryType[] | undefined;
}

/** How many entries one request looks through for those that it wants. */
export const MOST_LOOKED_THROUGH = 1_000;

const AT_A_TIME = 100;

/**
 * The chosen lines, newest first: at most `limit` of them, found among all lines of the account. A page may have fewer than
 * the limit, and even none, while `next` says that there is more to look through.
 */
export async function chosenStatement(
  read: (page: StatementPage) => Promise<StatementReading>,
  choice: Choice,
  { limit, before }: StatementPage,
): Promise<StatementReading> {
  const entries: WrittenEntry[] = [];
  let page = await read({ limit: AT_A_TIME, before });
  for (let seen = page.entries.length; ; seen += page.entries.length) {
    const rest = limit - entries.length;
    const found = page.entries.filter((entry) => isChosen(choice, entry));
    entries.push(...found.slice(0, rest));
    const last = found[rest - 1];
    if (last) return { entries, next: last.seq > 1 ? last.seq : null, complete: page.complete };
    if (page.next === null || !page.complete || seen >= MOST_LOOKED_THROUGH) return { ...page, entries };
    page = await read({ limit: AT_A_TIME, before: page.next });
  }
}

export function isChosen({ member, types }: Choice, entry: WrittenEntry): boolean {
  if (types && !types.includes(entry.type)) return false;
  return member === undefined || entry.member?.id === member;
}
