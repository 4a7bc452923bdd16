import type { Outcome } from "@passbook/core";
import { iso } from "../http/instant.ts";

export type OutcomeAnswer = ReturnType<typeof outcomeAnswer>;

/** What would become of an account's credits, and when the next ones come. */
export function outcomeAnswer({ next, ...credits }: Outcome) {
  return { ...credits, nextAllowance: next && { ...next, at: iso(next.at) } };
}
