import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSite } from "../../local/gateway/site.ts";
import { freshFolder, openGateway } from "./open-gateway.ts";

/** A built page: its document, and a script that is named by its content. */
function builtSite() {
  const folder = freshFolder();
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<title>The page</title>");
  writeFileSync(join(folder, "assets/index-a1.js"), "export {}");
  writeFileSync(join(folder, "open"), "in the way of a route");
  return openSite(folder);
}

describe("where there is no route the gateway shows the page", () => {
  it.each([
    ["/", "text/html; charset=utf-8", "no-cache", "<title>The page</title>"],
    ["/?checkout=success", "text/html; charset=utf-8", "no-cache", "<title>The page</title>"],
    ["/assets/index-a1.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "export {}"],
  ])("GET %s", async (path, type, caching, text) => {
    const { url } = await openGateway(undefined, { site: builtSite() });
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("cache-control")).toBe(caching);
    expect(await response.text()).toBe(text);
  });

  it.each([
    ["GET", "/nowhere.js"],
    ["GET", "/assets"],
    ["GET", "/../package.json"],
    ["POST", "/"],
  ])("but not for %s %s", async (method, path) => {
    const { url } = await openGateway(undefined, { site: builtSite() });
    expect((await fetch(url + path, { method })).status).toBe(404);
  });

  it("and a route is never hidden by a file", async () => {
    const { url, events } = await openGateway(undefined, { site: builtSite() });
    await fetch(`${url}/open`);
    expect(events).toHaveLength(1);
  });
});
