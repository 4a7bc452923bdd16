import type { Doing } from "./any-life.ts";
import type { Ruled } from "./any-policy.ts";

// What random stories leave out, because the engine is known not to do it as required yet.

const DAYS_OF_A_SHORT_MONTH = 28;

/**
 * Whether this is not to be done under these rules. Where credits come back, a lot that is empty and has no end, or a later one,
 * does not say what became of it:
 * - paid when its own period was over, outside any cycle, it ends by itself; once another cycle has begun it can't be told from
 *   one that was turned over;
 * - cut by a downgrade to so many times its allowance, what is held or was spent of it comes back to it, above that.
 */
export function isOpen({ policy, comesBack }: Ruled, doing: Doing): boolean {
  if (!comesBack) return doing.does === "use" && doing.isBack;
  if (doing.does === "change") return policy.downgrading?.keepsAtMost !== undefined;
  return doing.does === "pays" && doing.after > DAYS_OF_A_SHORT_MONTH * 24;
}
