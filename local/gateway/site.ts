import { globSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Reply } from "./reply.ts";

/** What is answered where no route is; `undefined`: there is no such file either. */
export type Site = (path: string) => Reply | undefined;

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The files of a folder, as a static site has them. All of it is read now: whoever builds anew takes nothing from under it. */
export function openSite(folder: string): Site {
  const files = globSync("**/*.*", { cwd: folder }).map((file): [string, Reply] => {
    // Vite names what is in `assets` by its content.
    const isNamedByContent = file.startsWith("assets");
    const headers = {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "cache-control": isNamedByContent ? "public, max-age=31536000, immutable" : "no-cache",
    };
    return [`/${file.replaceAll("\\", "/")}`, { status: 200, headers, body: readFileSync(join(folder, file)) }];
  });
  const byPath = new Map(files);
  return (path) => byPath.get(path === "/" ? "/index.html" : path);
}
