import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
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

/** The real client, over a model of its own. */
export function modelClient(surroundings: ModelSurroundings = AT_ONCE): DynamoDBClient {
  return clientOver(new ModelConnection(new ModelEngine(modelSchema, surroundings)));
}

export function clientOver(
  requestHandler: Pick<ModelConnection, "handle">,
  settings: DynamoDBClientConfig = {},
): DynamoDBClient {
  const nobody = { accessKeyId: "model", secretAccessKey: "model" };
  return new DynamoDBClient({
    region: "model",
    credentials: nobody,
    maxAttempts: 1,
    ...settings,
    requestHandler: requestHandler as never,
  });
}
