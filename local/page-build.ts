import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const BUILDS = join(root, "local/dist");

/** All that the built page is made of; what is installed is named by the lockfile. */
const SOURCES = [
  "web/index.html",
  "web/*.{ts,json}",
  "web/src/**",
  "client/*.{ts,json}",
  "local/vite-build.ts",
  "package-lock.json",
];

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
  await viteBuild(scratch);
  for (const old of readdirSync(BUILDS).filter((name) => !name.includes("."))) rmSync(join(BUILDS, old), whole);
  try {
    renameSync(scratch, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(scratch, whole);
  }
  return folder;
}

const whole = { recursive: true, force: true } as const;

async function viteBuild(outDir: string): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  const script = join(root, "local/vite-build.ts");
  // As for a deployment, wherever it is asked for: a test says something else here.
  const env = { ...process.env, NODE_ENV: "production" };
  await promisify(execFile)(process.execPath, [script, outDir], { env });
}

function hashOf(patterns: readonly string[]): string {
  const hash = createHash("sha256");
  const files = globSync(patterns, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files.map(({ parentPath, name }) => join(parentPath, name)).toSorted())
    hash.update(file.slice(root.length)).update("\0").update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}
