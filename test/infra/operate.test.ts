import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ALL_SETTINGS, Deployment } from "./deployment.ts";
import { declare, isInstalled } from "./recording/declare.ts";

const page = readFileSync(new URL("../../docs/operate.md", import.meta.url), "utf8");

describe.skipIf(!isInstalled)("Whoever is woken", () => {
  it("finds every alarm in docs/operate.md, under its name, and no other", { timeout: 120_000 }, async () => {
    const deployment = new Deployment(await declare("production", ALL_SETTINGS));
    const alarms = deployment.all("cloudwatch/metricAlarm").map(({ name }) => name.replace(/^Alarm/, ""));
    const explained = [...page.matchAll(/^#### `(\w+)`$/gm)].map(([, name = ""]) => name);
    expect(explained.toSorted()).toEqual(alarms.toSorted());
  });

  it("is told of each what to do", () => {
    for (const section of page.split(/^#### /m).slice(1))
      expect(section.split(/^#/m)[0]).toMatch(/\*(?:Look and do|Do):\*/);
  });
});
