import { SOURCES } from "@passbook/core";
import * as z from "zod/mini";
import { ACCOUNT_ID } from "../../http/request.ts";

// What answers are made of. No handler reads these: they say what is answered, and the tests hold every answer against them.

/** A schema with a name of its own in the document. */
export function named<T extends z.ZodMiniType>(id: string, description: string, schema: T): T {
  z.globalRegistry.add(schema, { id, description });
  return schema;
}

/** The same with a sentence. */
export function said<T extends z.ZodMiniType>(description: string, schema: T): T {
  const own = z.clone(schema);
  z.globalRegistry.add(own, { description });
  return own;
}

export const instant = named(
  "Instant",
  "ISO 8601 in UTC, with milliseconds.",
  z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)),
);

/** Whole and not negative. */
export const amount = z.int().check(z.minimum(0));

/** Whole, in either direction. */
export const signedAmount = z.int();

export const text = z.string();
export const source = z.enum(SOURCES);

export const accountId = z.string().check(z.regex(ACCOUNT_ID));

/** `<kind>_<hash>`: what the outside calls an entry. */
export const entryName = z.string().check(z.regex(/^[a-z]+(?:-[a-z]+)?_[\w-]{43}$/));

export const bySource = named(
  "BySource",
  "What can be spent, by where it came from; sources of which nothing is left are not there.",
  z.strictObject(Object.fromEntries(SOURCES.map((name) => [name, z.optional(z.int().check(z.minimum(1)))]))),
);

export const lotId = named(
  "LotId",
  "Names a lot of an account, in every answer alike. What it is made of may change: compare it, and read nothing from it.",
  z.string().check(z.regex(/^[a-z-]+_(?:free-)?\d+(?:-\d+)?$/)),
);

export const lotPart = named("LotPart", "Credits of one lot.", z.strictObject({ lot: lotId, source, credits: amount }));

export const renewal = named(
  "Renewal",
  "The next allowance: when, how much, of which plan.",
  z.strictObject({ at: instant, credits: amount, plan: text }),
);

export const options = z.strictObject({ length: z.optional(z.int()), quality: z.optional(text) });

/** What was asked for: a service, or, by an operator, an amount with a reason. */
export const purpose = {
  service: z.optional(text),
  quantity: z.optional(amount),
  options: z.optional(options),
  startsAt: z.optional(instant),
  /** Of the quote that it was paid with. */
  quote: z.optional(text),
  reason: z.optional(text),
};
