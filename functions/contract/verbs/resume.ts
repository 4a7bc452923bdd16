import { resumed } from "../answers/billing.ts";
import { nothing } from "../operator.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const resume: VerbContract = {
  summary: "A cancellation that is still ahead is taken back; nothing has been lost by it.",
  isKeyed: true,
  body: { nothing },
  answers: [{ status: 200, description: "The plan renews again.", schema: resumed }],
  problems: [...OF_ACCOUNT, "idempotency_conflict"],
};
