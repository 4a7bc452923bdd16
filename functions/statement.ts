import { entryAnswer } from "./answers/entry.ts";
import { authorize, invalid, refuseMissing, refuseUnknownQuery } from "./http/request.ts";
import { type AuthorizedEvent, http, json } from "./http/stack.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";

const USUAL_PAGE = 25;
const LARGEST_PAGE = 100;

/** `GET /accounts/{account}/ledger`: the statement, newest first; every movement with its reason (M15). */
export const statement = ({ ledger, clock, logger }: Passbook) =>
  http<AuthorizedEvent>(logger, async (event) => {
    const access = authorize(event, "credits:read");
    await refuseMissing(access, ledger);
    refuseUnknownQuery(event, ["limit", "before", "member"]);
    const limit = wholeNumber(event, "limit", LARGEST_PAGE) ?? USUAL_PAGE;
    const before = wholeNumber(event, "before", Number.MAX_SAFE_INTEGER);
    const member = event.queryStringParameters?.["member"];
    const { entries, next, complete } = await ledger.statement(access.account, clock(), { limit, before, member });
    return json(200, { entries: entries.map(entryAnswer), next, complete });
  });

/** @throws {Refusal} 422: not a whole number from 1 to `most`. */
function wholeNumber(event: AuthorizedEvent, name: string, most: number): number | undefined {
  const text = event.queryStringParameters?.[name];
  if (text === undefined) return undefined;
  const value = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= most)) throw invalid([{ field: `?${name}`, message: `is not a whole number from 1 to ${most}` }]);
  return value;
}

export const handler = lambda(statement, passbook);
