import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

// `page-build.ts` runs this in a process of its own: whoever serves the page has no more use for Vite.

/** A second script, which nothing of the page imports: the page that is deployed has no bar. */
const bar: Plugin = {
  name: "passbook:bar",
  transformIndexHtml: {
    order: "pre",
    handler: () => [{ tag: "script", attrs: { type: "module", src: "./src/local/main.tsx" }, injectTo: "head" }],
  },
};

await build({
  root: fileURLToPath(new URL("../web", import.meta.url)),
  logLevel: "error",
  plugins: [bar],
  build: { outDir: process.argv[2] ?? "", emptyOutDir: true },
});
