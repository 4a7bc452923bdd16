import { released } from "../answers/spending.ts";
import { nothing } from "../operator.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const release: VerbContract = {
  summary: "Lets go of what is held.",
  description:
    "On an account with members only whose hold it is finds it, and an operator. Of a free service nothing was held, and nothing is written.",
  isKeyed: true,
  body: { nothing },
  answers: [{ status: 200, description: "The hold has ended.", schema: released }],
  problems: [...OF_ACCOUNT, "hold_not_found", "idempotency_conflict"],
};
