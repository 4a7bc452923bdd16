import { cancellation } from "../answers/billing.ts";
import { cancellationWanted } from "../billing.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const cancel: VerbContract = {
  summary: "The subscription's end, and what it takes and leaves; or what it would.",
  description: "With `preview` nothing is done, and no key is needed.",
  isKeyed: "unless previewed",
  body: { cancellation: cancellationWanted },
  answers: [{ status: 200, description: "What ends, and when.", schema: cancellation }],
  problems: [...OF_ACCOUNT, "idempotency_conflict"],
};
