import * as z from "zod/mini";
import { accountId, amount, bySource, instant, lotId, named, renewal, source } from "./fields.ts";

/** What is left of one grant. */
export const lotFields = {
  lot: lotId,
  source,
  credits: amount,
  held: amount,
  frozen: amount,
  granted: amount,
  since: instant,
  endsAt: z.nullable(instant),
};

const lot = named(
  "Lot",
  "What is left of one grant. From `endsAt` on it is gone at the latest; a renewal may replace it before.",
  z.strictObject(lotFields),
);

/** What can be spent, and what is there and can't be. */
const sums = { account: accountId, balance: amount, bySource };
export const setAside = { held: amount, frozen: amount, debt: amount };

export const balance = z.strictObject({
  ...sums,
  lots: z.array(lot),
  ...setAside,
  nextRenewal: z.nullable(renewal),
  asOf: instant,
  forecast: z.optional(z.literal(true)),
});

export const pastBalance = z.strictObject({ ...sums, asOf: instant });
