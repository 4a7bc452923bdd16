import type { Problem } from "@passbook/core";
import * as z from "zod/mini";
import type { Json } from "./json.ts";
import { invalid } from "./request.ts";
import type { AuthorizedEvent, PublicEvent } from "./stack.ts";

/** A value that is what the schema says, or the list of what is wrong with it. */
export type Read<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/** What a body says, made into what the rules take. */
export function read<T>(schema: z.ZodMiniType<T>, body: Json): Read<T>;
export function read<T, V>(schema: z.ZodMiniType<T>, body: Json, make: (said: T) => V): Read<V>;
export function read<T>(schema: z.ZodMiniType<T>, body: Json, make: (said: T) => unknown = (said) => said) {
  const { success, data, error } = schema.safeParse(body);
  const problems = success ? unread(body) : error.issues.flatMap(problemsOf);
  return success && problems.length === 0 ? { value: make(data) } : { problems: problems.slice(0, MOST_PROBLEMS) };
}

/**
 * What a query says; every parameter is text.
 * @throws {Refusal} 422
 */
export function readQuery<T>(schema: z.ZodMiniType<T>, event: PublicEvent | AuthorizedEvent): T {
  const said = read(schema, { ...event.queryStringParameters } as Json);
  if ("value" in said) return said.value;
  throw invalid(said.problems.map(({ field, message }) => ({ field: `?${field}`, message })));
}

/** A record takes any name and leaves `__proto__` out without a word: it would be accepted, and not done. */
function unread(body: Json, path: readonly string[] = []): Problem[] {
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).flatMap(([name, value]: [string, Json]) => {
    const field = [...path, name];
    return name === "__proto__" ? [{ field: field.join("."), message: "is not known here" }] : unread(value, field);
  });
}

/** What is not said is left out, so that it can't be mistaken for a word. */
export function withoutUndefined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/** A value only where nothing else is wrong either. */
export function withProblems<T>(others: readonly Problem[], readable: Read<T>): Read<T> {
  if (others.length === 0) return readable;
  return { problems: "problems" in readable ? [...others, ...readable.problems] : others };
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a whole number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** What is wrong, after the name of the field, and what would be right; a schema that knows better says so itself. */
function sentence(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `is not ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value": {
      const allowed = issue.values.map(String);
      if (issue.input === undefined) return "is missing";
      return allowed.length === 1 ? `is not ${allowed[0]}` : `is not one of ${allowed.join(", ")}`;
    }
    case "too_small":
      if (issue.origin === "number" || issue.origin === "int") return `is less than ${issue.minimum}`;
      return issue.minimum === 1 ? "is empty" : `has fewer than ${issue.minimum} ${partsOf(issue.origin)}`;
    case "too_big":
      if (issue.origin === "number" || issue.origin === "int") return `is more than ${issue.maximum}`;
      return `has more than ${issue.maximum} ${partsOf(issue.origin)}`;
    default:
      return "is not what it may be";
  }
}

function partsOf(origin: string): string {
  return origin === "string" ? "characters" : "elements";
}

// `zod/mini` comes without sentences; these are ours, for developers who have never heard of it.
z.config({ localeError: sentence });

/** A body can have more mistakes than anybody wants to read. */
const MOST_PROBLEMS = 20;

/** Unknown fields are named where they stand. */
function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const field = (...more: string[]) => [...issue.path.map(String), ...more].join(".") || "body";
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ field: field(key), message: "is not known here" }));
  // Of a name that is none it is the name's own mistake that helps.
  const { message } = (issue.code === "invalid_key" ? issue.issues[0] : undefined) ?? issue;
  return [{ field: field(), message }];
}
