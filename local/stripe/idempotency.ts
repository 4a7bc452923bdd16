import { createHash } from "node:crypto";
import { StripeProblem } from "./problem.ts";
import type { KeptAnswer } from "./state.ts";
import { hide, type World } from "./world.ts";

const KEPT_SECONDS = 24 * 3600;

/** What a request is, apart from its key. */
export function digestOf(method: string, pathname: string, given: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([method, pathname, given]))
    .digest("hex");
}

/**
 * What a request with this key was answered, if it has been.
 * @throws {StripeProblem} `idempotency_error`: it was another request.
 */
export function keptAnswer(world: World, key: string, digest: string): KeptAnswer | undefined {
  const kept = world.state.hidden.idempotency.get(key);
  if (!kept || kept.at + KEPT_SECONDS <= world.wallNow()) return undefined;
  if (kept.digest === digest) return kept;
  throw new StripeProblem(
    400,
    undefined,
    `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    { type: "idempotency_error" },
  );
}

export function keepAnswer(world: World, key: string, answer: Omit<KeptAnswer, "at">): void {
  hide(world, "idempotency", key, { ...answer, at: world.wallNow() });
}
