import type { Instant } from "@passbook/core";

const UNIT_MS = { h: 3_600_000, d: 86_400_000 } as const;

/** From when on is compared: `7d`, `36h`, or an instant. `undefined`: it is none of these. */
export function instantSince(text: string, now: Instant): Instant | undefined {
  const [, count, unit] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  if (count !== undefined) return now - Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
