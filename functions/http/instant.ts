import type { Instant } from "@passbook/core";

/** ISO 8601 in UTC with milliseconds, as every answer writes an instant. */
export function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** As every answer writes an instant, with or without the milliseconds. */
export const INSTANT_IN_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;
export const NO_INSTANT = "is not an instant in UTC, as 2026-01-31T09:00:00Z is";
export const NO_DATE = "is no date";

/** Whether what looks like an instant is one: 30 February is none. */
export function isDate(text: string): boolean {
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? false : iso(parsed).startsWith(text.slice(0, 19));
}

/** The instant that a text says, or what is wrong with it. */
export function readInstant(text: string): { readonly instant: Instant } | { readonly message: string } {
  if (!INSTANT_IN_UTC.test(text)) return { message: NO_INSTANT };
  return isDate(text) ? { instant: Date.parse(text) } : { message: NO_DATE };
}
