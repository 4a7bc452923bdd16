import { setTimeout as pause } from "node:timers/promises";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { dynamoTable } from "../../../functions/ledger/dynamo-table.ts";
import { WorldBus } from "../background/bus.ts";
import { busOver } from "../background/environment.ts";
import { modelClient } from "../dynamodb/model-client.ts";
import { STRIPE_IS_DOWN } from "../stripe/no-stripe.ts";
import { Dice } from "./dice.ts";

/**
 * The SDKs read files and load modules with their first request. That takes real time, which a simulated world knows nothing of:
 * it would be another world, once in a process.
 */
async function firstRequests(): Promise<void> {
  const table = dynamoTable("model", modelClient());
  await table.readHead("nobody");
  await table.readEntries("nobody", { limit: 1 });
  await table.writePriceName("price", "name");
  await busOver(new WorldBus(new Dice(1), () => 0)).send(new PutEventsCommand({ Entries: [{ Detail: "{}" }] }));
  await STRIPE_IS_DOWN.customers.list().catch(() => {});
  await pause(1);
}

let first: Promise<void> | undefined;

export function awake(): Promise<void> {
  first ??= firstRequests();
  return first;
}
