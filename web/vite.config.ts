import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

/** What `npm start` answers and a page of the same origin asks for. */
const API = ["/accounts", "/catalog", "/local"];

export default defineConfig(({ command, mode }) => {
  const { PASSBOOK_URL: target = "http://127.0.0.1:4000" } = loadEnv(mode, ".", "PASSBOOK_");
  const proxy = Object.fromEntries(API.map((path) => [path, { target }]));
  return {
    // Wherever the page is put, its files lie beside it.
    base: "./",
    plugins: [react()],
    // Nobody looks at the components of the built page: without the way to do so it is 0.4 kB smaller.
    define: command === "build" ? { __REACT_DEVTOOLS_GLOBAL_HOOK__: "undefined" } : {},
    server: { proxy },
    preview: { proxy },
    // What comes later comes when it is asked for.
    build: { target: "es2023", modulePreload: false },
  };
});
