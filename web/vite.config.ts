import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

/** What `npm start` answers and a page of the same origin asks for. */
const API = ["/accounts", "/catalog", "/local"];

export default defineConfig(({ mode }) => {
  const { PASSBOOK_URL: target = "http://127.0.0.1:4000" } = loadEnv(mode, ".", "PASSBOOK_");
  const proxy = Object.fromEntries(API.map((path) => [path, { target }]));
  return {
    // Wherever the page is put, its files lie beside it.
    base: "./",
    plugins: [react()],
    server: { proxy },
    preview: { proxy },
    build: { target: "es2023", modulePreload: false },
  };
});
