import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type Stripe from "stripe";

// Real and official payloads that belong to others: they lie beside the repository and are read, never copied into it.

const folder = fileURLToPath(new URL("../../../shared/fixtures/stripe/", import.meta.url));

export const hasFixtures = existsSync(folder);

/** For the title of a suite that needs them. */
export const beside = hasFixtures ? "" : " (skipped: there is no ../shared/fixtures beside the repository)";

/** Whole events, by file name. */
export function eventsIn(kind: "events-endive" | "events-2020"): Map<string, Stripe.Event> {
  return new Map(filesIn(kind).map((name) => [name, read(kind, name) as Stripe.Event]));
}

/** Objects as Stripe's test mode really answered them, by file name. */
export function recorded(): Map<string, unknown> {
  return new Map(filesIn("recorded").map((name) => [name, (read("recorded", name) as { object: unknown }).object]));
}

/** The invoices among them. */
export function recordedInvoices(): Map<string, Stripe.Invoice> {
  const invoices = [...recorded()].filter(([name]) => name.startsWith("invoice.paid."));
  return new Map(invoices as [string, Stripe.Invoice][]);
}

function filesIn(kind: string): string[] {
  if (!hasFixtures) return [];
  const names = readdirSync(`${folder}${kind}`).filter((name) => name !== "INDEX.json");
  return names.map((name) => name.replace(/\.json$/, ""));
}

function read(kind: string, name: string): unknown {
  return JSON.parse(readFileSync(`${folder}${kind}/${name}.json`, "utf8"));
}
