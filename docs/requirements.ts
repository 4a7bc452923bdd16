import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TESTS = fileURLToPath(new URL("../test", import.meta.url));
const RULES = new URL("requirements.md", import.meta.url);

/** A rule of `requirements.md`, and the tests whose titles name it. */
export interface Requirement {
  readonly id: string;
  readonly rule: string;
  /** Where it can be proved; only what `core` can prove has to be, now. */
  readonly proof: string;
  readonly tests: readonly Title[];
}

/** What a test is called, and in which file. */
export interface Title {
  readonly file: string;
  readonly title: string;
}

/** Every rule, with what proves it. */
export function requirements(rules = readFileSync(RULES, "utf8"), titles = testTitles()): Requirement[] {
  return [...rules.matchAll(/^\| ([A-Z]\d+) \| (.+) \| (.+) \|$/gm)].map(([, id = "", rule = "", proof = ""]) => ({
    id,
    rule,
    proof,
    tests: titles.filter(({ title }) => title.includes(`[${id}]`)),
  }));
}

/** What is missing, one line each: rules of the core without a test, and tests of rules that nobody has written down. */
export function gaps(rules: readonly Requirement[], titles = testTitles()): string[] {
  const known = new Set(rules.map(({ id }) => id));
  const unproved = rules.filter(({ proof, tests }) => /^core\b/.test(proof) && tests.length === 0);
  const unknown = titles.flatMap(({ file, title }) => idsIn(title).map((id) => ({ id, file, title })));
  return [
    ...unproved.map(({ id, rule }) => `${id} has no test: ${rule}`),
    ...unknown.filter(({ id }) => !known.has(id)).map(({ id, file, title }) => `${id} is no rule: ${file}, "${title}"`),
  ];
}

/** All titles of tests that name a rule, by file. */
export function testTitles(): Title[] {
  const files = readdirSync(TESTS, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));
  return files.toSorted().flatMap((file) => titlesIn(readFileSync(join(TESTS, file), "utf8"), `test/${file}`));
}

/**
 * The titles in a test file that name a rule: first arguments of a call that are strings, and first cells of the rows of a
 * `test.each` whose title is `%s`.
 */
export function titlesIn(source: string, file: string): Title[] {
  return [...source.matchAll(/[([]\s*(["'`])((?:\\.|(?!\1)[^\\])*?)\1\s*,/g)]
    .map(([, , title = ""]) => ({ file, title }))
    .filter(({ title }) => idsIn(title).length > 0);
}

function idsIn(title: string): string[] {
  return [...title.matchAll(/\[([A-Z]\d+)\]/g)].map(([, id = ""]) => id);
}

/** The table, as text: a rule, then its tests. */
export function report(rules: readonly Requirement[]): string {
  return rules.map(({ id, rule, proof, tests }) => [head(id, rule, proof), ...tests.map(line)].join("\n")).join("\n");
}

function head(id: string, rule: string, proof: string): string {
  return `${id.padEnd(4)}${rule}${proof === "core" ? "" : ` (${proof})`}`;
}

function line({ file, title }: Title): string {
  return `      ${file}: ${title}`;
}

if (import.meta.main) {
  const rules = requirements();
  const missing = gaps(rules);
  const proved = rules.filter(({ tests }) => tests.length > 0);
  console.log(report(rules));
  console.log(`\n${proved.length} of ${rules.length} rules are named by a test.`);
  for (const gap of missing) console.log(`Gap: ${gap}`);
  if (process.argv.includes("--strict") && missing.length > 0) process.exitCode = 1;
}
