import { type Movement, type Reference, signed } from "@passbook/core";
import { iso } from "./http/instant.ts";
import { authorize, invalid, refuseMissing, refuseUnknownQuery } from "./http/request.ts";
import { type AuthorizedEvent, http, json } from "./http/stack.ts";
import type { WrittenEntry } from "./ledger/items.ts";
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

function entryAnswer({
  id,
  seq,
  at,
  occurredAt,
  type,
  movements,
  balance,
  bySource,
  reason,
  ref,
  by,
  member,
  policy,
}: WrittenEntry) {
  const sources = [...new Set(movements.map(({ source }) => source))];
  return {
    id,
    seq,
    at: iso(at),
    occurredAt: iso(occurredAt),
    type,
    /** One source where all of it moved there; `null` where several did: see the movements. */
    source: sources.length === 1 ? sources[0] : null,
    credits: movements.reduce((total, movement) => total + signed(movement), 0),
    balance,
    bySource,
    reason,
    ref: referenceAnswer(ref),
    by,
    ...(member && { member: member.id }),
    policy,
    movements: movements.map(movementAnswer),
  };
}

function movementAnswer(movement: Movement) {
  const { type, lot, source } = movement;
  const end = type === "granted" && { endsAt: movement.end === null ? null : iso(movement.end) };
  return { type, lot, source, credits: signed(movement), ...end };
}

const INSTANTS = new Set(["from", "until", "startsAt"]);

/** A period's bounds and a start are instants in the journal, and ISO 8601 outside. A map comes back from the table in any order. */
function referenceAnswer(ref: Reference): Reference {
  const fields = Object.entries(ref).map(
    ([name, value]) => [name, INSTANTS.has(name) ? iso(Number(value)) : value] as const,
  );
  return Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export const handler = lambda(statement, passbook);
