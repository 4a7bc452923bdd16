import type { DynamoDBClient, DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { dynamoClient } from "../../../functions/ledger/dynamo-table.ts";
import { tableSchema } from "../../../functions/ledger/schema.ts";
import { ModelConnection } from "./connection.ts";
import { ModelEngine, type ModelSchema, type ModelSurroundings } from "./engine.ts";

/** The table that is deployed, for the model. */
export const modelSchema: ModelSchema = {
  hashKey: tableSchema.primaryIndex.hashKey,
  indexes: tableSchema.globalIndexes,
};

/** As the embedded engines are: nothing takes time, and no index is late. */
const AT_ONCE: ModelSurroundings = { clock: () => 0, transactionTakes: async () => {}, indexLag: () => 0 };

/** What each of thousands of clients would otherwise look for in files and variables, and a signature that nobody reads. */
const SAID = {
  region: "model",
  endpoint: "http://model",
  credentials: { accessKeyId: "model", secretAccessKey: "model" },
  signer: { sign: async (request) => request },
  retryMode: "standard",
  defaultsMode: "standard",
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  accountIdEndpointMode: "disabled",
  endpointDiscoveryEnabled: false,
  userAgentAppId: "",
} as const satisfies DynamoDBClientConfig;

/** The real client, over a model of its own. */
export function modelClient(surroundings: ModelSurroundings = AT_ONCE): DynamoDBClient {
  return clientOver(new ModelConnection(new ModelEngine(modelSchema, surroundings)));
}

export function clientOver(
  requestHandler: Pick<ModelConnection, "handle">,
  settings: DynamoDBClientConfig = {},
): DynamoDBClient {
  return dynamoClient({
    ...SAID,
    maxAttempts: 1,
    ...settings,
    requestHandler: requestHandler as never,
  });
}
