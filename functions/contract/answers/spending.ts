import * as z from "zod/mini";
import { amount, entryName, instant, lotPart, named, purpose, said, text } from "./fields.ts";

/** Three parts in base64url (RFC 7515). */
const compact = z.string().check(z.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/));
const lots = z.array(lotPart);

const holdName = named(
  "HoldName",
  "What a hold is ended by: the name of its entry; of a service that is free, which has none, a signed token that says what was held for whom.",
  z.string().check(z.regex(/^(?:[a-z]+(?:-[a-z]+)?_[\w-]{43}|[\w-]+\.[\w-]+\.[\w-]+)$/)),
);

const payment = named(
  "Spend",
  "What was paid: of a service that is free 0, and no lot.",
  z.strictObject({ id: entryName, at: instant, credits: amount, lots, ...purpose }),
);

const receipt = said(
  "The payment as a JWT (EdDSA) that whoever delivers can check with the keys of `/.well-known/receipts.json`.",
  compact,
);

export const spend = z.strictObject({ spend: payment, balance: amount, receipt: z.optional(receipt) });

export const cancelled = z.strictObject({ credits: amount, reason: text, lots, balance: amount });

export const hold = z.strictObject({
  hold: z.strictObject({
    id: holdName,
    at: instant,
    credits: amount,
    lots,
    ...purpose,
    expiresAt: z.nullable(instant),
  }),
  balance: amount,
});

export const captured = z.strictObject({
  spend: payment,
  hold: holdName,
  released: amount,
  balance: amount,
  receipt: z.optional(receipt),
});

export const released = z.strictObject({ hold: holdName, credits: amount, lots, balance: amount });

export const quote = z.strictObject({
  credits: amount,
  breakdown: z.strictObject({
    unitCredits: amount,
    length: z.int().check(z.minimum(1)),
    quantity: z.int().check(z.minimum(1)),
    options: z.optional(z.record(text, z.union([text, z.int()]))),
    cohort: z.optional(text),
    lots: lots,
  }),
  affordable: z.boolean(),
  quote: said("To be spent once, as `{quote}`: the price is kept until `expiresAt`.", compact),
  expiresAt: instant,
});
