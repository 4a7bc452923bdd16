import { entry } from "../answers/entry.ts";
import { adjustment } from "../operator.ts";
import type { VerbContract } from "../verb-contract.ts";

export const adjust: VerbContract = {
  summary: "An operator gives or takes credits, and says why.",
  description: "It may be an account's beginning.",
  isKeyed: true,
  body: { adjustment },
  answers: [{ status: 201, description: "The line of the statement that it made.", schema: entry }],
  problems: [
    "malformed_request",
    "insufficient_scope",
    "idempotency_conflict",
    "invalid_request",
    "insufficient_credits",
    "internal_error",
    "busy",
  ],
};
