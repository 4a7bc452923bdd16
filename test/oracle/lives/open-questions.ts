import type { Doing } from "./any-life.ts";
import type { Ruled } from "./any-policy.ts";

// What random stories leave out, because the engine is known not to do it as required yet.

const DAYS_OF_A_SHORT_MONTH = 28;

/**
 * Whether this is not to be done under these rules. What was paid when its own period was over, outside any cycle, is a lot that
 * ends by itself; once another cycle has begun, an empty one can't be told from one that was turned over. So it either is paid
 * that late, or something comes back.
 */
export function isOpen({ comesBack }: Ruled, doing: Doing): boolean {
  if (doing.does === "use") return doing.isBack && !comesBack;
  return doing.does === "pays" && comesBack && doing.after > DAYS_OF_A_SHORT_MONTH * 24;
}
