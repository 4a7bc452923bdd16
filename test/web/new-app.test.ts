import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { theBrowser } from "../support/browser.ts";
import { builtPage } from "../support/built-page.ts";
import { openStage } from "../support/story/stage.ts";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const browser = await theBrowser();
afterAll(() => browser?.close());

describe("docs/guides/frontend.md", () => {
  it.each(["src/image-button.tsx", "src/main.tsx", "src/session.ts"])("shows %s as it is tried here", (file) => {
    expect(read("../../docs/guides/frontend.md")).toContain(`\n${read(`new-app/${file}`)}\`\`\``);
  });

  it("adds the balance and a button that spends in ten lines", () => {
    const [, component = ""] = read("new-app/src/image-button.tsx").split("\n\n");
    expect(component.trimEnd().split("\n")).toHaveLength(10);
  });
});

it.skipIf(!browser)(
  "[O13] a new app shows what it costs, spends it once for a press, and stops where too little is left",
  async () => {
    const stage = await openStage("omnia");
    vi.stubEnv("VITE_PASSBOOK_URL", stage.api);
    const app = await builtPage(new URL("./new-app", import.meta.url));
    const page = await browser?.newPage();
    if (!page) return;
    await page.goto(app.url);
    for (const left of [50, 40, 30, 20, 10])
      await page.getByRole("button", { name: `An image for 10 of your ${left} credits` }).click();
    const empty = page.getByRole("button", { name: "An image for 10 of your 0 credits" });
    await empty.waitFor();
    await expect.poll(() => empty.isDisabled()).toBe(true);
    await page.close();
    await app.close();
  },
  60_000,
);
