import AxeBuilder from "@axe-core/playwright";
import { expect } from "vitest";
import type { Visitor } from "./visitor.ts";

/** Git does not keep it. */
const FOLDER = new URL("../../../reports/screenshots/", import.meta.url).pathname;

const THEMES = ["light", "dark"] as const;
const WIDTHS = [1440, 360] as const;
const HEIGHT = 900;

/**
 * What the page looks like, in both themes, wide and narrow: a picture of each, nothing that axe objects to, and nothing that
 * stands out at the side.
 */
export async function looksRight({ page }: Pick<Visitor, "page">, name: string): Promise<void> {
  // What lies behind a dialog is not what is looked at.
  const fullPage = (await page.getByRole("dialog").count()) === 0;
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.screenshot({
        path: `${FOLDER}${name}-${width}-${colorScheme}.png`,
        fullPage,
        animations: "disabled",
        style: "#local-bar { display: none }",
      });
      // No other frame is looked into, so no other page need be opened to put the findings together.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      expect([name, width, colorScheme, found]).toEqual([name, width, colorScheme, []]);
    }
    const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    expect([name, width, overflow]).toEqual([name, width, 0]);
  }
}
