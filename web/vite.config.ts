import jsx from "@vitejs/plugin-react";
import { defineConfig, loadEnv, type Plugin } from "vite";

/** What `npm start` answers and a page of the same origin asks for. */
const API = ["/accounts", "/catalog", "/local"];

/** All styles are one file, and no script is fetched before it is asked for: to import a chunk is to import it. */
const plainImports: Plugin = {
  name: "plain-imports",
  enforce: "pre",
  apply: "build",
  load: (id) => (id.includes("vite/preload-helper") ? "export const __vitePreload = (load) => load();" : undefined),
};

/** In one file that a new version of the page leaves as it is; in the entry it would be beside it in parts. */
const react = { name: "react", test: /node_modules\/(react|react-dom|scheduler)\// };

export default defineConfig(({ command, mode }) => {
  const { PASSBOOK_URL: target = "http://127.0.0.1:4000" } = loadEnv(mode, ".", "PASSBOOK_");
  const proxy = Object.fromEntries(API.map((path) => [path, { target }]));
  return {
    // Wherever the page is put, its files lie beside it.
    base: "./",
    plugins: [jsx(), plainImports],
    // Nobody looks at the components of the built page: without the way to do so it is 0.4 kB smaller.
    define: command === "build" ? { __REACT_DEVTOOLS_GLOBAL_HOOK__: "undefined" } : {},
    server: { proxy },
    preview: { proxy },
    // What comes later comes when it is asked for.
    build: {
      target: "es2023",
      modulePreload: false,
      rolldownOptions: { output: { codeSplitting: { groups: [react] } } },
    },
  };
});
