import {
  type AttributeDefinition,
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { tableSchema } from "../functions/ledger/schema.ts";
import { SetupProblem } from "./setup-problem.ts";

interface Keys {
  readonly hashKey: string;
  readonly rangeKey?: string;
}

interface Schema {
  readonly fields: Readonly<Record<string, "string" | "number" | "binary">>;
  readonly primaryIndex: Keys;
  readonly stream: "new-image";
  readonly globalIndexes: Readonly<Record<string, Keys & { readonly projection: readonly string[] | "keys-only" }>>;
}

const schema: Schema = tableSchema;
const streamViews = { "new-image": "NEW_IMAGE" } as const;
const attributeTypes = { string: "S", number: "N", binary: "B" } as const;

/** The SDK wants a region and credentials of somebody; an engine of your own may mind whose. */
export function clientAt(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: process.env["AWS_REGION"] ?? "local",
    credentials: {
      accessKeyId: process.env["AWS_ACCESS_KEY_ID"] ?? "local",
      secretAccessKey: process.env["AWS_SECRET_ACCESS_KEY"] ?? "local",
    },
  });
}

/**
 * Creates the table of `functions/ledger/schema.ts` where it is absent.
 * @throws {SetupProblem} there is one of that name and of another shape: the data is of another version.
 */
export async function ensureTable(endpoint: string, tableName: string): Promise<void> {
  const client = clientAt(endpoint);
  try {
    const wanted = tableNamed(tableName);
    const found = (await describe(client, tableName)) ?? (await create(client, wanted));
    if (shape(found) !== shape(wanted)) {
      throw new SetupProblem(
        `The table ${tableName} at ${endpoint} was made by another version of Passbook. Set another DATA_DIR, or delete it.`,
      );
    }
  } finally {
    client.destroy();
  }
}

async function describe(client: DynamoDBClient, tableName: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: tableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Creates it where there is none of that name for certain. */
export async function createTable(client: DynamoDBClient, tableName: string): Promise<void> {
  await create(client, tableNamed(tableName));
}

async function create(client: DynamoDBClient, wanted: CreateTableCommandInput): Promise<TableDescription> {
  try {
    await client.send(new CreateTableCommand(wanted));
  } catch (error) {
    // Somebody else was faster.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  const { reason } = await waitUntilTableExists(
    { client, maxWaitTime: 60, minDelay: 1 },
    { TableName: wanted.TableName },
  );
  return (reason as { Table: TableDescription }).Table;
}

function tableNamed(tableName: string): CreateTableCommandInput {
  return {
    TableName: tableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: Object.entries(schema.fields).map(
      ([AttributeName, type]): AttributeDefinition => ({ AttributeName, AttributeType: attributeTypes[type] }),
    ),
    KeySchema: keySchema(schema.primaryIndex),
    GlobalSecondaryIndexes: Object.entries(schema.globalIndexes).map(([IndexName, index]) => ({
      IndexName,
      KeySchema: keySchema(index),
      Projection:
        index.projection === "keys-only"
          ? { ProjectionType: "KEYS_ONLY" }
          : { ProjectionType: "INCLUDE", NonKeyAttributes: [...index.projection] },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: streamViews[schema.stream] },
  };
}

function keySchema({ hashKey, rangeKey }: Keys): KeySchemaElement[] {
  const hash: KeySchemaElement = { AttributeName: hashKey, KeyType: "HASH" };
  return rangeKey === undefined ? [hash] : [hash, { AttributeName: rangeKey, KeyType: "RANGE" }];
}

/** What must agree, in an order that does not depend on who tells it. */
function shape(table: CreateTableCommandInput | TableDescription): string {
  const { KeySchema, GlobalSecondaryIndexes = [], StreamSpecification: stream } = table;
  const indexes = GlobalSecondaryIndexes.map(({ IndexName, KeySchema: keys, Projection }) => {
    return [
      IndexName,
      keysOf(keys),
      Projection?.ProjectionType,
      ...(Projection?.NonKeyAttributes ?? []).toSorted(),
    ].join();
  });
  return [keysOf(KeySchema), stream?.StreamViewType, ...indexes.toSorted()].join("; ");
}

function keysOf(elements: KeySchemaElement[] = []): string {
  return elements
    .map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`)
    .toSorted()
    .join();
}
