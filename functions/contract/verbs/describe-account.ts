import { described } from "../answers/account.ts";
import { description } from "../operator.ts";
import type { VerbContract } from "../verb-contract.ts";

export const describeAccount: VerbContract = {
  summary: "What only the product knows of an account: when it signed up, who its members are, whether it is blocked.",
  description: "What is not said stays as it is; `null` takes it back. It may be an account's beginning.",
  body: { description },
  answers: [{ status: 200, description: "What is known now.", schema: described }],
  problems: ["malformed_request", "insufficient_scope", "invalid_request", "internal_error", "busy"],
};
