import * as z from "zod/mini";
import type { VerbContract } from "../verb-contract.ts";

export const health: VerbContract = {
  summary: "Whether everything that it needs answers.",
  answers: [{ status: 200, description: "It does.", schema: z.strictObject({ ok: z.literal(true) }) }],
  problems: ["invalid_request", "internal_error", "busy"],
};
