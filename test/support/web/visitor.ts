import type { Browser, Locator, Page } from "playwright-core";

/** Who sits before the page: the person, and the accounts that they may act on. */
export interface Seat {
  readonly as: string;
  readonly accounts?: readonly string[];
  /** Which of them is shown; absent: their own. */
  readonly account?: string;
  /** What their token allows; absent: all that a frontend may do. */
  readonly scope?: string;
}

/** The page of somebody in a browser of their own, and what they do with it, by roles and names as a screen reader has them. */
export async function visit(browser: Browser, web: string, { as, accounts = [as], account, scope }: Seat) {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "UTC", reducedMotion: "reduce" });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const asked = new URLSearchParams({
    as,
    accounts: accounts.join(),
    ...(account && { account }),
    ...(scope && { scope }),
  });
  await page.goto(`${web}?${asked.toString()}`);
  return visitorOf(page);
}

export type Visitor = ReturnType<typeof visitorOf>;

function visitorOf(page: Page) {
  const section = (name: string) => page.getByRole("region", { name, exact: true });
  const dialog = (name: string) => page.getByRole("dialog", { name, exact: true });
  const presses = (name: string, within: Locator | Page = page) =>
    within.getByRole("button", { name, exact: true }).click();
  const sees = (text: string | RegExp, within: Locator | Page = page) => within.getByText(text).first().waitFor();
  const bar = page.getByRole("complementary", { name: "Local" });
  return {
    page,
    section,
    dialog,
    presses,
    sees,
    /** The balance, as it is written above all else. */
    has: (credits: string) => sees(`${credits} to spend`, section("Balance")),
    /** The plan in force, and how it stands. */
    isOn: async (plan: string, status: string) => {
      await sees(plan, section("Current plan"));
      await section("Current plan").getByText(status, { exact: true }).waitFor();
    },
    /** Pays on Stripe's page, with the card that is filled in, and is led back. */
    async pays(): Promise<void> {
      await page.getByRole("button", { name: /^(Subscribe|Pay)$/ }).click();
      await sees(/^Thank you/);
    },
    /** By the bar: until what happens on the way has been told. */
    async travels(to: string): Promise<void> {
      // What the bar says of the journey before stands there until this one has begun.
      const arrived = page.waitForResponse((response) => response.url().endsWith("/local/clock"));
      await presses(to, bar);
      await arrived;
      await bar.getByText(/^It is /).waitFor();
    },
    /** By the bar: until the bank knows. A journey that begins earlier may be paid for by the card before. */
    async hasCardThat(does: "succeeds" | "declines"): Promise<void> {
      const changed = page.waitForResponse((response) => response.url().endsWith("/local/card"));
      await bar.getByLabel("The card").selectOption(does);
      await changed;
    },
    leaves: () => page.context().close(),
  };
}
