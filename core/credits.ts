/** Whole credits. Never a fraction, never negative; what direction they move in is said by the movement (X10). */
export type Credits = number;

/** The largest amount that any one number may be (X10). Sums of 9,000 such amounts are still exact in a double. */
export const MAX_CREDITS: Credits = 1_000_000_000_000;

/** Whole, not negative, at most {@link MAX_CREDITS}. */
export function isCredits(value: unknown): value is Credits {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_CREDITS;
}

export function sum<T>(items: Iterable<T>, credits: (item: T) => Credits): Credits {
  let total = 0;
  for (const item of items) total += credits(item);
  return total;
}
