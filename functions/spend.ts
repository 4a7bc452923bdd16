import { balance as balanceOf, type Spend, spendKey } from "@passbook/core";
import { partsAnswer, purposeAnswer } from "./answers/entry.ts";
import { isAmount, namesAnother, readSpend } from "./contract/spend.ts";
import { change, readable, replayed, replayOf } from "./http/change.ts";
import { iso } from "./http/instant.ts";
import { authorize, keyedRequest, unknownQuery } from "./http/request.ts";
import { withProblems } from "./http/schema.ts";
import { type AuthorizedEvent, deadline, http, json } from "./http/stack.ts";
import { entryId, type WrittenEntry } from "./ledger/items.ts";
import { lambda, type SigningPassbook, signingPassbook } from "./passbook.ts";
import type { ReceiptKeys } from "./receipts/keys.ts";
import { readQuote } from "./receipts/quote.ts";
import { receipt } from "./receipts/receipt.ts";

/**
 * `POST /accounts/{account}/spends`: pays for a service, at its price or at the one that was quoted (O13); with
 * `credits:operate` also an amount with a reason.
 */
export const spend = ({ ledger, clock, keys, logger }: SigningPassbook) =>
  http<AuthorizedEvent>(logger, async (event, context) => {
    const request = keyedRequest(event);
    const { key, body, digest } = request;
    const isOperators = (sub: string) => isAmount(body) || namesAnother(body, sub);
    const access = authorize(event, (sub) => (isOperators(sub) ? "credits:operate" : "credits:spend"));
    const { account, sub: by } = access;
    const said = readSpend(body, (quote) => readQuote(keys, account, quote));
    const content = withProblems(unknownQuery(event, []), said);
    // A quote can be read for as long as its key is published; what it has paid for stays paid.
    const done = "problems" in content ? await replayOf(ledger, access, request) : undefined;
    if (done) return json(201, spendAnswer(keys, account, done), replayed(true));
    const wanted = await readable(ledger, access, spendKey({ request: key }), content);
    const now = clock();
    const command: Spend = { type: "Spend", now, request: key, by, ...wanted };
    const changed = await change(ledger, access, command, { digest, until: deadline(context, now) });
    if ("entry" in changed) return json(201, spendAnswer(keys, account, changed.entry), replayed(changed.isReplay));
    return json(201, {
      spend: { id: entryId(spendKey(command)), at: iso(changed.at), credits: 0, lots: [], ...wanted.for },
      balance: balanceOf(changed.free),
    });
  });

/** All of it from the entry, so that a replay answers the same bytes as the first time. */
function spendAnswer(keys: ReceiptKeys, account: string, entry: WrittenEntry) {
  const { id, at, balance } = entry;
  const paid = partsAnswer(entry, "spent");
  return {
    spend: { id, at: iso(at), ...paid, ...purposeAnswer(entry) },
    balance,
    receipt: receipt(keys, account, entry, paid.credits, entry),
  };
}

export const handler = lambda(spend, signingPassbook);
