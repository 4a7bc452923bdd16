import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { simulate } from "./world/simulate.ts";

// `npm run simulate -- --seeds 1000 --ops 60`: worlds from `--seed` on, until all are lived or one breaks; a broken one is lived
// again, to show that it breaks alike. `--rate` is how many of the requests to DynamoDB meet a fault, `--keep-going` lives them all;
// `--no-swept`: the sweep does not come, as in all worlds once, `--swept`: it comes in all.

const { values } = parseArgs({
  allowNegative: true,
  options: {
    seed: { type: "string", default: "1" },
    seeds: { type: "string", default: "100" },
    ops: { type: "string", default: "40" },
    rate: { type: "string", default: "0.1" },
    "keep-going": { type: "boolean", default: false },
    swept: { type: "boolean" },
    verbose: { type: "boolean", default: false },
  },
});
const [first, seeds, operations, faultRate] = [values.seed, values.seeds, values.ops, values.rate].map(Number) as [
  number,
  number,
  number,
  number,
];
const begun = performance.now();
const total = { requests: 0, commits: 0, invocations: 0 };
const faults: Record<string, number> = {};
let violations = 0;

for (let done = 1; done <= seeds; done += 1) {
  const plan = { seed: first + done - 1, operations, faultRate, isSwept: values.swept };
  const report = await simulate(plan);
  for (const count of ["requests", "commits", "invocations"] as const) total[count] += report[count];
  for (const [fault, times] of Object.entries(report.faults)) faults[fault] = (faults[fault] ?? 0) + times;
  violations += report.violations.length;
  if (report.violations.length > 0) {
    const again = await simulate(plan);
    const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
    console.log(`\nseed ${plan.seed} at commit ${commit}, ${operations} operations, rate ${faultRate}:`);
    for (const { oracle, what } of report.violations) console.log(`  ${oracle} ${what}`);
    console.log(`  trace ${report.trace}, lived again ${again.trace}`);
    if (values.verbose) console.log(report.recent.join("\n"));
    process.exitCode = 1;
    if (!values["keep-going"]) break;
  }
  progress(done);
}
process.stderr.write("\n");
console.log(`${seeds} seeds, ${total.invocations} invocations, ${total.requests} requests, ${total.commits} commits`);
console.log(`${violations} violations`);
for (const [fault, times] of Object.entries(faults).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${String(times).padStart(8)} ${fault}`);

function progress(done: number): void {
  const seconds = (performance.now() - begun) / 1000;
  const met = Object.values(faults).reduce((sum, times) => sum + times, 0);
  const rate = Math.round(total.invocations / seconds);
  process.stderr.write(
    `\r${done} of ${seeds} seeds, ${total.invocations} invocations (${rate} a second), ${met} faults, ${violations} violations`,
  );
}
