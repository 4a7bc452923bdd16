import AxeBuilder from "@axe-core/playwright";
import { expect } from "vitest";
import type { Visitor } from "./visitor.ts";

/** Git does not keep it. */
const FOLDER = new URL("../../../reports/screenshots/", import.meta.url).pathname;

const HEIGHT = 900;
/** Both themes and both widths: what axe may find is in the colours or in the layout. */
const SCREENS = [
  { width: 1440, colorScheme: "light" },
  { width: 360, colorScheme: "dark" },
] as const;
/** Each theme at each width. */
const ALL_SCREENS = [...SCREENS, { width: 1440, colorScheme: "dark" }, { width: 360, colorScheme: "light" }] as const;

/** `npm run screenshots` asks for them. */
const hasPictures = process.env["SCREENSHOTS"] !== undefined;

/**
 * What the page looks like, in both themes, wide and narrow: nothing that axe objects to, and nothing that stands out at the
 * side; where pictures are asked for, one of each theme at each width.
 */
export async function looksRight({ page }: Pick<Visitor, "page">, name: string): Promise<void> {
  // What lies behind a dialog is not what is looked at.
  const fullPage = (await page.getByRole("dialog").count()) === 0;
  for (const { width, colorScheme } of hasPictures ? ALL_SCREENS : SCREENS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.evaluate(DRAWN);
    if (hasPictures) {
      await page.screenshot({
        path: `${FOLDER}${name}-${width}-${colorScheme}.png`,
        fullPage,
        animations: "disabled",
        style: "#local-bar { display: none }",
      });
    }
    // No other frame is looked into, so no other page need be opened to put the findings together.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    expect([name, width, colorScheme, found]).toEqual([name, width, colorScheme, []]);
    const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    expect([name, width, overflow]).toEqual([name, width, 0]);
  }
}

/** Once what the new size moves has moved, and nothing is on its way to another colour. */
const DRAWN = `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  .then(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)))
  .then(() => undefined)`;
