import { MAX_CREDITS } from "@passbook/core";
import * as z from "zod/mini";
import { INSTANT_IN_UTC, isDate, NO_DATE, NO_INSTANT } from "../http/instant.ts";

/** A whole number from 1 to 10¹² (X10). */
export const credits = z.int().check(z.minimum(1), z.maximum(MAX_CREDITS));

/** What the policy calls a service, a plan, a pack or an add-on, or an option of one. */
export const name = z
  .string()
  .check(z.minLength(1), z.maxLength(64), z.regex(/^[\w.:-]*$/, "is not letters, digits and . _ : -"));

/** A person, as their token names them. */
export const memberId = z
  .string()
  .check(z.regex(/^[\w.:@|+-]{1,128}$/, "is not 1 to 128 letters, digits and . _ : @ | + -"));

/** Control and format characters, line breaks of every kind, and the letters that are drawn as nothing. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u;

/** What a person will read in the statement: one line, nothing invisible, no half of a surrogate pair. */
export const reason = z.pipe(
  z.pipe(
    z.string(),
    z.transform((text) => text.normalize("NFC")),
  ),
  z.string().check(
    z.refine((text) => Array.from(text).length <= 200, "has more than 200 characters"),
    z.regex(/\S/, "says nothing"),
    z.refine((text) => text.isWellFormed() && !INVISIBLE.test(text), "has characters that can't be shown"),
  ),
);

/** As every answer writes an instant, with or without the milliseconds; 30 February is none. */
export const instant = z.pipe(
  z.string().check(
    z.regex(INSTANT_IN_UTC, NO_INSTANT),
    z.refine((text) => isDate(text), NO_DATE),
  ),
  z.transform((text) => Date.parse(text)),
);
