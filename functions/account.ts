import { type BudgetUsed, budgetUsed, openBookings, policyAt } from "@passbook/core";
import { accountAnswer } from "./answers/account.ts";
import { type Access, accountNotFound, authorize, refuseUnknownQuery } from "./http/request.ts";
import { type AuthorizedEvent, http } from "./http/stack.ts";
import { tagged } from "./http/tagged.ts";
import type { WrittenEntry } from "./ledger/items.ts";
import type { Reading } from "./ledger/ledger.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";

/**
 * `GET /accounts/{account}`: all that the tab "Subscription and credits" shows, and nothing of Stripe (O3). One read; where
 * something is held or booked, one more for each of these. Who sends the `ETag` of what they have is told 304 until it differs.
 */
export const showAccount = ({ policy, table, ledger, clock, logger }: Passbook) =>
  http<AuthorizedEvent>(logger, async (event) => {
    const access = authorize(event, "credits:read");
    const { account: id, sub, isForeign, isOwn } = access;
    const reading = await ledger.read(id, clock(), { isOwn });
    if (isForeign && !reading.exists) throw accountNotFound();
    refuseUnknownQuery(event, []);
    const [used, lines] = await Promise.all([budgetOf({ policy, table }, reading, sub), linesOf(table, reading)]);
    return tagged(
      event,
      accountAnswer(policy, reading.account, reading.asOf, { may: mayOf(access, reading), used }, lines),
    );
  });

/** Of a pool only its members spend; an operator spends for one of them (O15). */
function mayOf({ sub, isOperator, may }: Access, { account: { members } }: Reading) {
  const isMember = members.length === 0 || members.some(({ id }) => id === sub);
  return { spend: may("credits:spend") && (isMember || isOperator), manage: may("credits:manage") };
}

/** What who asks has used of their budget: kept beside the account, so it is read for them alone (O15). */
async function budgetOf(
  { policy, table }: Pick<Passbook, "policy" | "table">,
  { account, asOf }: Reading,
  by: string,
): Promise<BudgetUsed | undefined> {
  if (!account.members.some(({ id, budget }) => id === by && budget !== null)) return undefined;
  const spentBefore = await table.readSpending(account.id, by);
  return budgetUsed(policyAt(policy, asOf), account, { now: asOf, by, ...(spentBefore && { spentBefore }) });
}

/** The lines of the statement that set something aside or booked it: they have the name by which it is ended. */
async function linesOf(table: Passbook["table"], { account, asOf }: Reading): Promise<Map<number, WrittenEntry>> {
  const placed = [...account.holds, ...openBookings(account, asOf)].map(({ entry }) => entry);
  const found = placed.map((seq) => table.readEntries(account.id, { before: seq + 1, limit: 1 }));
  return new Map((await Promise.all(found)).flat().map((line) => [line.seq, line]));
}

export const handler = lambda(showAccount, passbook);
