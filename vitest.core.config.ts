import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const core = (path: string) => fileURLToPath(new URL(`core/${path}.ts`, import.meta.url));

/** What failed last is likely to fail again, and what is quick is quick to tell: the properties come last. */
class QuickestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((a, b) => this.#rank(a) - this.#rank(b)));
  }

  #rank(file: TestSpecification): number {
    if (/propert|replay|fact-order/.test(file.moduleId)) return 2;
    return this.ctx.cache.getTestSpecificationResult(file)?.failed ? 0 : 1;
  }
}

// The tests of `core/` alone, for Stryker, which runs them for every mutant: without the engine that the others start,
// with few runs of each property, and over the copy of `core/` that it has mutated rather than the linked package.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@passbook\/core$/, replacement: core("index") },
      { find: /^@passbook\/core\/policies$/, replacement: core("policies/index") },
      { find: /^@passbook\/core\/policies\/(\w+)$/, replacement: core("policies/$1") },
    ],
  },
  test: {
    include: ["test/core/**/*.test.ts"],
    // It counts over many runs.
    exclude: ["test/core/pool-properties.test.ts"],
    isolate: false,
    env: { RUNS: "5" },
    sequence: { sequencer: QuickestFirst },
  },
});
