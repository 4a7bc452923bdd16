import type { StatementReading } from "./ledger.ts";
import type { StatementPage } from "./table.ts";

/** How many entries one request looks through for those of a member. */
export const MOST_LOOKED_THROUGH = 1_000;

const AT_A_TIME = 100;

/**
 * The lines of one member, newest first: at most `limit` of them, found among all lines of the account. A page may have fewer
 * than the limit, and even none, while `next` says that there is more to look through.
 */
export async function memberStatement(
  read: (page: StatementPage) => Promise<StatementReading>,
  member: string,
  { limit, before }: StatementPage,
): Promise<StatementReading> {
  const entries: StatementReading["entries"][number][] = [];
  let page = await read({ limit: AT_A_TIME, before });
  for (let seen = page.entries.length; ; seen += page.entries.length) {
    const rest = limit - entries.length;
    const found = page.entries.filter((entry) => entry.member?.id === member);
    entries.push(...found.slice(0, rest));
    const last = found[rest - 1];
    if (last) return { entries, next: last.seq > 1 ? last.seq : null, complete: page.complete };
    if (page.next === null || !page.complete || seen >= MOST_LOOKED_THROUGH) return { ...page, entries };
    page = await read({ limit: AT_A_TIME, before: page.next });
  }
}
