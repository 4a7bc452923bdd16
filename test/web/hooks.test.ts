import type { Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { omnia } from "@passbook/core/policies/omnia";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type BillingStory, billingStory } from "../support/billing-story.ts";
import { theBrowser } from "../support/browser.ts";
import { builtPage } from "../support/built-page.ts";
import { dyingWire } from "../support/dying-wire.ts";
import { blocks } from "../support/pool-story.ts";
import { served } from "../support/served-passbook.ts";

const browser = await theBrowser();
const NOON = "2026-01-31T12:00:00Z";

describe.skipIf(!browser)("The hooks in a browser, before the real gateway, engine and Stripe", () => {
  let site: Awaited<ReturnType<typeof builtPage>>;
  beforeAll(async () => {
    site = await builtPage(new URL("./page", import.meta.url));
  }, 60_000);
  afterAll(async () => {
    await site.close();
    await browser?.close();
  });

  /** Ada, Musiversal, its Stripe, and a page with every hook. */
  async function adaAtThePage(policy: Policy = musiversal, polling: Readonly<Record<string, string>> = {}) {
    const story = await billingStory(policy);
    const { url: gateway, issue } = await served(story.passbook);
    const wire = await dyingWire(new URL(gateway));
    if (!browser) throw new Error("there is no browser");
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const errors: Error[] = [];
    page.on("pageerror", (error) => errors.push(error));
    const token = await issue({ sub: "ada" });
    await page.goto(
      `${site.url}/?${new URLSearchParams({ api: wire.url.href, token, account: "ada", ...polling }).toString()}`,
    );
    return { story, wire, page, errors, ...hands(page) };
  }

  /** A month of Studio 5, bought on Stripe's page. */
  async function subscribed() {
    const ada = await adaAtThePage();
    await ada.press("Subscribe");
    await ada.shows("checkout", /^http/);
    await pays(ada.story, await ada.says("checkout"));
    await ada.shows("balance", "5");
    return ada;
  }

  it("[O1] show what a payment has brought as soon as its webhook has landed, without being asked", async () => {
    const { shows, errors } = await subscribed();
    await shows("plan", "studio-5");
    await shows("status", "active");
    await shows("account balance", "5");
    await shows("tomorrow", "5");
    await shows("policy", "musiversal");
    await shows("newest", /granted|noted/);
    expect(errors).toEqual([]);
  });

  it("[O13] show a price for what is chosen, and take it off the balance before it is paid", async () => {
    const { page, press, shows } = await subscribed();
    await press("Ask for 1");
    await shows("price", "1");
    await press("Ask for 2");
    await shows("price", "2");
    const gate = Promise.withResolvers<void>();
    await page.route("**/spends", async (route) => {
      await gate.promise;
      await route.continue();
    });
    await press("Pay the quote");
    await shows("balance", "3");
    await shows("account balance", "3");
    await shows("spend", "pending");
    gate.resolve();
    await shows("spend", "success");
    await shows("balance", "3");
    await shows("newest", "spent");
  });

  it("[O12] take it back where it is refused", async () => {
    const { story, page, press, shows } = await subscribed();
    await press("Ask for 2");
    await shows("price", "2");
    const gate = Promise.withResolvers<void>();
    await page.route("**/spends", async (route) => {
      await gate.promise;
      await route.continue();
    });
    await press("Pay the quote");
    await shows("balance", "3");
    await story.passbook.given("ada", blocks("Please call us.", NOON));
    gate.resolve();
    await shows("spend", "account_blocked");
    await shows("balance", "5");
    await shows("account balance", "5");
  });

  it("[X9] pay once where the answer was lost and somebody presses again", async () => {
    const { wire, press, shows, says } = await subscribed();
    wire.diesAfter(1);
    await press("Pay for one");
    await shows("spend", "network_error");
    expect(wire.isDead()).toBe(true);
    wire.revives();
    await shows("balance", "4");
    await press("Pay for one");
    await shows("spend", "success");
    expect(await says("balance")).toBe("4");
  });

  it("set credits aside, pay with them and let go of them", async () => {
    const { story, press, shows } = await adaAtThePage(omnia);
    await story.buys({ pack: "pack_1000" });
    await shows("balance", "1050");
    await press("Hold");
    await shows("balance", "1040");
    await shows("hold", "success idle idle");
    await press("Capture");
    await shows("hold", "success success idle");
    await press("Hold");
    await shows("balance", "1030");
    await shows("hold", "success success idle");
    await press("Release");
    await shows("balance", "1040");
  });

  it("book a time and give it back", async () => {
    const { press, shows } = await subscribed();
    await press("Book");
    await shows("balance", "4");
    await press("Cancel the booking");
    await shows("booking", /^success .+ .+/);
    await shows("balance", "5");
  });

  it("[M15] read the statement further and further, and as a table", async () => {
    const { press, shows, says } = await subscribed();
    await press("Pay for one");
    await shows("newest", "spent");
    expect(await says("entries")).toBe("1");
    await press("More");
    await shows("entries", "2");
    await press("CSV");
    await shows("csv lines", /^[3-9]$/);
  });

  it("[M15] read further also where something is paid for meanwhile", async () => {
    const { page, press, shows } = await subscribed();
    await shows("entries", "1");
    const gate = Promise.withResolvers<void>();
    await page.route(/\/ledger\?.*before=/, async (route) => {
      await gate.promise;
      await route.continue().catch(() => {});
    });
    const asked = page.waitForRequest(/\/ledger\?.*before=/);
    await press("More");
    await asked;
    await press("Pay for one");
    await shows("newest", "spent");
    gate.resolve();
    await shows("entries", "2");
    await shows("newest", "spent");
  });

  it("change the plan after a look, take an add-on, lead to Stripe, and leave and stay", async () => {
    const { story, press, shows } = await subscribed();
    await press("Take the add-on");
    await shows("checkout", /Z$/);
    await press("Buy a pack");
    await shows("checkout", "not_for_you");
    await press("Manage payments");
    await shows("portal", /^http/);
    await press("Choose Studio 50");
    await shows("preview", "up");
    await shows("plan", "studio-5");
    await press("Confirm");
    await shows("change", "success");
    await story.told();
    await shows("plan", "studio-50");
    await press("Think of leaving");
    await shows("loses", /plan/);
    await press("Leave");
    await shows("loses", /plan/);
    await shows("resumed", "idle");
    await expect.poll(async () => (await story.subscription()).cancel_at_period_end).toBe(true);
    await story.told();
    await shows("status", "ending");
    await press("Stay");
    await shows("resumed", "success");
    await story.told();
    await shows("status", "active");
  });

  it("[O3] show what Stripe has to tell of soon after it is told, though they look once an hour else", async () => {
    const { story, page, press, shows } = await adaAtThePage(musiversal, { pollMs: "3600000" });
    await story.buys({ plan: "studio-5", interval: "month" });
    await page.reload();
    await shows("plan", "studio-5");
    await shows("confirmation", "none");
    await press("Choose Studio 50");
    await press("Confirm");
    await shows("confirmation", "awaited");
    await shows("plan", "studio-5");
    await story.told();
    await shows("plan", "studio-50");
    await shows("confirmation", "told");
    await press("Think of leaving");
    await press("Leave");
    await shows("confirmation", "awaited");
    await story.told();
    await shows("status", "ending");
    await shows("confirmation", "told");
  });
});

/** What a person does with the page. */
function hands(page: Page) {
  const said = (name: string) => page.getByLabel(name, { exact: true });
  return {
    press: (name: string) => page.getByRole("button", { name, exact: true }).click(),
    says: (name: string) => said(name).innerText(),
    shows: async (name: string, what: string | RegExp) => {
      const matches = typeof what === "string" ? (text: string) => text === what : (text: string) => what.test(text);
      await expect
        .poll(async () => matches(await said(name).innerText()) || (await said(name).innerText()), { timeout: 15_000 })
        .toBe(true);
    },
  };
}

async function pays(story: BillingStory, url: string): Promise<void> {
  expect(await story.pay(url)).toBe(303);
  await story.told();
}
