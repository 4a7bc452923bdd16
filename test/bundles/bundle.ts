import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What SST puts before every bundle. */
const banner = [
  "import { createRequire as topLevelCreateRequire } from 'module';",
  "const require = topLevelCreateRequire(import.meta.url);",
  'import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"',
  "const __filename = topLevelFileUrlToPath(import.meta.url)",
  'const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))',
];

/** How SST 4 bundles a function of ours (pkg/runtime/node/build.go): it is its own program that does it, and needs an account. */
const asDeployed = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "esnext",
  mainFields: ["module", "main"],
  keepNames: true,
  sourcemap: false,
  external: ["sharp", "pg-native"],
  banner: { js: banner.join("\n") },
  logLevel: "error",
} satisfies BuildOptions;

/** What would be deployed of functions, by name: each a module of its own. */
export async function bundlesOf(names: readonly string[]): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    ...asDeployed,
    entryPoints: Object.fromEntries(names.map((name) => [name, `functions/${name}.ts`])),
    outdir: "bundles",
    outExtension: { ".js": ".mjs" },
    write: false,
  });
  return new Map(outputFiles.map(({ path, text }) => [basename(path, ".mjs"), text]));
}

/** Held against SST's own program: a newer one may do it in another way. */
export const sstBanner: readonly string[] = banner;
