import type { Policy } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, it } from "vitest";
import { runPolicyCheck } from "../../cli/policy/run.ts";
import { EXIT } from "../../cli/run.ts";
import { Failure } from "../../cli/usage.ts";

const TODAY = "2026-11-22";
const next: Policy = { ...omnia, version: "2026-12-01", grace: 0, earlier: [omnia] };

/** What is said of `ours` after `deployed`. */
async function check(deployed: Policy | undefined, ours: Policy, words = ["a1b2c3"]) {
  const [printed, told]: [string[], string[]] = [[], []];
  const deployedPolicies = async (commit: string) => {
    if (commit === "nowhere") throw new Failure("git has no policies of nowhere");
    return deployed ? { [deployed.name]: deployed } : {};
  };
  const terminal = {
    env: {},
    now: () => Date.parse(TODAY),
    print: (text: string) => printed.push(text),
    tell: (text: string) => told.push(text),
  };
  const code = await runPolicyCheck(words, deployedPolicies, terminal, { [ours.name]: ours });
  return { code, printed: printed.join("\n"), told: told.join("\n") };
}

describe("npm run policy:check", () => {
  it("lets through what is the same, what is new, and a version that is still to come", async () => {
    const passed = { code: EXIT.done, printed: "They may be deployed after a1b2c3.", told: "" };
    expect(await check(omnia, omnia)).toEqual(passed);
    expect(await check(undefined, omnia)).toEqual(passed);
    expect(await check(omnia, next)).toEqual(passed);
  });

  it("refuses that a version in force is changed, dropped, or put into the past", async () => {
    const changed = await check(omnia, { ...omnia, grace: 1 });
    expect(changed).toMatchObject({ code: EXIT.wrong, printed: expect.stringMatching(/^omnia +version_changed +/m) });
    expect(changed.printed).toContain("differs in grace");
    const { earlier: _, ...forgetful } = next;
    expect((await check(omnia, forgetful)).printed).toMatch(/^omnia +version_removed +/m);
    expect((await check(omnia, { ...next, version: TODAY })).printed).toMatch(/^omnia +version_backdated +/m);
  });

  it("refuses what can't be meant", async () => {
    const { code, printed } = await check(undefined, { ...omnia, burnDown: [] });
    expect([code, printed]).toEqual([EXIT.wrong, expect.stringMatching(/^omnia +source_never_spent +burnDown/m)]);
  });

  it("says what it was not told, and what git does not know", async () => {
    expect(await check(omnia, omnia, [])).toMatchObject({ code: EXIT.misunderstood });
    expect(await check(omnia, omnia, ["--yes"])).toMatchObject({ code: EXIT.misunderstood });
    expect(await check(omnia, omnia, ["nowhere"])).toMatchObject({
      code: EXIT.failed,
      told: "git has no policies of nowhere",
    });
  });
});
