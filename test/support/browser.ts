import chromium from "@sparticuz/chromium";
import { type Browser, type LaunchOptions, chromium as pw } from "playwright-core";

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

/** A real browser, or, where none starts, what became of each try. */
export async function startBrowser(): Promise<{ readonly browser: Browser } | { readonly missing: string }> {
  const tried: string[] = [];
  for (const { name, options } of WAYS) {
    try {
      return { browser: await pw.launch({ headless: true, ...(await options()) }) };
    } catch (error) {
      tried.push(`${name}: ${String(error).split("\n", 1)[0]}`);
    }
  }
  return { missing: `No browser starts here, so its tests are skipped.\n${tried.join("\n")}` };
}
