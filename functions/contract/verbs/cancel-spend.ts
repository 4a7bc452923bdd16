import { cancelled } from "../answers/spending.ts";
import { cancellation } from "../operator.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const cancelSpend: VerbContract = {
  summary: "Cancels a booking under the policy's windows; with a reason an operator takes any payment back.",
  description: "A second one answers what the first did, whatever its key.",
  isKeyed: true,
  body: { cancellation },
  answers: [{ status: 200, description: "It is cancelled; `credits` is what came back.", schema: cancelled }],
  problems: [...OF_ACCOUNT, "spend_not_found", "idempotency_conflict"],
};
