import { spend as answer } from "../answers/spending.ts";
import { operatorSpend, quotedSpend, serviceSpend } from "../spend.ts";
import { OF_ACCOUNT, OF_SPENDING, type VerbContract } from "../verb-contract.ts";

export const spend: VerbContract = {
  summary:
    "Pays for a service, at its price or at the one that was quoted; an operator also takes an amount with a reason.",
  description:
    "`startsAt` makes it a booking. On an account with members it is for `sub`; an operator names another with `member`. A service that is free is done and leaves no entry.",
  isKeyed: true,
  body: { service: serviceSpend, quote: quotedSpend, amount: operatorSpend },
  answers: [{ status: 201, description: "It is paid.", schema: answer }],
  problems: [...OF_ACCOUNT, ...OF_SPENDING, "idempotency_conflict", "booking_limit", "quote_spent"],
};
