import { setTimeout as pause } from "node:timers/promises";
import { dynamoTable } from "../../../functions/ledger/dynamo-table.ts";
import { modelClient } from "../dynamodb/model-client.ts";
import { STRIPE_IS_DOWN } from "../stripe/no-stripe.ts";

/**
 * The SDKs read files and load modules with their first request. That takes real time, which a simulated world knows nothing of:
 * it would be another world, once in a process.
 */
async function firstRequests(): Promise<void> {
  const table = dynamoTable("model", modelClient());
  await table.readHead("nobody");
  await table.readEntries("nobody", { limit: 1 });
  await table.writePriceName("price", "name");
  await STRIPE_IS_DOWN.customers.list().catch(() => {});
  await pause(1);
}

let first: Promise<void> | undefined;

export function awake(): Promise<void> {
  first ??= firstRequests();
  return first;
}
