import { MAX_CREDITS, type Spend } from "@passbook/core";
import * as z from "zod/mini";
import type { Json } from "./json.ts";
import { type Read, read } from "./schema.ts";

const credits = z.int().check(z.minimum(1), z.maximum(MAX_CREDITS));
const name = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[\w.:-]+$/));

/** Control and format characters, line breaks of every kind, and the letters that are drawn as nothing. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u;

/** What a person will read in the statement: one line, nothing invisible, no half of a surrogate pair. */
const reason = z.pipe(
  z.pipe(
    z.string(),
    z.transform((text) => text.normalize("NFC")),
  ),
  z.string().check(
    z.maxLength(200),
    z.regex(/\S/, "says nothing"),
    z.refine((text) => text.isWellFormed() && !INVISIBLE.test(text), "has characters that can't be shown"),
  ),
);

/** As every answer writes an instant, with or without the milliseconds; 30 February is none. */
const instant = z.pipe(
  z.string().check(
    z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/, "is not an instant in UTC, as 2026-01-31T09:00:00Z is"),
    z.refine((text) => isDate(text), "is no date"),
  ),
  z.transform((text) => Date.parse(text)),
);

function isDate(text: string): boolean {
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? false : new Date(parsed).toISOString().startsWith(text.slice(0, 19));
}

const serviceSpend = z.strictObject({
  service: name,
  quantity: z.optional(credits),
  options: z.optional(z.strictObject({ length: z.optional(z.int().check(z.minimum(1))), quality: z.optional(name) })),
  startsAt: z.optional(instant),
});
const operatorSpend = z.strictObject({ credits, reason });

/** What a spend is to pay for: a service, or, where the body names `credits`, an amount with its reason. */
export function readSpend(body: Readonly<Record<string, Json>>): Read<Spend["for"]> {
  if (isOperatorSpend(body)) return read(operatorSpend, body);
  const wanted = read(serviceSpend, body);
  if ("problems" in wanted) return wanted;
  const { service, quantity = 1, options = {}, startsAt } = wanted.value;
  return {
    value: { service, quantity, options: withoutUndefined(options), ...(startsAt !== undefined && { startsAt }) },
  };
}

/** Only `credits:operate` may name an amount; everybody else pays what the catalogue says. */
export function isOperatorSpend(body: Readonly<Record<string, Json>>): boolean {
  return Object.hasOwn(body, "credits");
}

function withoutUndefined<T extends object>(fields: T): { [K in keyof T]-?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
