import { checkVersions, costs, type Policy } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { at } from "../support/instants.ts";
import { omnia } from "../support/omnia-story.ts";

const now = at("2026-06-15T12:00Z");
const first: Policy = { ...omnia, version: "2026-01-01" };
const second: Policy = { ...first, version: "2026-03-01", grace: 0, earlier: [first] };
const third: Policy = { ...second, version: "2026-07-01", services: { image: costs(1) }, earlier: [second, first] };

const codes = (deployed: Policy, policy: Policy) =>
  checkVersions(deployed, policy, now).map(({ code, version }) => `${code} ${version}`);

describe("a policy's versions are an append-only list", () => {
  test.each<[string, Policy, Policy]>([
    ["the same again", second, second],
    ["the same again, where it is the first", first, first],
    ["a version that begins later", second, third],
    ["a version that has not begun yet is changed", third, { ...third, grace: 1 }],
    ["or dropped", third, second],
    ["or begins on another day", third, { ...third, version: "2026-08-01" }],
    ["what is said for readers", second, { ...second, readings: [] }],
  ])("%s: may be deployed", (_, deployed, policy) => {
    expect(checkVersions(deployed, policy, now)).toEqual([]);
  });

  test.each<[string, Policy, string[]]>([
    ["the first version is gone", { ...second, earlier: [] }, ["version_removed 2026-01-01"]],
    ["the one in force is gone", { ...third, earlier: [first] }, ["version_removed 2026-03-01"]],
    ["the one in force was edited", { ...second, grace: 1 }, ["version_changed 2026-03-01"]],
    [
      "an earlier one was edited",
      { ...second, earlier: [{ ...first, trial: { trial: "full" } }] },
      ["version_changed 2026-01-01"],
    ],
    ["a word was added", { ...second, shortfall: "forgive" }, ["version_changed 2026-03-01"]],
    [
      "the one in force bears another day",
      { ...second, version: "2026-04-01" },
      ["version_removed 2026-03-01", "version_backdated 2026-04-01"],
    ],
    [
      "a new one has begun already",
      { ...second, version: "2026-06-15", earlier: [second, first] },
      ["version_backdated 2026-06-15"],
    ],
    [
      "one was put between",
      { ...second, earlier: [{ ...first, version: "2026-02-01" }, first] },
      ["version_backdated 2026-02-01"],
    ],
  ])("%s: may not", (_, policy, breaches) => {
    expect(codes(second, policy)).toEqual(breaches);
  });

  test("it is told which part of it, and why not", () => {
    expect(checkVersions(second, { ...second, grace: 1, currency: "USD" }, now)).toEqual([
      {
        code: "version_changed",
        version: "2026-03-01",
        says: "The version of 2026-03-01 differs in currency, grace. What became due while it was in force, and nobody has looked at yet, would go by other rules.",
      },
    ]);
  });

  test("it is told of a version that is gone, and of one that begins in the past, or now", () => {
    const says = checkVersions(second, { ...second, version: "2026-06-15" }, at("2026-06-15")).map((one) => one.says);
    expect(says).toEqual([
      expect.stringMatching(/^The version of 2026-03-01 is gone\. What became due/),
      expect.stringMatching(/^The version of 2026-06-15 is new\. It would be in force/),
    ]);
  });

  test("another order of names is another rule: the first cohort that is named decides", () => {
    const { free, ...rest } = first.plans;
    expect(codes(second, { ...second, plans: { ...rest, ...(free && { free }) } })).toEqual([
      "version_changed 2026-03-01",
    ]);
  });
});
