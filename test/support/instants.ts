import type { Instant, Interval } from "@passbook/core";

/** An instant from an ISO date; with a time of day it has to say that it is UTC. */
export function at(date: string): Instant {
  const instant = Date.parse(date);
  if (Number.isNaN(instant) || (date.includes("T") && !date.endsWith("Z")))
    throw new RangeError(`${date} is no UTC date`);
  return instant;
}

/** As `at` reads it, without the parts that are zero. */
export function iso(instant: Instant): string {
  return new Date(instant)
    .toISOString()
    .replace(/(?:T00:00)?(?::00)?\.000Z$/, (zeros) => (zeros.startsWith("T") ? "" : "Z"));
}

const INSTANTS = new Set([
  "at",
  "occurredAt",
  "birth",
  "end",
  "from",
  "until",
  "paidAt",
  "lotEnd",
  "startsAt",
  "expiresAt",
  "cycle",
]);

/** The same value with its instants as ISO dates, so that an expectation and its failure can be read. */
export function readable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) => (INSTANTS.has(key) && typeof part === "number" ? iso(part) : part)),
  );
}

/** A cycle of so many days. */
export const days = (n: number): Interval => ({ days: n });
