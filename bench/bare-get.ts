import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

/** The least that a Lambda over DynamoDB can do: one read. What our verbs cost is measured against it. */
export const handler = async () => {
  const client = new DynamoDBClient({});
  const table = JSON.parse(process.env["SST_RESOURCE_Table"] ?? "{}") as { name: string };
  const { Item } = await client.send(new GetItemCommand({ TableName: table.name, Key: { pk: { S: "A#ada" } } }));
  return { statusCode: 200, body: JSON.stringify(Item ?? null) };
};
