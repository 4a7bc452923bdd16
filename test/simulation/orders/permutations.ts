/** Every order of a few things. */
export function* permutations<T>(things: readonly T[]): Generator<readonly T[]> {
  if (things.length <= 1) yield things;
  for (const [index, thing] of things.entries())
    if (things.length > 1) for (const rest of permutations(things.toSpliced(index, 1))) yield [thing, ...rest];
}

/** One order of many things. */
export function shuffled<T>(things: readonly T[], random: () => number): T[] {
  const left = [...things];
  return things.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
}
