import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { routes } from "../../functions/routes.ts";

// A cold start is mostly the loading of code. `bench/bundles.ts` says how much there is of it, and how long that takes.

/** The packages whose code a function's bundle would carry. */
async function packagesOf(verb: string): Promise<Set<string>> {
  const { metafile } = await build({
    absWorkingDir: fileURLToPath(new URL("../..", import.meta.url)),
    entryPoints: [`functions/${verb}.ts`],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    metafile: true,
    logLevel: "error",
  });
  const carried = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const named = carried.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? "");
  return new Set(named.filter(Boolean));
}

/** Who speaks to Stripe carries its client. */
const BUYING = new Set<string>(["stripe-webhook", "checkout", "portal", "change-plan", "cancel", "resume"]);

describe("What is deployed", () => {
  const verbs = [...new Set(routes.map((route) => route.function))];

  it.each(verbs.filter((verb) => !BUYING.has(verb)))("%s carries neither Stripe's client nor jose", async (verb) => {
    const packages = await packagesOf(verb);
    expect(packages).not.toContain("stripe");
    expect(packages).not.toContain("jose");
  });

  it("is as measured: the webhook does carry Stripe's client", async () => {
    expect(await packagesOf("stripe-webhook")).toContain("stripe");
  });
});
