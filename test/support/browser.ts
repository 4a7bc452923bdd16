import { type Browser, chromium } from "playwright-core";
import { inject } from "vitest";

/** The browser of this run, which has already started; `undefined` where none does, and then its tests are skipped. */
export async function theBrowser(): Promise<Browser | undefined> {
  const where = inject("browser");
  return "endpoint" in where ? await chromium.connect(where.endpoint) : undefined;
}
