import { boundary, type Instant } from "./calendar.ts";
import type { Lifetime } from "./policy.ts";

/** When bought credits end that were born at an instant; `null`: not by time. */
export function lifetimeEnd(lasts: Lifetime, birth: Instant): Instant | null {
  return "months" in lasts ? boundary(birth, lasts, 1) : null;
}
