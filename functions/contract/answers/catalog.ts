import * as z from "zod/mini";
import { amount, text } from "./fields.ts";

const price = z.strictObject({ interval: z.enum(["month", "year"]), amount, lookupKey: text });

/** What one unit costs: where an option decides, `credits` is what its first choice costs. */
const unit = {
  credits: amount,
  option: z.optional(text),
  choices: z.optional(z.record(text, amount)),
};

export const catalog = z.strictObject({
  policy: text,
  version: text,
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  plans: z.array(z.strictObject({ id: text, credits: amount, prices: z.array(price) })),
  packs: z.array(
    z.strictObject({
      id: text,
      credits: amount,
      amount,
      lookupKey: text,
      cohort: z.optional(text),
      needs: z.optional(text),
    }),
  ),
  addOns: z.array(z.strictObject({ id: text, credits: amount, prices: z.array(price) })),
  services: z.array(
    z.strictObject({
      id: text,
      ...unit,
      cohorts: z.optional(z.record(text, z.strictObject(unit))),
      plans: z.optional(z.array(text)),
      lengths: z.optional(z.array(z.int())),
    }),
  ),
  rules: z.array(text),
});
