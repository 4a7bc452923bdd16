import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { gaps, report, requirements, testTitles, titlesIn } from "../../docs/requirements.ts";

const RULES = [
  "| id | rule | proof |",
  "|---|---|---|",
  "| M1 | Paid first | core |",
  "| M2 | Later | later: add-ons |",
];
// Written apart, or this file itself would name them.
const named = (id: string, title: string) => ({ file: "test/a.test.ts", title: `[${id}] ${title}` });

describe("the requirements", () => {
  test("every rule that the core can prove is named by a test, and no test names a rule that is none", () => {
    expect(gaps(requirements())).toEqual([]);
  });

  test("are all of the rules of the three pages, and what they leave open", () => {
    const groups = Object.groupBy(requirements(), ({ id }) => id.charAt(0));
    expect(Object.entries(groups).map(([group, rules]) => [group, rules?.length])).toEqual([
      ["M", 15],
      ["N", 7],
      ["O", 15],
      ["X", 10],
    ]);
    for (const { id, proof } of requirements())
      expect([id, proof]).toEqual([id, expect.stringMatching(/^(?:core|Stripe|HTTP|(?:core; )?later: [a-zF -]+)$/)]);
  });

  test("are printed with their tests, by the script", () => {
    const script = new URL("../../docs/requirements.ts", import.meta.url).pathname;
    const printed = execFileSync(process.execPath, [script, "--strict"], { encoding: "utf8" });
    expect(printed).toContain("M13 Leftovers roll over with each payment");
    expect(printed).toMatch(/\n {6}test\/core\/rollover\.test\.ts: \[M13\] /);
    const proved = requirements().filter(({ tests }) => tests[0]);
    expect(printed.endsWith(`\n${proved.length} of 47 rules are named by a test.\n`)).toBe(true);
  });
});

describe("a gap", () => {
  test("is a rule of the core that no test names", () => {
    const rules = requirements(RULES.join("\n"), [named("M2", "later")]);
    expect(gaps(rules, [])).toEqual(["M1 has no test: Paid first"]);
    expect(report(rules)).toBe(
      "M1  Paid first\nM2  Later (later: add-ons)\n      test/a.test.ts: " + named("M2", "later").title,
    );
  });

  test("is a test of a rule that nobody has written down", () => {
    const titles = [named("M1", "is paid"), named("M99", "is not there")];
    expect(gaps(requirements(RULES.join("\n"), titles), titles)).toEqual([
      `M99 is no rule: test/a.test.ts, "${named("M99", "is not there").title}"`,
    ]);
  });

  test("is not closed by a number of which another begins", () => {
    const [first] = requirements(RULES.join("\n"), [named("M12", "another")]);
    expect(first?.tests).toEqual([]);
  });
});

describe("the titles of a test file", () => {
  const titles = (source: string) => titlesIn(source.replaceAll("#", "M1"), "test/a.test.ts").map(({ title }) => title);
  test.each([
    ["of a test", `test("[#] pays", () => {});`, "[M1] pays"],
    ["of a group", `describe('[#] pays', () => {});`, "[M1] pays"],
    ["of a table", "test.each([\n [1],\n])(\n  `[#] pays %i`,\n  () => {},\n);", "[M1] pays %i"],
    ["of a row of a table", `["[#] pays", omnia, 1],`, "[M1] pays"],
    ["with a quotation", `test("[#] \\"pays\\"", () => {});`, '[M1] \\"pays\\"'],
    ["with the number further on", `test("[O2] is, [#] pays", () => {});`, "[O2] is, [M1] pays"],
  ])("%s", (_, source, title) => {
    expect(titles(source)).toEqual([title]);
  });

  test.each([
    ["a comment", "// [#] pays"],
    ["a title without a number", `test("pays", () => {});`],
    ["an expectation", `expect(said).toBe("[#] pays");`],
  ])("not %s", (_, source) => {
    expect(titles(source)).toEqual([]);
  });

  test("of all files, each under its own", () => {
    expect(testTitles().length).toBeGreaterThan(100);
    for (const { file } of testTitles()) expect(file).toMatch(/^test\/.+\.test\.ts$/);
  });
});
