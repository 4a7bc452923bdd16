import { readFileSync, writeFileSync } from "node:fs";
import { LOOKED_UP, PRICES, REGION } from "./prices.ts";
import { counted, month, SUBSCRIBERS, spend, times, type Usage } from "./usage.ts";

// `npm run costs` writes what a stage costs into `docs/deploy.md`: measured capacity × published prices, line by line.

export const COSTS_PAGE = new URL("deploy.md", import.meta.url);

const MILLION = 1_000_000;

/** The page with the tables of now. */
export function costsPage(page = readFileSync(COSTS_PAGE, "utf8")): string {
  const tables = `${sources()}\n${ofSpends()}\n${ofMonth()}`;
  return page.replace(/(?<=<!-- costs -->\n\n)[^]*(?=\n<!-- \/costs -->)/, () => tables);
}

/** US dollars. */
export function dollarsOf(usage: Usage): number {
  return counted(usage).reduce((sum, [what, count]) => sum + (count * PRICES[what].dollars) / PRICES[what].per, 0);
}

function sources(): string {
  const links = [...new Set(Object.values(PRICES).map(({ source }) => source))].map((url) => {
    const [, service = ""] = /aws\.amazon\.com\/([\w-]+)/.exec(url) ?? [];
    return `[${service}](${url})`;
  });
  return `Prices of ${REGION} as price lists quoted them on ${LOOKED_UP}, nothing free taken off; AWS's own pages are what counts: ${links.join(", ")}.\n`;
}

function ofSpends(): string {
  const all = times(MILLION, spend());
  const lines = counted(all).map(([what, count]) => {
    const { unit, dollars, per } = PRICES[what];
    return `| ${amount(count)} ${unit} | ${dollars}${per === MILLION ? " a million" : ""} | ${cents(dollarsOf({ [what]: count }))} |`;
  });
  return table("A million spends | at $ | $", lines, `| | **${cents(dollarsOf(all))}** |`);
}

function ofMonth(): string {
  const parts = month().map(([what, usage]) => [what, dollarsOf(usage)] as const);
  const lines = parts.map(([what, dollars]) => `| ${what} | ${cents(dollars)} |`);
  const all = parts.reduce((sum, [, dollars]) => sum + dollars, 0);
  return table(`${amount(SUBSCRIBERS)} subscribers, a month | $`, lines, `| **${cents(all)}** |`);
}

function table(head: string, lines: readonly string[], last: string): string {
  const rule = head.split(" | ").map((_, column) => (column === 0 ? "---" : "---:"));
  return `| ${head} |\n| ${rule.join(" | ")} |\n${lines.join("\n")}\n| **together** ${last}\n`;
}

const cents = (dollars: number) => dollars.toFixed(2);
const amount = (count: number) => count.toLocaleString("en", { maximumFractionDigits: count < 100 ? 2 : 0 });

if (import.meta.main) writeFileSync(COSTS_PAGE, costsPage());
