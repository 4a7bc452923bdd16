import type { Credits } from "./credits.ts";

/** 1,234,567 */
export const number = (n: number): string => n.toString().replace(/\B(?=(?:\d{3})+$)/g, ",");

/** The noun that a number asks for. */
export const credits = (n: Credits): string => (n === 1 ? "credit" : "credits");

/** `a`; `a and b`; `a, b and c`. */
export function listed(words: readonly string[], conjunction: "and" | "or"): string {
  const [last, ...before] = words.toReversed();
  return before.length > 0 ? `${before.toReversed().join(", ")} ${conjunction} ${last}` : (last ?? "");
}
