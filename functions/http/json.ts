import { parse } from "lossless-json";
import { Refusal } from "./problem.ts";

/** What a request body may be at most, in UTF-8 bytes, before anything of it is read. */
export const MAX_BODY_BYTES = 16_384;

/** How deep arrays and objects may stand in each other; a request of ours has three levels. */
const MAX_DEPTH = 32;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Strict JSON: whole numbers in plain digits that a double holds exactly (`1.0`, `1e2`, `-0`, `9007199254740993` are
 * refused), no key twice with different values, nothing after the end.
 * @throws {Refusal} 400 `malformed_request`
 */
export function parseJson(text: string): Json {
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) throw malformed(`the body is larger than ${MAX_BODY_BYTES} bytes`);
  try {
    return parse(text, undefined, { parseNumber: integer }) as Json;
  } catch (cause) {
    // Deep nesting overflows the parser's stack: that too is only a body that can't be read.
    throw malformed(cause instanceof SyntaxError ? cause.message : "the body is nested too deep", cause);
  }
}

function integer(digits: string): number {
  const value = Number(digits);
  if (!/^-?[1-9]\d*$|^0$/.test(digits) || !Number.isSafeInteger(value))
    throw new SyntaxError(`${digits.slice(0, 40)} is not a whole number`);
  return value;
}

/**
 * The same bytes for the same content: keys in order, no white space.
 * @throws {Refusal} 400 `malformed_request`: deeper than {@link MAX_DEPTH}
 */
export function canonicalJson(value: Json, depth = 0): string {
  if (depth > MAX_DEPTH) throw malformed(`the body is nested more than ${MAX_DEPTH} deep`);
  if (Array.isArray(value)) return `[${value.map((element) => canonicalJson(element, depth + 1)).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field, depth + 1)}`).join()}}`;
}

export function malformed(detail: string, cause?: unknown): Refusal {
  return new Refusal("malformed_request", detail, {}, { cause });
}
