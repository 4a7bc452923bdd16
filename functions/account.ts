import { type BudgetUsed, budgetUsed } from "@passbook/core";
import { accountAnswer } from "./answers/account.ts";
import { accountNotFound, authorize, refuseUnknownQuery } from "./http/request.ts";
import { type AuthorizedEvent, http, json } from "./http/stack.ts";
import type { Reading } from "./ledger/ledger.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";

/** `GET /accounts/{account}`: all that the tab "Subscription and credits" shows, from one read, and nothing of Stripe (O3). */
export const showAccount = ({ policy, table, ledger, clock, logger }: Passbook) =>
  http<AuthorizedEvent>(logger, async (event) => {
    const { account: id, sub, isForeign, isOwn } = authorize(event, "credits:read");
    const reading = await ledger.read(id, clock(), { isOwn });
    if (isForeign && !reading.exists) throw accountNotFound();
    refuseUnknownQuery(event, []);
    const used = await budgetOf({ policy, table }, reading, sub);
    return json(200, accountAnswer(policy, reading.account, reading.asOf, used));
  });

/** What who asks has used of their budget: kept beside the account, so it is read for them alone (O15). */
async function budgetOf(
  { policy, table }: Pick<Passbook, "policy" | "table">,
  { account, asOf }: Reading,
  by: string,
): Promise<BudgetUsed | undefined> {
  if (!account.members.some(({ id, budget }) => id === by && budget !== null)) return undefined;
  const spentBefore = await table.readSpending(account.id, by);
  return budgetUsed(policy, account, { now: asOf, by, ...(spentBefore && { spentBefore }) });
}

export const handler = lambda(showAccount, passbook);
