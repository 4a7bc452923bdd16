import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { GUARDS } from "./guards.ts";
import { without } from "./without.ts";

const DOCS = readFileSync(new URL("../../../docs/simulation.md", import.meta.url), "utf8");

describe("A guard", () => {
  it.each(GUARDS)("stands in the source as it is written down: $name", ({ name, cuts }) => {
    expect(cuts.map((cut) => without(name, cut)).every((source) => source.length > 0)).toBe(true);
  });

  it.each(GUARDS)("was seen missing, as docs/simulation.md says: $name", ({ name }) => {
    const row = DOCS.split("\n").find((line) => line.startsWith(`| ${name} |`));
    expect(row).toMatch(/\| (?:I\d+|[ELST])(?: (?:I\d+|[ELST]))* \| \d+ \|$/);
  });

  it("that is taken away is seen missing here and now", () => {
    const bite = fileURLToPath(new URL("bite.ts", import.meta.url));
    const told = execFileSync(process.execPath, [bite, "--only", "0", "--seeds", "3"], { encoding: "utf8" });
    expect(told).toMatch(/is written only where there is none \| .*I7/);
  });
});
