import { createServer } from "node:http";
import { extname } from "node:path";
import react from "@vitejs/plugin-react";
import { build, type Rolldown } from "vite";
import { close, listen } from "../../local/http.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** A page of this repository as its visitors get it: built by Vite, and served from memory. */
export async function builtPage(root: URL) {
  const built = (await build({
    root: root.pathname,
    configFile: false,
    logLevel: "error",
    plugins: [react()],
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  const files = new Map(
    built.output.map((part) => [`/${part.fileName}`, part.type === "chunk" ? part.code : part.source]),
  );
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://page");
    const file = pathname === "/" ? "/index.html" : pathname;
    const content = files.get(file);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(content === undefined ? 404 : 200, { "content-type": type }).end(content);
  });
  const url = await listen(server, 0);
  return { url, close: () => close(server) };
}
