import { describe, expect, it } from "vitest";
import { finalState, hashOf } from "./final-state.ts";
import { newPerson, type Person } from "./person.ts";
import { openStage } from "./stage.ts";

/** A sentence, and what makes it true. */
type Step = readonly [title: string, happens: (ada: Person) => Promise<void>];

/** What may befall a webhook, all at once: told twice, in any order, late, lost, its answer lost, under a second id. */
const CHAOS = { duplicate: 0.3, shuffle: 8, delay: 0.3, delayMs: 20, drop: 0.2, unanswered: 0.2, twin: 0.3 };

/** How many seeds of chaos each story is told under. */
// oxlint-disable-next-line eslint/no-restricted-properties -- a run of many seeds is asked for from outside, as in CI at night
const SEEDS = Number(process.env["CHAOS_SEEDS"] ?? 3);

/**
 * A life with a product, told step by step over HTTP: first calmly, each step a test; then under chaos, where every step must
 * hold as well, and the end be the same.
 */
export async function tell(product: string, begins: string, steps: readonly Step[]): Promise<void> {
  const stage = await openStage(product);
  const calm: { ada?: Person; end?: unknown } = {};

  describe(product, () => {
    it.each(steps)("%s", async (_title, happens) => {
      calm.ada ??= await newPerson(stage, "ada", begins);
      await happens(calm.ada);
    });

    const seeds = Array.from({ length: SEEDS }, (_, seed) => `seed-${seed + 1}`);
    it.each(seeds)("[X2] comes to the same under chaos: %s", async (seed) => {
      calm.end ??= calm.ada && (await finalState(stage, calm.ada));
      await stage.control("chaos", { seed, ...CHAOS });
      const ada = await newPerson(stage, `ada-${seed}`, begins);
      for (const [title, happens] of steps) await happens(ada).catch((error: unknown) => reject(title, error));
      await stage.control("chaos");
      const end = await finalState(stage, ada);
      expect(end).toEqual(calm.end);
      expect(hashOf(end)).toBe(hashOf(calm.end));
      expect(await stage.givenUp()).toEqual([]);
    });
  });
}

function reject(title: string, error: unknown): never {
  if (error instanceof Error) error.message = `${title}: ${error.message}`;
  throw error;
}
