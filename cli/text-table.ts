/** Columns under their heads; numbers to the right. Nothing that a terminal would take for a command. */
export function textTable(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => printable(cell === null ? "–" : String(cell))));
  const isNumeric = head.map((_, n) => rows.length > 0 && rows.every((row) => typeof row[n] === "number"));
  const widths = head.map((name, n) => Math.max(name.length, ...cells.map((row) => row[n]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, n) => (isNumeric[n] ? cell.padStart(widths[n] ?? 0) : cell.padEnd(widths[n] ?? 0)))
      .join("  ")
      .trimEnd();
  return [head, widths.map((width) => "-".repeat(width)), ...cells].map(line).join("\n");
}

/** A token's subject may hold anything. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "\uFFFD");
}

/** `2026-01-31 12:00` */
export function shortInstant(iso: string | null): string {
  return iso === null ? "never" : iso.slice(0, 16).replace("T", " ");
}

export function signedText(credits: number): string {
  return credits > 0 ? `+${credits}` : String(credits);
}
