import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { GUARDS } from "./guards.ts";
import { allowMutants, simulationWithout } from "./without.ts";

// `npm run simulate:bite`: takes each guard away, lives worlds until an oracle sees it, and writes what came of it into
// docs/simulation.md. `--only 3` takes one guard away and tells all that is seen.

const { values } = parseArgs({
  options: { only: { type: "string" }, seeds: { type: "string", default: "60" } },
});
const DOCS = new URL("../../../docs/simulation.md", import.meta.url);
const [BEGIN, END] = ["<!-- bite: begin -->", "<!-- bite: end -->"];

allowMutants();
const rows: string[] = [];
for (const [index, { name }] of GUARDS.entries()) {
  if (values.only !== undefined && Number(values.only) !== index) continue;
  const { seed, oracles } = await firstSeen(index);
  if (oracles === "") process.exitCode = 1;
  rows.push(`| ${name} | ${oracles || "**nothing**"} | ${seed} |`);
  console.log(rows.at(-1));
}
if (values.only === undefined) writeFileSync(DOCS, withTable(readFileSync(DOCS, "utf8")));

/** The first seed in which something is seen, and by which oracles. */
async function firstSeen(index: number): Promise<{ seed: number; oracles: string }> {
  const simulate = await simulationWithout(index);
  for (let seed = 1; seed <= Number(values.seeds); seed += 1) {
    const { violations } = await simulate({ seed, operations: 60, faultRate: 0.15 });
    if (values.only !== undefined) for (const { oracle, what } of violations) console.log(`${seed} ${oracle} ${what}`);
    const oracles = [...new Set(violations.map(({ oracle }) => oracle))].toSorted((a, b) => (a < b ? -1 : 1));
    if (oracles.length > 0) return { seed, oracles: oracles.join(" ") };
  }
  return { seed: Number(values.seeds), oracles: "" };
}

function withTable(text: string): string {
  const [before = "", rest = ""] = text.split(BEGIN);
  const [, after = ""] = rest.split(END);
  const head = ["| without the guard that | is seen by | after seeds |", "|---|---|---|"];
  return [before, BEGIN, "\n\n", [...head, ...rows].join("\n"), "\n\n", END, after].join("");
}
