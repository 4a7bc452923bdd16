import { captured } from "../answers/spending.ts";
import { capture as body } from "../hold.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const capture: VerbContract = {
  summary: "Pays with what is held, at most all of it; the rest is released.",
  description:
    "The id that it answers is a payment's: an operator's reversal names it. On an account with members only whose hold it is finds it, and an operator. Of a free service 0 is paid: there is no receipt, nothing is written, and it can be said as often as you like.",
  isKeyed: true,
  body: { capture: body },
  answers: [{ status: 200, description: "It is paid, and the hold has ended.", schema: captured }],
  problems: [...OF_ACCOUNT, "hold_not_found", "idempotency_conflict"],
};
