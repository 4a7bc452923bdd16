import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build as bundled, type Plugin } from "esbuild";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const platform = join(root, ".sst", "platform");

/** A resource as it was declared: its type and name in Pulumi, and what was asked for. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** One source file, as it would read after somebody has changed it. */
export interface Change {
  /** From the root of the repository. */
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

/** Whether SST's components of the version in use are there; `npm run test:infra` installs them. */
export const isInstalled = versionOf(join(platform, "version")) === sstVersion();

function sstVersion(): string {
  const text = readFileSync(join(root, "node_modules", "sst", "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

function versionOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

/**
 * All that `infra/` declares for a stage: SST's own components run over Pulumi's mocks, in a process of their own.
 * @param settings what `.env.<stage>` would say.
 * @throws what the infrastructure itself throws.
 */
export async function declare(
  stage: string,
  settings: Readonly<Record<string, string>>,
  { change, hasPage = false }: { readonly change?: Change; readonly hasPage?: boolean } = {},
): Promise<Declared[]> {
  const folder = mkdtempSync(join(tmpdir(), "passbook-infra-"));
  try {
    if (hasPage) writePage(join(folder, "web"));
    const program = join(folder, "program.mjs");
    mkdirSync(join(folder, "bundle"));
    writeFileSync(join(folder, "bundle", "index.mjs"), "export const handler = async () => ({});\n");
    await bundle(program, change);
    const { stdout } = await promisify(execFile)(process.execPath, [program], {
      cwd: folder, // SST's root, where a page may be
      maxBuffer: 64_000_000,
      timeout: 120_000,
      env: {
        PATH: process.env["PATH"],
        NODE_COMPILE_CACHE: join(tmpdir(), "passbook-infra-compiled"), // most of the time is the loading of Pulumi
        DECLARE: JSON.stringify({ stage, platform, folder }),
        ...settings,
      },
    });
    return JSON.parse(stdout) as Declared[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A page, before it is built and after: SST looks for both. */
function writePage(folder: string): void {
  mkdirSync(join(folder, "dist"), { recursive: true });
  for (const file of ["index.html", "dist/index.html"]) writeFileSync(join(folder, file), "<!doctype html>");
}

/** As SST bundles a config: its components and ours in one module, the packages left to its platform. */
async function bundle(outfile: string, change: Change | undefined): Promise<void> {
  await bundled({
    absWorkingDir: root,
    entryPoints: [join(root, "test", "infra", "recording", "program.mjs")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    logLevel: "error",
    banner: { js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);' },
    plugins: [fromPlatform, ...(change ? [changed(change)] : [])],
  });
}

const fromPlatform: Plugin = {
  name: "packages of SST's platform",
  setup(build) {
    build.onResolve({ filter: /^sst-components$/ }, () => ({ path: join(platform, "src", "components", "index.ts") }));
    build.onResolve({ filter: /^passbook-infra$/ }, () => ({ path: join(root, "infra", "passbook.ts") }));
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, pluginData }) => {
      if (kind === "entry-point" || path.startsWith("node:") || pluginData === "seen") return undefined;
      const found = await build.resolve(path, { kind, resolveDir: platform, pluginData: "seen" });
      return found.errors.length > 0 || found.external
        ? { path, external: true }
        : { path: found.path, external: true };
    });
  },
};

/** @throws the change changes nothing: a law that it was to break has not been tried. */
function changed({ file, from, to }: Change): Plugin {
  return {
    name: "what somebody has changed",
    setup(build) {
      const path = join(root, file);
      build.onLoad({ filter: /\.ts$/ }, async (loaded) => {
        if (loaded.path !== path) return undefined;
        const text = await readFile(path, "utf8");
        const contents = text.replace(from, to);
        if (contents === text) throw new Error(`${file} has no ${String(from)}`);
        return { contents, loader: "ts" };
      });
    },
  };
}
