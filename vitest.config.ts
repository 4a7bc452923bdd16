import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const usual: TestProjectInlineConfiguration["test"] = {
  // A test that talks to the engine shares two cores with the others.
  testTimeout: 30_000,
  env: {
    POWERTOOLS_LOG_LEVEL: "SILENT",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "local",
  },
};

export default defineConfig({
  test: {
    globalSetup: ["test/support/engine.ts"],
    // The engine is idle half of the time: leaving it a core of its own would leave it unused.
    maxWorkers: "100%",
    coverage: { include: ["core/**/*.ts"], thresholds: { lines: 100 } },
    projects: [
      { test: { ...usual, name: "passbook", include: ["test/**/*.test.ts"], exclude: ["test/web/**"] } },
      {
        test: {
          ...usual,
          name: "page",
          include: ["test/web/**/*.test.ts"],
          // A browser, a Stripe and an engine beside other tests on a small machine: nothing here is about how long it takes.
          testTimeout: 120_000,
          // A browser and a built page are there only where a test wants them.
          globalSetup: ["test/support/browser-server.ts"],
        },
      },
    ],
  },
});
