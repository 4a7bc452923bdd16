import { readFileSync } from "node:fs";

/** Commands that stand together in a page. */
export interface Block {
  /** Its page, heading and first command. */
  readonly title: string;
  /** What it can't be tried without, as its first line says; absent: a test runs it. */
  readonly needs: string | undefined;
  readonly commands: string;
  /** CI runs them, each by itself. */
  readonly isOfCi: boolean;
}

/** A page for people, taken apart. */
export interface Guide {
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Where its links lead: a file, from `docs/`, and a heading in it. */
  readonly links: readonly (readonly [file: string, anchor: string | undefined])[];
}

export const root = new URL("../../", import.meta.url);

export const text = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** The names that something gives in a text, each once. */
export const named = (source: string, pattern: RegExp): string[] => [
  ...new Set([...source.matchAll(pattern)].map(([, name = ""]) => name)),
];

function guide(name: string): Guide {
  const page = text(`docs/${name}`);
  return { name, text: page, blocks: blocksIn(name, page), links: linksIn(name, page) };
}

function blocksIn(name: string, page: string): Block[] {
  return [...page.matchAll(/^( *)```sh\n([^]*?)^\1```$/gm)].map(({ index, 1: indent = "", 2: inside = "" }) => {
    const commands = inside.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    const heading =
      page
        .slice(0, index)
        .match(/^#+ .*$/gm)
        ?.at(-1) ?? "";
    const first = commands.split("\n").find((line) => !line.startsWith("#"));
    const title = `${name}, ${heading.replace(/^#+ /, "")}: ${first}`;
    return { title, needs: /^# needs (.+)$/m.exec(commands)?.[1], commands, isOfCi: isOfCi(commands) };
  });
}

/** The commands of a block, one a line, without what is said beside them. */
export function linesOf(commands: string): string[] {
  const lines = commands.replaceAll(/\\\n\s*/g, "").split("\n");
  return lines.map((line) => line.replace(/ +#.*$/, "").trim()).filter((line) => line !== "" && !line.startsWith("#"));
}

function isOfCi(commands: string): boolean {
  const ci = text(".ci/run").split("\n");
  return linesOf(commands).every((line) => ci.includes(line));
}

function linksIn(name: string, page: string): [string, string | undefined][] {
  const targets = [...page.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target = ""]) => target.split("#"));
  return targets.map(([file, anchor]) => [file || name, anchor]);
}

/** The anchors of a page, as GitHub makes them of its headings. */
export function anchorsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

export const guides: readonly Guide[] = ["deploy.md", "operate.md"].map(guide);
export const blocks: readonly Block[] = guides.flatMap((page) => page.blocks);
