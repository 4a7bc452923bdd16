import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientSettings } from "../functions/ledger/dynamo-table.ts";

/** What one command cost: requests by name, and capacity as the engine counts it. */
export interface Cost {
  readonly requests: string[];
  readUnits: number;
  writeUnits: number;
  indexUnits: number;
}

interface Consumed {
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
  readonly CapacityUnits?: number;
  readonly Table?: { readonly CapacityUnits?: number };
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, { readonly CapacityUnits?: number }>>;
}

/** A client as the functions make it, that asks the engine what every request consumed. */
export function meteredClient(endpoint: string): { readonly client: DynamoDBClient; readonly take: () => Cost } {
  const client = new DynamoDBClient({ ...clientSettings, endpoint });
  let cost = nothing();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: "INDEXES" });
      const name = String(context["commandName"]).replace("Command", "");
      cost.requests.push(name);
      const result = await next(args);
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: Consumed | Consumed[] };
      for (const consumed of [ConsumedCapacity ?? []].flat()) add(cost, consumed, name.startsWith("Get"));
      return result;
    },
    { step: "initialize" },
  );
  const take = () => {
    const taken = cost;
    cost = nothing();
    return taken;
  };
  return { client, take };
}

function nothing(): Cost {
  return { requests: [], readUnits: 0, writeUnits: 0, indexUnits: 0 };
}

function add(cost: Cost, consumed: Consumed, isRead: boolean): void {
  const ofTable = consumed.Table?.CapacityUnits ?? consumed.CapacityUnits ?? 0;
  if (isRead) cost.readUnits += ofTable;
  else cost.writeUnits += ofTable;
  for (const index of Object.values(consumed.GlobalSecondaryIndexes ?? {})) cost.indexUnits += index.CapacityUnits ?? 0;
}
