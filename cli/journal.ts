import type { Connection } from "./connection.ts";

/** A line of the statement, as the interface answers it. */
export interface Line {
  readonly id: string;
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly source: string | null;
  readonly credits: number;
  readonly balance: number;
  readonly reason: string;
  readonly ref: Readonly<Record<string, unknown>>;
  readonly by: string;
  readonly member?: string;
  readonly movements: readonly LineMovement[];
}

export interface LineMovement {
  readonly type: string;
  readonly lot: string;
  readonly source: string;
  readonly credits: number;
}

interface Page {
  readonly entries: readonly Line[];
  readonly next: number | null;
  readonly complete: boolean;
}

/** Page after page, newest first, until there is enough or no more. */
export async function* lines(
  connection: Connection,
  account: string,
  query: Readonly<Record<string, string>> = {},
): AsyncGenerator<Line> {
  for (let before: number | null | undefined; before !== null; ) {
    const cursor = before === undefined ? {} : { before: String(before) };
    const parameters = new URLSearchParams({ limit: "100", ...query, ...cursor });
    const page = (await connection.ask("GET", `${pathOf(account)}/ledger?${parameters.toString()}`)) as Page;
    yield* page.entries;
    before = page.next;
  }
}

export function pathOf(account: string): string {
  return `/accounts/${encodeURIComponent(account)}`;
}
