import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import Stripe from "stripe";
import { version } from "typescript";
import type { Definitions } from "./json-schema.ts";
import { readTypes } from "./read-types.ts";

const folder = new URL(".", import.meta.url);
const cache = new URL("../../../node_modules/.cache/passbook/", import.meta.url);

/** What Stripe's types say, kept until the package, the compiler or this folder is another. */
export function stripeSchemas(): Definitions {
  const file = new URL(`stripe-schemas-${fingerprint()}.json`, cache);
  const kept = read(file);
  if (kept) return kept;
  const definitions = readTypes();
  mkdirSync(cache, { recursive: true });
  // Several may be at it at once; each writes a file of its own, and the last one stays.
  const draft = new URL(`${process.pid}.new`, cache);
  writeFileSync(draft, JSON.stringify(definitions));
  renameSync(draft, file);
  return definitions;
}

function read(file: URL): Definitions | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Definitions;
  } catch {
    return undefined;
  }
}

function fingerprint(): string {
  const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
  const hash = createHash("sha256").update(JSON.stringify([Stripe.PACKAGE_VERSION, version, ...sources]));
  return hash.digest("hex").slice(0, 16);
}

if (import.meta.main) console.log(JSON.stringify(stripeSchemas(), null, 2));
