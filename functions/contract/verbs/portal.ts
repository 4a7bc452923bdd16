import { page } from "../answers/billing.ts";
import { portalWanted } from "../billing.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const portal: VerbContract = {
  summary: "A page of Stripe's with invoices, cards, and a subscription's end: then, or now.",
  isKeyed: true,
  body: { portal: portalWanted },
  answers: [{ status: 200, description: "The page.", schema: page }],
  problems: [...OF_ACCOUNT, "idempotency_conflict"],
};
