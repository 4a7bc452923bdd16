import { type CancellationReason, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Entry } from "@passbook/core";
import { entryFromItem, entryItem, headFromItem, headItem } from "./items.ts";
import { quoteItem } from "./quotes.ts";
import { REFUSALS, THROTTLES } from "./refusals.ts";
import { type SpendingChange, spendingItem } from "./spending.ts";
import type { Append, Appended } from "./table.ts";

// The two conditions that everything rests on, by name.
export const isNew = "attribute_not_exists(pk)";
const isUnchanged = (counter: "version" | "seq", read: number) => ({
  ConditionExpression: "#counter = :read",
  ExpressionAttributeNames: { "#counter": counter },
  ExpressionAttributeValues: marshall({ ":read": read }),
});

/** Head first, the command's own entry last, before it the quote: the order in which the reasons of a cancellation are read. */
export function transaction(tableName: string, { head, due, own, low, spending, quote, token }: Append) {
  const put = (item: Record<string, unknown>) => ({
    TableName: tableName,
    Item: marshall(item, { removeUndefinedValues: true }),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  });
  const read = head.version - 1;
  const headCondition = read === 0 ? { ConditionExpression: isNew } : isUnchanged("version", read);
  const newEntry = (entry: Entry, digest?: string) => ({
    Put: { ...put(entryItem(head.account.id, entry, digest, low?.get(entry.seq))), ConditionExpression: isNew },
  });
  const putSpending = (change: SpendingChange) => ({
    Put: {
      ...put(spendingItem(head.account.id, change)),
      ...(change.before ? isUnchanged("seq", change.before.seq) : { ConditionExpression: isNew }),
    },
  });
  return {
    ClientRequestToken: token,
    TransactItems: [
      { Put: { ...put(headItem(head)), ...headCondition } },
      ...due.map((entry) => newEntry(entry)),
      ...(spending ? [putSpending(spending)] : []),
      ...(quote ? [{ Put: { ...put(quoteItem(head.account.id, quote)), ConditionExpression: isNew } }] : []),
      ...(own ? [newEntry(own.entry, own.digest)] : []),
    ],
  };
}

export function appendFailure(cause: unknown, write: Append): Appended {
  const resent = attemptsOf(cause) > 1;
  if (!(cause instanceof TransactionCanceledException)) {
    const name = cause instanceof Error ? cause.name : "";
    const isRefused = REFUSALS.has(name) || THROTTLES.has(name);
    return { result: "failed", cause, inDoubt: resent || !isRefused, mayRetry: !REFUSALS.has(name) };
  }
  const reasons = cause.CancellationReasons ?? [];
  const found = write.own && collidedWith(reasons.at(-1));
  const moved = collidedWith(reasons[0]);
  const isQuoteSpent = write.quote !== undefined && collidedWith(reasons.at(-2)) !== undefined;
  return {
    result: "failed",
    cause,
    entry: found && entryFromItem(found),
    head: moved && headFromItem(moved),
    isQuoteSpent,
    // A condition that failed was evaluated: an earlier try of this write has lost as well, or is what it collided with.
    inDoubt: resent && !found && !moved,
    mayRetry: reasons.every(({ Code }) => Code !== "ValidationError"),
  };
}

/** The item that failed a condition, as it stands in the table. */
function collidedWith(reason: CancellationReason | undefined): Record<string, unknown> | undefined {
  return reason?.Code === "ConditionalCheckFailed" && reason.Item ? unmarshall(reason.Item) : undefined;
}

function attemptsOf(cause: unknown): number {
  return (cause as { $metadata?: { attempts?: number } } | undefined)?.$metadata?.attempts ?? 1;
}
