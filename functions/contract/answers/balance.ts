import * as z from "zod/mini";
import { accountId, amount, bySource, instant, lotNumber, named, renewal, source } from "./fields.ts";

const lot = named(
  "Lot",
  "What is left of one grant. From `endsAt` on it is gone at the latest; a renewal may replace it before.",
  z.strictObject({
    lot: lotNumber,
    source,
    credits: amount,
    held: amount,
    frozen: amount,
    granted: amount,
    since: instant,
    endsAt: z.nullable(instant),
  }),
);

export const balance = z.strictObject({
  account: accountId,
  balance: amount,
  bySource,
  lots: z.array(lot),
  held: amount,
  frozen: amount,
  debt: amount,
  nextRenewal: z.nullable(renewal),
  asOf: instant,
});
