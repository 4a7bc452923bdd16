import type { JWTPayload } from "jose";

/**
 * Claims as API Gateway hands them to a function: every value a string, an array as `[a b]`, an object as JSON; a null is
 * left out.
 */
export function claimsAsStrings(payload: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, asString(value)]],
    ),
  );
}

function asString(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asString).join(" ")}]`;
  return typeof value === "string" ? value : JSON.stringify(value);
}
