import type { Browser } from "playwright-core";
import { afterAll, describe, expect, inject, it } from "vitest";
import { theBrowser } from "../browser.ts";
import { newPerson } from "../story/person.ts";
import { openStage, type Stage } from "../story/stage.ts";
import { looksRight } from "./looks.ts";
import { type Seat, type Visitor, visit } from "./visitor.ts";

type Step = readonly [title: string, happens: (ada: Visitor) => Promise<void>];

/** How an account comes to stand as the page shall show it; answers who looks at it, and what they do before they look. */
type Standing = (stage: Stage, account: string) => Promise<Seat & { readonly first?: (at: Visitor) => Promise<void> }>;

export interface Told {
  /** Where Ada's clock stands at first. */
  readonly begins: string;
  /** Her life with the product, by the page alone. */
  readonly steps: readonly Step[];
  /** What else an account can be like, by name. */
  readonly standings: Readonly<Record<string, Standing>>;
}

/** One product in a real browser, before everything that `npm start` starts: a life, step by step, and how accounts look. */
export async function tellAtThePage(product: string, { begins, steps, standings }: Told): Promise<void> {
  const browser = await theBrowser();
  const stage = browser && (await openStage(product, { page: inject("page") }));
  afterAll(() => browser?.close());

  describe.skipIf(!browser)(`${product} at the page`, () => {
    const ada: { visitor?: Visitor; isLost?: boolean } = {};

    it.for(steps)("%s", async ([, happens], { skip }) => {
      skip(ada.isLost ?? false, "what comes before it has failed");
      ada.isLost = true;
      ada.visitor ??= await sitsDown(stage, browser, begins);
      await happens(ada.visitor);
      ada.isLost = false;
    });

    it.each(Object.entries(standings))("[looks] %s", async (name, standing) => {
      if (!stage || !browser) throw new Error("there is no browser");
      const { first, ...seat } = await standing(stage, name);
      const visitor = await visit(browser, stage.web, seat);
      await visitor.section("Statement").waitFor();
      await visitor.page.waitForLoadState("networkidle");
      await first?.(visitor);
      await looksRight(visitor, `${product}-${name}`);
      await visitor.leaves();
    });
  });
}

/** Ada, who is new to the product and lives by a clock of her own. */
async function sitsDown(stage: Stage | undefined, browser: Browser | undefined, begins: string): Promise<Visitor> {
  if (!stage || !browser) throw new Error("there is no browser");
  await newPerson(stage, { account: "ada", begins });
  const visitor = await visit(browser, stage.web, { as: "ada" });
  const errors: Error[] = [];
  visitor.page.on("pageerror", (error) => errors.push(error));
  afterAll(() => expect(errors).toEqual([]));
  return visitor;
}
