import * as z from "zod/mini";
import { amount, bySource, instant, named, renewal, source, text } from "./fields.ts";

const interval = z.enum(["month", "year"]);
const chosen = z.strictObject({ plan: text, interval });

/** A page of Stripe's, to which the person is led. */
export const page = z.strictObject({ url: z.url() });

export const addOnChange = z.strictObject({ effectiveAt: instant });

const outcome = named(
  "Outcome",
  "What would become of the credits: just before, after, and by what.",
  z.strictObject({
    before: bySource,
    after: bySource,
    kept: amount,
    carried: amount,
    forfeited: bySource,
    expired: bySource,
    granted: amount,
    nextAllowance: z.nullable(renewal),
  }),
);

/** Made, or, with the next payment, previewed. */
export const planChange = z.strictObject({
  from: chosen,
  to: chosen,
  direction: z.enum(["up", "down", "same"]),
  effectiveAt: z.nullable(instant),
  money: z.strictObject({
    currency: text,
    dueNow: amount,
    next: z.optional(z.strictObject({ at: instant, amount })),
  }),
  credits: outcome,
});

export const cancellation = z.strictObject({
  ends: chosen,
  effectiveAt: instant,
  loses: z.array(source),
  keeps: z.array(source),
  fallback: z.nullable(text),
  credits: outcome,
});

export const resumed = z.strictObject({ plan: text, interval, renewsAt: instant });
