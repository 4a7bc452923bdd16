import { beforeAll, describe, expect, it } from "vitest";
import { ALL_SETTINGS, Deployment, SETTINGS } from "./deployment.ts";
import { laws } from "./laws.ts";
import { declare, isInstalled } from "./recording/declare.ts";

if (!isInstalled)
  console.warn("test/infra is skipped: SST's components are not in .sst/platform. npm run test:infra installs them.");

const STAGES = [
  ["dev", SETTINGS],
  ["production", ALL_SETTINGS],
] as const;

describe.skipIf(!isInstalled).each(STAGES)("What is deployed as %s", (stage, settings) => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = new Deployment(await declare(stage, settings, { hasPage: stage === "production" }));
  }, 120_000);

  it.each(Object.entries(laws))("%s", { timeout: 120_000 }, async (_, holds) => {
    await holds(deployment);
  });

  it("only production is kept from being deleted", () => {
    expect(deployment.only("dynamodb/table")["deletionProtectionEnabled"]).toBe(stage === "production");
  });

  it("serves the page where there is one, which is built knowing where the verbs are", () => {
    const built = deployment.all("cloudfront/distribution").length;
    expect(built).toBe(stage === "production" ? 1 : 0);
    for (const { inputs } of deployment.builds)
      expect(inputs).toMatchObject({
        create: "npm run web:build",
        environment: { VITE_PASSBOOK_URL: "https://ApiApi.example" },
      });
    expect(deployment.builds).toHaveLength(built);
  });

  it("knows which money is meant", () => {
    const modes = [...deployment.functions.values()].map(({ environment }) => environment["STRIPE_MODE"]);
    expect(new Set(modes)).toEqual(new Set([stage === "production" ? "live" : "test"]));
  });
});
