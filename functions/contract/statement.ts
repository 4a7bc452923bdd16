import { ENTRY_TYPES } from "@passbook/core";
import * as z from "zod/mini";

export const USUAL_PAGE = 25;
export const LARGEST_PAGE = 100;

/** A whole number in plain digits, as a query says it. */
function number(most: number) {
  return z.pipe(
    z.string().check(
      z.regex(/^[1-9]\d{0,15}$/, { error: `is not a whole number from 1 to ${most}`, abort: true }),
      z.refine((digits) => Number(digits) <= most, `is not a whole number from 1 to ${most}`),
    ),
    z.transform(Number),
  );
}

const types = z.pipe(
  z.string().check(z.regex(/^[a-z-]+(?:,[a-z-]+)*$/, "is not a list of types with commas between")),
  z.pipe(
    z.transform((text: string) => text.split(",")),
    z.array(z.enum(ENTRY_TYPES)),
  ),
);

/** Which lines of the statement, by its query. */
export const statementQuery = z.strictObject({
  limit: z.optional(number(LARGEST_PAGE)),
  before: z.optional(number(Number.MAX_SAFE_INTEGER)),
  type: z.optional(types),
  member: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
});
