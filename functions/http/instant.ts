import type { Instant } from "@passbook/core";

/** ISO 8601 in UTC with milliseconds, as every answer writes an instant. */
export function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}
