import * as z from "zod/mini";
import { accountId, amount, instant, text } from "./fields.ts";

/** What the product has said of an account. */
export const described = z.strictObject({
  account: accountId,
  signedUpAt: z.nullable(instant),
  members: z.record(text, z.strictObject({ budget: z.nullable(amount) })),
  blocked: z.nullable(z.strictObject({ reason: text })),
});
