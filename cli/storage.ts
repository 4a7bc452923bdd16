import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { clientSettings, dynamoTable } from "../functions/ledger/dynamo-table.ts";
import type { Connection, Environment } from "./connection.ts";
import { Failure, type Options } from "./usage.ts";

/** What only the table can tell. */
export interface Storage {
  readonly table: ReturnType<typeof dynamoTable>;
  /** An event that was kept, as Stripe sent it. */
  parkedEvent(id: string): Promise<string | undefined>;
}

/** @throws {Failure} nobody has said which table. */
export function storage(
  { local }: Pick<Connection, "local">,
  options: Pick<Options, "table">,
  env: Environment,
): Storage {
  const name = namedTable(options, env) ?? local?.dynamodb.table;
  if (name === undefined) throw new Failure("Which table? Say --table, or set PASSBOOK_TABLE.");
  const client = new DynamoDBClient({ ...clientSettings, ...(local && here(local.dynamodb.endpoint)) });
  return {
    table: dynamoTable(name, client),
    async parkedEvent(id) {
      const key = marshall({ pk: `K#${id}` });
      const { Item } = await client.send(new GetItemCommand({ TableName: name, Key: key, ConsistentRead: true }));
      return Item && (unmarshall(Item)["event"] as string);
    },
  };
}

/** The table that somebody has said, or `sst shell` sets. */
export function namedTable({ table }: Pick<Options, "table">, env: Environment): string | undefined {
  return table ?? env["PASSBOOK_TABLE"] ?? linked(env, "Table")?.name;
}

/** What `sst shell` sets of one of the stage's resources. */
export function linked(env: Environment, resource: string): { name?: string; value?: string } | undefined {
  const link = env[`SST_RESOURCE_${resource}`];
  return link === undefined ? undefined : (JSON.parse(link) as { name?: string; value?: string });
}

/** The local engine takes any region and anybody. */
function here(endpoint: string) {
  return { endpoint, region: "local", credentials: { accessKeyId: "local", secretAccessKey: "local" } };
}
