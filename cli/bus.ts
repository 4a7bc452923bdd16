import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { type Bus, busSettings, eventBus } from "../functions/events/bus.ts";
import type { Environment, Whereabouts } from "./connection.ts";
import { HERE, linked } from "./storage.ts";
import { Failure } from "./usage.ts";

/**
 * The bus of a stage: the local one, or the one that the environment names.
 * @throws {Failure} nobody has said which.
 */
export function stageBus(local: Whereabouts | undefined, env: Environment): Bus {
  if (local)
    return eventBus("local", new EventBridgeClient({ ...busSettings, ...HERE, endpoint: `${local.api}/local/bus` }));
  const name = env["PASSBOOK_BUS"] ?? linked(env, "Bus")?.name;
  if (name === undefined) throw new Failure("Which bus? Set PASSBOOK_BUS.");
  return eventBus(name, new EventBridgeClient(busSettings));
}
