/** Whole numbers from nothing up to what has to fit, four or five of them, as people count: in ones, twos and fives. */
export function ticksUpTo(most: number): readonly number[] {
  const least = Math.max(1, most / 4);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((times) => power * times >= least) ?? 10);
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, n) => n * step);
}
