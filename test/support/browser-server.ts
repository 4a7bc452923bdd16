import chromium from "@sparticuz/chromium";
import { type BrowserServer, type LaunchOptions, chromium as pw } from "playwright-core";
import type { TestProject } from "vitest/node";
import { builtPage } from "../../local/page-build.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the browser of this run listens; or, where none starts, what became of each try. */
    browser: { readonly endpoint: string } | { readonly missing: string };
    /** The folder of the page, built as `npm start` serves it. */
    page: string;
  }
}

/** A way to a browser; the first that starts is taken. */
interface Way {
  readonly name: string;
  readonly options: () => LaunchOptions | Promise<LaunchOptions>;
}

const at = (name: string, executablePath: string): Way => ({ name, options: () => ({ executablePath }) });
const own = process.env["CHROMIUM_PATH"];

const WAYS: readonly Way[] = [
  ...(own ? [at("CHROMIUM_PATH", own)] : []),
  { name: "Chrome", options: () => ({ channel: "chrome" }) },
  at("Chromium", "/usr/bin/chromium"),
  at("Chromium", "/usr/bin/chromium-browser"),
  at("Chromium", "/Applications/Chromium.app/Contents/MacOS/Chromium"),
  // Without the arguments that it recommends: they are for Lambda, where all is one process, and let any page read any other.
  { name: "@sparticuz/chromium", options: async () => ({ executablePath: await chromium.executablePath() }) },
];

/** One browser and one build of the page for all tests of a run that show it. */
export default async function setup(project: TestProject) {
  // A page that can't be built is told before there is a browser that would have to be ended.
  const page = await builtPage();
  const started = await startServer();
  project.provide("page", page);
  if ("missing" in started) {
    console.warn(started.missing);
    project.provide("browser", started);
    return () => {};
  }
  const { server } = started;
  project.provide("browser", { endpoint: server.wsEndpoint() });
  return () => server.close();
}

async function startServer(): Promise<{ readonly server: BrowserServer } | { readonly missing: string }> {
  const tried: string[] = [];
  for (const { name, options } of WAYS) {
    try {
      return { server: await pw.launchServer({ headless: true, ...(await options()) }) };
    } catch (error) {
      tried.push(`${name}: ${String(error).split("\n", 1)[0]}`);
    }
  }
  return { missing: `No browser starts here, so its tests are skipped.\n${tried.join("\n")}` };
}
