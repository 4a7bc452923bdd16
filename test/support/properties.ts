import fc from "fast-check";

// A failure is the same everywhere, because the seed is fixed; fast-check prints it beside the smallest case that fails.
// `SEED=7 RUNS=10000` looks elsewhere, for longer.
const seed = Number(process.env["SEED"] ?? 20_260_131);
const asked = process.env["RUNS"];
const numRuns = Number(asked ?? 150);

/** For tests that look for longer than a test may otherwise take: on a machine that is busy, or because they are asked to. */
export const A_LONG_LOOK = { timeout: 3_600_000 };

/** Checks that it holds for whatever the arbitrary comes up with. */
export function forAll<T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, holds), { seed, numRuns });
}

/** The same of what takes its time; `few`: how many times, where nobody has asked for more. */
export async function forEvery<T>(
  arbitrary: fc.Arbitrary<T>,
  holds: (value: T) => Promise<void>,
  few = numRuns,
): Promise<void> {
  await fc.assert(fc.asyncProperty(arbitrary, holds), { seed, numRuns: Number(asked ?? few) });
}
