import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/engine.ts"],
    // The engine is idle half of the time: leaving it a core of its own would leave it unused.
    maxWorkers: "100%",
    // A test that talks to the engine shares two cores with the others.
    testTimeout: 30_000,
    env: {
      POWERTOOLS_LOG_LEVEL: "SILENT",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "local",
    },
    coverage: { include: ["core/**/*.ts"], thresholds: { lines: 100 } },
  },
});
