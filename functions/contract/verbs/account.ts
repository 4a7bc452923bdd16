import { view } from "../answers/view.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const account: VerbContract = {
  summary: 'The whole tab "Subscription and credits".',
  description: "Plan, status, lots with what becomes of them, the next renewal, warnings, and what can be bought.",
  isTagged: true,
  answers: [{ status: 200, description: "The account as its owner sees it.", schema: view }],
  problems: OF_ACCOUNT,
};
