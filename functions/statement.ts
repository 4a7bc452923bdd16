import { statementCsv } from "./answers/csv.ts";
import { entryAnswer, type Reader } from "./answers/entry.ts";
import { statementQuery, USUAL_PAGE } from "./contract/statement.ts";
import { accepted } from "./http/accept.ts";
import { authorize, refuseMissing } from "./http/request.ts";
import { readQuery } from "./http/schema.ts";
import { type Answer, type AuthorizedEvent, http, json } from "./http/stack.ts";
import type { StatementReading } from "./ledger/ledger.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";

/**
 * `GET /accounts/{account}/ledger`: the statement, newest first; every movement with its reason (M15). `Accept: text/csv`
 * gives a page of it for a spreadsheet.
 */
export const statement = ({ ledger, clock, logger }: Passbook) =>
  http<AuthorizedEvent>(logger, async (event) => {
    const access = authorize(event, "credits:read");
    await refuseMissing(access, ledger);
    const { type: types, member, before, limit = USUAL_PAGE } = readQuery(statementQuery, event);
    const page = await ledger.statement(access.account, clock(), { limit, before, member, types });
    const vary = { vary: "accept" };
    if (accepted(event.headers["accept"], ["application/json", "text/csv"]) === "text/csv")
      return csv(page, access, event.rawQueryString, vary);
    const { entries, next, complete } = page;
    return json(200, { entries: entries.map((entry) => entryAnswer(entry, access)), next, complete }, vary);
  });

/** What JSON says beside the entries is in headers: where to go on (RFC 8288), and whether any is missing. */
function csv(
  { entries, next, complete }: StatementReading,
  reader: Reader,
  query: string,
  vary: Record<string, string>,
): Answer {
  const onwards = new URLSearchParams(query);
  if (next !== null) onwards.set("before", String(next));
  return {
    statusCode: 200,
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": 'attachment; filename="statement.csv"',
      "cache-control": "no-store",
      "statement-complete": String(complete),
      ...(next !== null && { link: `<?${onwards.toString()}>; rel="next"` }),
      ...vary,
    },
    body: statementCsv(entries.map((entry) => entryAnswer(entry, reader))),
  };
}

export const handler = lambda(statement, passbook);
