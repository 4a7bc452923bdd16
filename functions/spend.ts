import { balance as balanceOf, type Spend, spendKey } from "@passbook/core";
import { partsAnswer, purposeAnswer } from "./answers/entry.ts";
import { isAmount, namesAnother, readSpend } from "./contract/spend.ts";
import { change, readable, replayed } from "./http/change.ts";
import { iso } from "./http/instant.ts";
import { authorize, keyedRequest, unknownQuery } from "./http/request.ts";
import { withProblems } from "./http/schema.ts";
import { type AuthorizedEvent, deadline, http, json } from "./http/stack.ts";
import { entryId, type WrittenEntry } from "./ledger/items.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";

/** `POST /accounts/{account}/spends`: pays for a service; with `credits:operate` also an amount with a reason. */
export const spend = ({ ledger, clock, logger }: Passbook) =>
  http<AuthorizedEvent>(logger, async (event, context) => {
    const { key, body, digest } = keyedRequest(event);
    const isOperators = (sub: string) => isAmount(body) || namesAnother(body, sub);
    const access = authorize(event, (sub) => (isOperators(sub) ? "credits:operate" : "credits:spend"));
    const content = withProblems(unknownQuery(event, []), readSpend(body));
    const wanted = await readable(ledger, access, spendKey({ request: key }), content);
    const now = clock();
    const command: Spend = { type: "Spend", now, request: key, by: access.sub, ...wanted };
    const done = await change(ledger, access, command, { digest, until: deadline(context, now) });
    if ("entry" in done) return json(201, spendAnswer(done.entry), replayed(done.isReplay));
    return json(201, {
      spend: { id: entryId(spendKey(command)), at: iso(now), credits: 0, lots: [], ...wanted.for },
      balance: balanceOf(done.free),
    });
  });

/** All of it from the entry, so that a replay answers the same bytes as the first time. */
function spendAnswer(entry: WrittenEntry) {
  const { id, at, balance } = entry;
  return { spend: { id, at: iso(at), ...partsAnswer(entry, "spent"), ...purposeAnswer(entry) }, balance };
}

export const handler = lambda(spend, passbook);
