import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// A process of its own, as a cold start is one: loads a bundle, calls its handler once, and prints how long both took.

const [bundle = "", event = ""] = process.argv.slice(2);
const given: unknown = JSON.parse(readFileSync(event, "utf8"));
const begun = performance.now();
const { handler } = (await import(pathToFileURL(bundle).href)) as {
  handler: (event: unknown, context: object) => Promise<{ statusCode: number; body: string }>;
};
const { statusCode, body } = await handler(given, { getRemainingTimeInMillis: () => 10_000 });
const took = performance.now() - begun;
if (statusCode >= 300) throw new Error(`${bundle} answered ${statusCode}: ${body}`);
console.log(JSON.stringify(took));
