import * as z from "zod/mini";
import { pastBalance, balance as present } from "../answers/balance.ts";
import { instant } from "../fields.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const balance: VerbContract = {
  summary: "What can be spent now, from which source, until when.",
  description:
    "Lots stand in the order in which they pay. `at` a past instant: what could be spent then; one to come: what it will be if nothing is spent and every renewal is paid at its period's end (`forecast`). `held`, `frozen` and `debt` are beside the balance, not in it.",
  query: z.strictObject({ at: z.optional(instant) }),
  isTagged: true,
  answers: [{ status: 200, description: "The balance.", schema: z.union([present, pastBalance]) }],
  problems: OF_ACCOUNT,
};
