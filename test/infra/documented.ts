import { readFileSync } from "node:fs";

/** A row of the table in `docs/infrastructure.md`: what a function may touch. */
export interface Row {
  readonly name: string;
  readonly allowed: readonly string[];
  readonly links: readonly string[];
}

const DOCUMENT = new URL("../../docs/infrastructure.md", import.meta.url);

export function documented(): Row[] {
  const [, table = ""] = /^## What each function may touch$(.*?)^## /ms.exec(readFileSync(DOCUMENT, "utf8")) ?? [];
  const rows = table.matchAll(/^\| `([a-z-]+)` \| (.*) \| (.*) \|$/gm);
  return [...rows].map(([, name = "", allowed = "", links = ""]) => ({
    name,
    allowed: listed(allowed),
    links: listed(links),
  }));
}

const listed = (cell: string): string[] => (cell.trim() === "–" ? [] : cell.split(",").map((part) => part.trim()));
