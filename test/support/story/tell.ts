import { describe, expect, it } from "vitest";
import { finalState, hashOf } from "./final-state.ts";
import { newPerson, type Payer, type Person } from "./person.ts";
import { openStage } from "./stage.ts";

/** A sentence, and what makes it true. */
type Step = readonly [title: string, happens: (ada: Person) => Promise<void>];

/**
 * What may befall a webhook, all at once: told twice, in any order, late, lost, its answer lost, under a second id, and at
 * first in the words of another API version.
 */
const CHAOS = {
  duplicate: 0.3,
  shuffle: 8,
  delay: 0.3,
  delayMs: 20,
  drop: 0.2,
  unanswered: 0.2,
  twin: 0.3,
  oldVersion: 0.1,
};

/** A year of webhooks, each of them several times, beside other tests on a small machine. */
const CHAOS_TIMEOUT_MS = 120_000;

/** Under which seeds of chaos each story is told: `200` of them, or those of a night's part, `101-200`. */
// oxlint-disable-next-line eslint/no-restricted-properties -- a run of many seeds is asked for from outside, as in CI at night
const SEEDS = seedsOf(process.env["CHAOS_SEEDS"] ?? "1");

/**
 * A life with a product, told step by step over HTTP: first calmly, each step a test; then under chaos, where every step must
 * hold as well, and the end be the same.
 */
export async function tell(
  product: string,
  begins: string,
  steps: readonly Step[],
  who: { readonly isUnnamed?: boolean } = {},
): Promise<void> {
  const stage = await openStage(product);
  const calm: { ada?: Person; end?: unknown } = {};

  describe(product, () => {
    it.each(steps)("%s", async (_title, happens) => {
      calm.ada ??= await newPerson(stage, { ...who, account: "ada", begins });
      await happens(calm.ada);
    });

    it("[M15] [N4] the statement tells all of it: it adds up to the balance, source by source", async () => {
      for (const payer of accountsOf(calm.ada)) {
        const movements = (await payer.statement()).flatMap((entry) => entry.movements);
        const sums: Record<string, number> = {};
        for (const { source, credits } of movements) sums[source] = (sums[source] ?? 0) + credits;
        const { all, ...bySource } = await payer.has();
        expect(Object.fromEntries(Object.entries(sums).filter(([, credits]) => credits !== 0))).toEqual(bySource);
        expect(Object.values(bySource).reduce((total, credits) => total + credits, 0)).toBe(all);
      }
    });

    it("[M15] what `?at=` says of instants that have passed is what was there then", async () => {
      for (const payer of accountsOf(calm.ada)) await payer.remembers();
    });

    it.each(SEEDS)(
      "[X2] comes to the same under chaos: %s",
      async (seed) => {
        calm.end ??= calm.ada && (await finalState(stage, calm.ada));
        await stage.forgets();
        await stage.control("chaos", { seed, ...CHAOS });
        const ada = await newPerson(stage, { ...who, account: `ada-${seed}`, begins });
        for (const [title, happens] of steps) await happens(ada).catch((error: unknown) => reject(title, error));
        await stage.control("chaos");
        for (const payer of accountsOf(ada)) await payer.remembers();
        const end = await finalState(stage, ada);
        expect(end).toEqual(calm.end);
        expect(hashOf(end)).toBe(hashOf(calm.end));
        expect(await stage.givenUp()).toEqual([]);
      },
      CHAOS_TIMEOUT_MS,
    );
  });
}

/** Their own, and those of their workspaces. */
function accountsOf(person: Person | undefined): readonly Payer[] {
  return person ? [person, ...person.workspaces] : [];
}

function seedsOf(asked: string): string[] {
  const [first, last] = asked.includes("-") ? asked.split("-").map(Number) : [1, Number(asked)];
  return Array.from({ length: (last ?? 0) - (first ?? 0) + 1 }, (_, place) => `seed-${(first ?? 0) + place}`);
}

function reject(title: string, error: unknown): never {
  if (error instanceof Error) error.message = `${title}: ${error.message}`;
  throw error;
}
