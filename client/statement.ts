import type { Entry, Verbs } from "./api.ts";
import { type Answer, type Reading, say } from "./verb.ts";
import { type PassbookOptions, send } from "./wire.ts";

/** Which lines of the statement. */
export interface StatementQuery extends Omit<Verbs["statement"]["query"], "type"> {
  readonly type?: readonly Entry["type"][] | undefined;
}

export type StatementPage = Answer<"statement">;

/** The statement for a spreadsheet (RFC 4180). */
export interface Csv {
  readonly text: string;
  /** `false`: the newest entries could not be shown yet; ask again. */
  readonly complete: boolean;
}

const LARGEST_PAGE = 100;

export function statementPage(
  options: PassbookOptions,
  path: string,
  query: StatementQuery,
  { signal }: Reading,
): Promise<StatementPage> {
  return say(options, { method: "GET", path: path + queryOf(query), signal });
}

/** Page by page, newest first, as long as somebody goes on reading. */
export async function* statementPages(
  options: PassbookOptions,
  path: string,
  query: StatementQuery,
  reading: Reading,
): AsyncGenerator<StatementPage, void, undefined> {
  for (let before: number | null | undefined = query.before; before !== null; ) {
    const page: StatementPage = await statementPage(options, path, { ...query, before }, reading);
    yield page;
    before = page.next;
  }
}

/** All pages as one, under one header line. */
export async function statementCsv(
  options: PassbookOptions,
  path: string,
  query: Omit<StatementQuery, "limit">,
  { signal }: Reading,
): Promise<Csv> {
  const parts: string[] = [];
  let complete = true;
  for (let next: string | undefined = queryOf({ limit: LARGEST_PAGE, ...query }); next !== undefined; ) {
    const headers = { accept: "text/csv" };
    const heard = await send(options, { method: "GET", path: path + next, headers, signal });
    parts.push(parts.length === 0 ? heard.text : heard.text.slice(heard.text.indexOf("\n") + 1));
    complete &&= heard.headers.get("statement-complete") !== "false";
    next = /<([^>]*)>;\s*rel="next"/.exec(heard.headers.get("link") ?? "")?.[1];
  }
  return { text: parts.join(""), complete };
}

function queryOf({ type, ...query }: StatementQuery): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, type: type?.join(",") }))
    if (value !== undefined) said.set(name, String(value));
  return said.size === 0 ? "" : `?${said.toString()}`;
}
