import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

const FILE = new URL("results.md", import.meta.url);

/** Puts a benchmark's table under its heading in `bench/results.md`, in the place of the one before, and prints it. */
export function report(name: string, lines: readonly string[]): void {
  const section = [`<!-- ${name} -->`, `## ${name}`, "", machine(), "", ...lines, `<!-- /${name} -->`].join("\n");
  const before = existsSync(FILE)
    ? readFileSync(FILE, "utf8")
    : "# Benchmarks\n\nRatios count; the absolute numbers are those of the machine named.\n";
  const old = new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`);
  writeFileSync(FILE, old.test(before) ? before.replace(old, () => section) : `${before}\n${section}\n`);
  console.log(section);
}

function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim()}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
}

/** A Markdown table; numbers are set to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const numeric = head.map((_, column) => rows.every((row) => typeof row[column] === "number"));
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(numeric.map((isNumber) => (isNumber ? "---:" : "---"))), ...rows.map(line)];
}
