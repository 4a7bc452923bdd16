import { type DynamoDBClient, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { entryItem, headItem } from "../functions/ledger/items.ts";
import { accountWith, marshalled } from "./accounts.ts";

/** The two items that a spend writes, with nothing before them: what the engine can do at best. */
export function bareSpends(client: DynamoDBClient, TableName: string, id: string): (key: string) => Promise<void> {
  const { account, entries } = accountWith(id, 1);
  const entry = entries.at(-1);
  if (!entry) throw new Error("there is no spend to repeat");
  let version = entries.length - 1;
  return async (key) => {
    const head = {
      TableName,
      Item: marshalled(headItem({ account, version: version + 1 })),
      ConditionExpression: "#version = :read",
      ExpressionAttributeNames: { "#version": "version" },
      ExpressionAttributeValues: marshalled({ ":read": version }),
    };
    version += 1;
    const spent = entryItem(id, { ...entry, key: { ...entry.key, id: key }, seq: version }, "0".repeat(43));
    const put = { TableName, Item: marshalled(spent), ConditionExpression: "attribute_not_exists(pk)" };
    await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: head }, { Put: put }] }));
  };
}
