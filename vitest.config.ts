import { availableParallelism } from "node:os";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const usual: TestProjectInlineConfiguration["test"] = {
  // A test that talks to an engine, a Stripe or a browser shares two cores with the others: nothing here is about how long it takes.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
  env: {
    POWERTOOLS_LOG_LEVEL: "SILENT",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "local",
  },
};

/** Where nothing outlives its file, one process runs file after file: what they import is loaded and made fast once. */
const together = ["client", "contract", "core", "functions", "ledger", "oracle", "stripe"].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    globalSetup: ["test/support/engine.ts"],
    // A third of the time a test waits for an engine or a browser: three workers on two cores leave none idle.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    coverage: { include: ["core/**/*.ts"], thresholds: { lines: 100 } },
    projects: [
      { test: { ...usual, name: "together", include: together, isolate: false, unstubEnvs: true } },
      { test: { ...usual, name: "passbook", include: ["test/**/*.test.ts"], exclude: ["test/web/**", ...together] } },
      {
        test: {
          ...usual,
          name: "page",
          include: ["test/web/**/*.test.ts"],
          // A browser on a busy machine loses a connection now and then. What fails twice fails; what was tried twice is said so.
          retry: 1,
          // A browser and a built page are there only where a test wants them.
          globalSetup: ["test/support/browser-server.ts"],
        },
      },
    ],
  },
});
