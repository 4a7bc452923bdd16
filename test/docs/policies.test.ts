import { readFileSync } from "node:fs";
import { musiversal } from "@passbook/core/policies/musiversal";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, test } from "vitest";
import { EXPLAINED, pageFile, policyPage } from "../../docs/policies.ts";

describe("the pages of the policies", () => {
  test.each(EXPLAINED.map((policy) => [policy.name, policy] as const))(
    "%s is as `npm run policies` writes it",
    (_, policy) => {
      expect(readFileSync(pageFile(policy), "utf8")).toBe(policyPage(policy));
    },
  );

  test.each([
    ["[O5] remaining credits that stay, and expire", omnia, "`leftovers: keep`"],
    ["[M8] 250 in an example, 300 by the rule", musiversal, "rollOver({ upTo: 250 })"],
    ["[M13] rollover for all plans, under a title for legacy users", musiversal, 'for: members("legacy")'],
    ["[M13] what counts against the limit", musiversal, 'counting: "rollover"'],
  ])("say where a help page contradicts itself, and which word takes the other reading: %s", (_, policy, word) => {
    const [, readings = ""] = policyPage(policy).split("## Where the help page can be read in two ways");
    expect(readings).toContain(word);
  });

  test("say nothing of readings where there is but one", () => {
    const { readings: _, ...clear } = omnia;
    expect(policyPage(clear)).not.toContain("two ways");
  });
});
