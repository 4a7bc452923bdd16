import { forecast, forecastEnd, type Instant } from "@passbook/core";
import { balanceAnswer } from "./answers/balance.ts";
import { iso, readInstant } from "./http/instant.ts";
import { accountNotFound, authorize, invalid, refuseUnknownQuery } from "./http/request.ts";
import { type AuthorizedEvent, http } from "./http/stack.ts";
import { tagged } from "./http/tagged.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";

/**
 * `GET /accounts/{account}/balance`: what can be spent now, from which source, until when. `?at=` an instant that is past: what
 * the statement says of it; one that is still to come: what it will be if nothing is spent and all renewals are paid.
 */
export const balance = ({ policy, ledger, clock, logger }: Passbook) =>
  http<AuthorizedEvent>(logger, async (event) => {
    const { account: id, isForeign, isOwn } = authorize(event, "credits:read");
    const { account, exists, asOf } = await ledger.read(id, clock(), { isOwn });
    if (isForeign && !exists) throw accountNotFound();
    refuseUnknownQuery(event, ["at"]);
    const at = instantAsked(event, forecastEnd(asOf));
    if (at === undefined) return tagged(event, { ...balanceAnswer(policy, account, asOf), asOf: iso(asOf) });
    if (at > asOf) {
      const then = forecast(policy, account, asOf, at).account;
      return tagged(event, { ...balanceAnswer(policy, then, at), asOf: iso(at), forecast: true });
    }
    return tagged(event, { account: id, ...(await ledger.balanceAt(id, at)), asOf: iso(at) });
  });

/** @throws {Refusal} 422: no instant, or one that is too far ahead. */
function instantAsked(event: AuthorizedEvent, latest: Instant): Instant | undefined {
  const text = event.queryStringParameters?.["at"];
  if (text === undefined) return undefined;
  const read = readInstant(text);
  if ("message" in read) throw invalid([{ field: "?at", message: read.message }]);
  if (read.instant > latest)
    throw invalid([{ field: "?at", message: `is after ${iso(latest)}, as far as can be foretold` }]);
  return read.instant;
}

export const handler = lambda(balance, passbook);
