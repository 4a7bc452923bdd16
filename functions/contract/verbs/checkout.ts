import * as z from "zod/mini";
import { addOnChange as addOnAnswer, page } from "../answers/billing.ts";
import { addOnChange, packCheckout, planCheckout } from "../billing.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const checkout: VerbContract = {
  summary:
    "A page of Stripe's where a plan or a pack is bought; an add-on goes beside the plan that runs, without a page.",
  isKeyed: true,
  body: { plan: planCheckout, pack: packCheckout, addOn: addOnChange },
  answers: [
    {
      status: 200,
      description: "The page; of an add-on when it begins or ends.",
      schema: z.union([page, addOnAnswer]),
    },
  ],
  problems: [...OF_ACCOUNT, "idempotency_conflict", "not_for_you", "already_subscribed"],
};
