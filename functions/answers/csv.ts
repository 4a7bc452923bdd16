import type { entryAnswer } from "./entry.ts";

type Line = ReturnType<typeof entryAnswer>;

const COLUMNS = [
  "seq",
  "at",
  "occurredAt",
  "type",
  "source",
  "credits",
  "balance",
  "reason",
  "member",
  "by",
  "ref",
  "policy",
  "id",
] as const satisfies readonly (keyof Line | "member")[];

/** A page of the statement for a spreadsheet (RFC 4180): a header, a line for each entry, every line with its end. */
export function statementCsv(lines: readonly Line[]): string {
  const rows = lines.map((line) =>
    COLUMNS.map((column) => cell(column === "ref" ? referenceText(line.ref) : line[column])),
  );
  return [COLUMNS, ...rows].map((row) => `${row.join()}\r\n`).join("");
}

/** What an entry refers to, in one cell. */
function referenceText(ref: Line["ref"]): string {
  const texts = Object.entries(ref).map(
    ([name, value]) => `${name}=${typeof value === "object" ? JSON.stringify(value) : value}`,
  );
  return texts.join("; ");
}

/** What a spreadsheet would take for a formula (OWASP, CSV injection), full-width signs among it. */
const FORMULA = /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/** A number as it is; of a text that would be a formula an apostrophe makes a text. */
function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$|^'/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
