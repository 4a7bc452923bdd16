import { type Account, type Payer, quote as quoteFor } from "@passbook/core";
import { breakdownAnswer } from "./answers/quote.ts";
import { readQuoteRequest } from "./contract/spend.ts";
import { iso } from "./http/instant.ts";
import { refusalOf } from "./http/rejection.ts";
import { accountNotFound, authorize, bodyOf, invalid, unknownQuery } from "./http/request.ts";
import { withProblems } from "./http/schema.ts";
import { type AuthorizedEvent, http, json } from "./http/stack.ts";
import type { Table } from "./ledger/table.ts";
import { lambda, type SigningPassbook, signingPassbook } from "./passbook.ts";
import { signQuote } from "./receipts/quote.ts";

/** `POST /accounts/{account}/quotes`: what a service would cost now, and a promise of that price, to be spent once (O13). */
export const quote = ({ policy, table, ledger, clock, keys, newId, logger }: SigningPassbook) =>
  http<AuthorizedEvent>(logger, async (event) => {
    const body = bodyOf(event);
    const { account: id, sub: by, isForeign, isOperator, isOwn } = authorize(event, "credits:read");
    const content = withProblems(unknownQuery(event, []), readQuoteRequest(body));
    const { account, exists, asOf: now } = await ledger.read(id, clock(), { isOwn });
    if (isForeign && !exists) throw accountNotFound();
    if ("problems" in content) throw invalid(content.problems);
    const wanted = content.value;
    const payer = isOperator ? undefined : await payerOf(table, account, by);
    const decided = quoteFor(policy, account, wanted, now, payer);
    if (decided.decision === "rejected") throw refusalOf(decided.rejection);
    const { quote: quoted } = decided;
    return json(200, {
      credits: quoted.credits,
      breakdown: breakdownAnswer(quoted),
      affordable: quoted.isAffordable,
      quote: signQuote(keys, { account: id, id: newId(), wanted, now }, quoted),
      expiresAt: iso(quoted.expiresAt),
    });
  });

/** What a member with a budget has spent is kept beside the account, so it is read for them alone (O15). */
async function payerOf(table: Table, { id, members }: Account, by: string): Promise<Payer> {
  const hasBudget = members.some((member) => member.id === by && member.budget !== null);
  const spentBefore = hasBudget ? await table.readSpending(id, by) : undefined;
  return { by, ...(spentBefore && { spentBefore }) };
}

export const handler = lambda(quote, signingPassbook);
