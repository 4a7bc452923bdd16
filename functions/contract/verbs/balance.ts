import { balance as answer } from "../answers/balance.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const balance: VerbContract = {
  summary: "What can be spent now, from which source, until when.",
  description:
    "Lots stand in the order in which they pay. `held`, `frozen` and `debt` are beside the balance, not in it.",
  answers: [{ status: 200, description: "The balance.", schema: answer }],
  problems: OF_ACCOUNT,
};
