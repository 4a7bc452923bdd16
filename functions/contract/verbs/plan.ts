import { planChange } from "../answers/billing.ts";
import { planChangeWanted } from "../billing.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const plan: VerbContract = {
  summary: "Another plan, when the policy says; or what that would do to money and credits.",
  description:
    "With `preview` nothing is done, and no key is needed. Naming the plan that runs drops what was planned.",
  isKeyed: "unless previewed",
  body: { change: planChangeWanted },
  answers: [{ status: 200, description: "What has changed, or what would.", schema: planChange }],
  problems: [...OF_ACCOUNT, "idempotency_conflict", "payment_failed"],
};
