import type { Instant, Policy, Service } from "@passbook/core";
import type { ModelConnection } from "../dynamodb/connection.ts";
import type { Dice } from "./dice.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What was deployed when an environment began. */
export interface Release {
  readonly policy: Policy;
  /** It writes what the generation before it does not know: an optional attribute of heads and entries. */
  readonly writesMore: boolean;
}

/** The attribute that only the next generation knows. */
export const UNKNOWN_YET = "sinceTheNext";

const DAY = 24 * 3_600_000;

/** From its version's day on a service costs twice as much. */
export function successor(policy: Policy, dearer: string, version: string): Policy {
  const service = policy.services[dearer];
  if (!service) throw new RangeError(`${policy.name} has no ${dearer}`);
  return { ...policy, version, services: { ...policy.services, [dearer]: doubled(service) }, earlier: [policy] };
}

function doubled(service: Service): Service {
  return "credits" in service ? { ...service, credits: 2 * service.credits } : service;
}

/**
 * Two generations of the code and the policy over the same data (F16): from one day on new environments are more and more of the
 * next one, for weeks, over the day on which its rules come into force; those that are frozen stay what they are.
 */
export function rollout([now, next]: readonly [Release, Release], time: VirtualTime, dice: Dice): () => Release {
  const begins: Instant = time.now() + dice.between(15, 30) * DAY;
  const takes = dice.between(2, 30) * DAY;
  return () => (dice.chance((time.now() - begins) / takes) ? next : now);
}

interface Wire {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type Engine = Pick<ModelConnection, "handle">;

/** The engine, as an environment of a release writes to it. */
export function writtenBy({ writesMore }: Release, engine: Engine): Engine {
  return writesMore ? { handle: (request) => engine.handle(writingMore(request)) } : engine;
}

/** A request as the next generation sends it. */
function writingMore<Request extends Wire>(request: Request): Request {
  if (request.headers["x-amz-target"]?.endsWith("TransactWriteItems") !== true) return request;
  const text = typeof request.body === "string" ? request.body : new TextDecoder().decode(request.body as Uint8Array);
  const input = JSON.parse(text) as { TransactItems: { Put: { Item: Record<string, object & { S?: string }> } }[] };
  for (const { Put } of input.TransactItems)
    if (/^[AE]#/.test(Put.Item["pk"]?.S ?? "")) Put.Item[UNKNOWN_YET] = { S: "something" };
  return { ...request, body: JSON.stringify(input) };
}
