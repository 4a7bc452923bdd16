import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const BUILDS = join(root, "local/dist");

/** All that the built page is made of; what is installed is named by the lockfile. */
const SOURCES = ["web/index.html", "web/*.{ts,json}", "web/src/**", "client/*.{ts,json}", "package-lock.json"];

/**
 * The folder of the page as `npm start` serves it: that of a deployment, and the bar. It is named by what it was made of, so
 * that it is built where anything has changed and at no other time; two who build it at once do not disturb each other.
 * @param onBuild is called before it is built, which takes some seconds.
 */
export async function builtPage(onBuild?: () => void): Promise<string> {
  const folder = join(BUILDS, hashOf(SOURCES));
  if (existsSync(folder)) return folder;
  onBuild?.();
  const scratch = `${folder}.${process.pid}`;
  await buildPage(scratch, [bar]);
  for (const old of readdirSync(BUILDS).filter((name) => !name.includes("."))) rmSync(join(BUILDS, old), whole);
  try {
    renameSync(scratch, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(scratch, whole);
  }
  return folder;
}

/** Only whoever builds needs Vite. */
async function buildPage(outDir: string, plugins: Plugin[]): Promise<void> {
  const { build } = await import("vite");
  mkdirSync(outDir, { recursive: true });
  await build({ root: join(root, "web"), logLevel: "error", plugins, build: { outDir, emptyOutDir: true } });
}

const whole = { recursive: true, force: true } as const;

/** A second script, which nothing of the page imports: the page that is deployed has no bar. */
const bar: Plugin = {
  name: "passbook:bar",
  transformIndexHtml: {
    order: "pre",
    handler: () => [{ tag: "script", attrs: { type: "module", src: "./src/local/main.tsx" }, injectTo: "head" }],
  },
};

function hashOf(patterns: readonly string[]): string {
  const hash = createHash("sha256");
  const files = globSync(patterns, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files.map(({ parentPath, name }) => join(parentPath, name)).toSorted())
    hash.update(file.slice(root.length)).update("\0").update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}
