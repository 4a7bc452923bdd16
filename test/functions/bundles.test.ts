import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { routes } from "../../functions/routes.ts";

// A cold start is mostly the loading of code. `bench/bundles.ts` says how much there is of it, and how long that takes.

/** The files whose code a function's bundle would carry. */
async function filesOf(verb: string): Promise<string[]> {
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
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
}

/** The packages that they are of. */
async function packagesOf(verb: string): Promise<Set<string>> {
  const named = (await filesOf(verb)).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? "");
  return new Set(named.filter(Boolean));
}

/** Who speaks to Stripe carries its client. */
const BUYING = new Set<string>(["stripe-webhook", "checkout", "portal", "plan", "cancel", "resume"]);

/** Who puts events on the bus carries EventBridge's client. */
const TELLING = ["announce", "sweep"];

describe("What is deployed", () => {
  const verbs = [...new Set(routes.map((route) => route.function))];

  it.each([...verbs.filter((verb) => !BUYING.has(verb)), ...TELLING])(
    "%s carries neither Stripe's client nor jose",
    async (verb) => {
      const packages = await packagesOf(verb);
      expect(packages).not.toContain("stripe");
      expect(packages).not.toContain("jose");
    },
  );

  it.each(verbs)("%s carries nothing of what only describes it", async (verb) => {
    const describing = /^functions\/contract\/(?:answers|document|verbs|verb-contract)/;
    expect((await filesOf(verb)).filter((path) => describing.test(path))).toEqual([]);
  });

  it("only who tells others carries the client of the bus", async () => {
    const client = "@aws-sdk/client-eventbridge";
    for (const name of TELLING) expect(await packagesOf(name)).toContain(client);
    for (const verb of ["spend", "stripe-webhook"]) expect(await packagesOf(verb)).not.toContain(client);
  });

  it("the document is answered without the schemas that it is made of", async () => {
    expect(await packagesOf("openapi")).not.toContain("zod");
    expect(await filesOf("openapi")).toContain("functions/openapi.json");
  });

  it("is as measured: the webhook does carry Stripe's client", async () => {
    expect(await packagesOf("stripe-webhook")).toContain("stripe");
  });
});
