import { ENTRY_TYPES } from "@passbook/core";
import * as z from "zod/mini";
import {
  amount,
  bySource,
  entryName,
  instant,
  lotId,
  named,
  options,
  said,
  signedAmount,
  source,
  text,
} from "./fields.ts";

/** What moved in one lot. */
const movement = named(
  "Movement",
  "What happened to one lot, signed as the balance feels it. `captured` is what held credits have paid: they had left the balance before.",
  z.strictObject({
    type: z.enum([
      "granted",
      "spent",
      "expired",
      "rolled-over",
      "restored",
      "held",
      "captured",
      "released",
      "forfeited",
      "withdrawn",
      "clawed-back",
      "frozen",
      "thawed",
    ]),
    lot: lotId,
    source,
    credits: signedAmount,
    captured: z.optional(amount),
    endsAt: z.optional(z.nullable(instant)),
  }),
);

const line = z.optional(text);

/** For a person who asks why: what of Stripe's or of the journal's an entry is about. */
const reference = named(
  "Reference",
  "What an entry is about: the service, the invoice and its line, the session, the entry that it undoes.",
  z.strictObject({
    plan: line,
    interval: z.optional(z.enum(["month", "year"])),
    addOn: line,
    pack: line,
    quantity: z.optional(amount),
    from: z.optional(instant),
    until: z.optional(instant),
    toCome: z.optional(amount),
    subscription: line,
    status: line,
    cancelAt: z.optional(instant),
    invoice: line,
    line,
    session: line,
    customer: line,
    clock: line,
    refund: line,
    dispute: line,
    amount: z.optional(amount),
    paid: z.optional(amount),
    charged: z.optional(z.record(text, signedAmount)),
    service: line,
    options: z.optional(options),
    startsAt: z.optional(instant),
    quote: line,
    quotedUnder: line,
    credits: z.optional(amount),
    spend: z.optional(amount),
    hold: z.optional(amount),
  }),
);

export const entry = named(
  "Entry",
  "A line of the statement.",
  z.strictObject({
    id: entryName,
    seq: z.int().check(z.minimum(1)),
    at: instant,
    occurredAt: instant,
    type: z.enum(ENTRY_TYPES),
    source: z.nullable(source),
    credits: signedAmount,
    balance: amount,
    bySource,
    reason: text,
    ref: reference,
    by: said(
      "The token's `sub`, `stripe` or `time`. Which operator it was only operators are told: others read `operator`.",
      text,
    ),
    member: z.optional(text),
    policy: text,
    movements: z.array(movement),
  }),
);

export const page = z.strictObject({
  entries: z.array(entry),
  next: z.nullable(z.int().check(z.minimum(2))),
  complete: z.boolean(),
});
