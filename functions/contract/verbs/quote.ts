import { quote as answer } from "../answers/spending.ts";
import { quoteRequest } from "../spend.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const quote: VerbContract = {
  summary: "What a service would cost, and a promise of that price.",
  description:
    "Writes nothing. `affordable` says whether who asks could pay it now: the balance covers it, and on an account with members they are one, with enough left of their budget. An operator, who may pay for anybody, is told of the balance alone.",
  body: { service: quoteRequest },
  answers: [{ status: 200, description: "The price.", schema: answer }],
  problems: [...OF_ACCOUNT, "plan_required", "account_blocked", "booking_limit"],
};
