import { hold as answer } from "../answers/spending.ts";
import { operatorHold, serviceHold } from "../hold.ts";
import { OF_ACCOUNT, OF_SPENDING, type VerbContract } from "../verb-contract.ts";

export const hold: VerbContract = {
  summary: "Sets credits aside for what costs at most so much, until they are captured or released.",
  description:
    "It ends by itself at `expiresAt`: after an hour where nothing is said, after 366 days at the latest. One of a service that is free sets nothing aside, so that nothing ends: it is captured or released by its `id` as any other.",
  isKeyed: true,
  body: { service: serviceHold, amount: operatorHold },
  answers: [{ status: 201, description: "They are set aside.", schema: answer }],
  problems: [...OF_ACCOUNT, ...OF_SPENDING, "idempotency_conflict"],
};
