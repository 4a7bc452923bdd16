import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { GUARDS, type Guard } from "./guards.ts";
import { allowMutants, simulationWithout } from "./without.ts";

// `npm run simulate:bite`: takes each guard away, lives worlds until an oracle sees it, and writes what came of it into
// docs/simulation.md. `--only 3` takes one guard away, tells all that is seen, and writes nothing; `--from 3 --to 6` those.

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    from: { type: "string", default: "0" },
    to: { type: "string", default: String(GUARDS.length) },
    seeds: { type: "string", default: "100" },
  },
});
const DOCS = new URL("../../../docs/simulation.md", import.meta.url);
const [BEGIN, END] = ["<!-- bite: begin -->", "<!-- bite: end -->"];

allowMutants();
const [from, to] = values.only === undefined ? [values.from, values.to] : [values.only, Number(values.only) + 1];
for (const [index, guard] of GUARDS.entries()) {
  const { name } = guard;
  if (index < Number(from) || index >= Number(to)) continue;
  const { seed, oracles } = await firstSeen(index, guard);
  if (oracles === "") process.exitCode = 1;
  const row = `| ${name} | ${oracles || "**nothing**"} | ${seed} |`;
  console.log(row);
  if (values.only === undefined) writeFileSync(DOCS, withRow(readFileSync(DOCS, "utf8"), name, row));
}

/** The first seed in which something is seen, and by which oracles. */
async function firstSeen(
  index: number,
  { only, scene = "told", isSwept = false }: Guard,
): Promise<{ seed: number; oracles: string }> {
  const simulate = await simulationWithout(index);
  for (let seed = 1; seed <= Number(values.seeds); seed += 1) {
    const { violations } = await simulate({
      seed,
      operations: 60,
      faultRate: only ? 0.4 : 0.15,
      only,
      scene,
      isPlain: scene === "told",
      isSwept,
    });
    if (values.only !== undefined) for (const { oracle, what } of violations) console.log(`${seed} ${oracle} ${what}`);
    const oracles = [...new Set(violations.map(({ oracle }) => oracle))].toSorted((a, b) => (a < b ? -1 : 1));
    if (oracles.length > 0) return { seed, oracles: oracles.join(" ") };
  }
  return { seed: Number(values.seeds), oracles: "" };
}

/** The page with this row in its place; those of guards that are no more are gone. */
function withRow(text: string, guard: string, row: string): string {
  const [before = "", rest = ""] = text.split(BEGIN);
  const [table = "", after = ""] = rest.split(END);
  const known = (name: string) => table.split("\n").find((line) => line.startsWith(`| ${name} |`)) ?? [];
  const rows = GUARDS.flatMap(({ name }) => (name === guard ? row : known(name)));
  const head = ["| without the guard that | is seen by | after seeds |", "|---|---|---|"];
  return [before, BEGIN, "\n\n", [...head, ...rows].join("\n"), "\n\n", END, after].join("");
}
