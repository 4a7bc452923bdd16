import type { Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, it } from "vitest";
import { type BillingStory, billingStory } from "../support/billing-story.ts";
import { iso, unix } from "../support/local-stripe.ts";

interface Chosen {
  readonly plan: string;
  readonly interval: "month" | "year";
}

interface Changed {
  readonly direction: string;
  readonly effectiveAt: string;
  readonly money: { readonly currency: string; readonly dueNow: number; readonly next: { at: string; amount: number } };
  readonly credits: {
    readonly before: Record<string, number>;
    readonly after: Record<string, number>;
    readonly nextAllowance: object | null;
  };
}

const month = (plan: string): Chosen => ({ plan, interval: "month" });
const year = (plan: string): Chosen => ({ plan, interval: "year" });

/** Subscribed on 31 January at noon, some of the credits spent, and ten days later or where the story says. */
async function subscribed(policy: Policy, plan: Chosen, { spent = 1, until = "2026-02-10T09:00:00Z" } = {}) {
  const story = await billingStory(policy);
  await story.buys(plan);
  await story.until(until);
  await story.spends(spent);
  return story;
}

const secondsAfter = (instant: string, seconds: number) => iso(unix(instant) + seconds);
const HOURS = 3600;

/** What was foretold happens: the credits just before, the credits after, the next allowance, the money. */
async function comesTrue(story: BillingStory, foretold: Changed, told: Changed): Promise<void> {
  const { effectiveAt, credits, money } = foretold;
  expect(told).toMatchObject({ effectiveAt, direction: foretold.direction, money: { dueNow: money.dueNow } });
  if (effectiveAt > (await story.balance()).asOf) {
    await story.until(secondsAfter(effectiveAt, -1));
    expect(await story.has()).toEqual(credits.before);
    await story.until(secondsAfter(effectiveAt, 2 * HOURS));
    expect(await story.latestPayment()).toBe(money.next.amount);
  } else {
    expect(await story.latestPayment()).toBe(money.dueNow);
  }
  expect(await story.has()).toEqual(credits.after);
  expect((await story.balance()).nextRenewal).toEqual(credits.nextAllowance);
}

describe.each<[string, Policy, Chosen, Chosen, object]>([
  [
    "[X7] [M10] a larger plan of musiversal: at once, with a cycle of its own",
    musiversal,
    month("studio-5"),
    month("studio-50"),
    {
      direction: "up",
      effectiveAt: "2026-02-10T09:00:00.000Z",
      money: { currency: "USD", dueNow: 1_499_00, next: { at: "2026-03-10T09:00:00.000Z", amount: 1_499_00 } },
      credits: { before: { plan: 4 }, after: { plan: 50, rollover: 4 }, kept: 0, carried: 4, granted: 50 },
    },
  ],
  [
    "[M9] [M11] a smaller plan of musiversal: with the next payment",
    musiversal,
    month("studio-50"),
    month("studio-5"),
    {
      direction: "down",
      effectiveAt: "2026-02-28T12:00:00.000Z",
      money: { dueNow: 0, next: { at: "2026-02-28T12:00:00.000Z", amount: 199_00 } },
      credits: {
        before: { plan: 49 },
        after: { plan: 5, rollover: 30 },
        carried: 30,
        expired: { plan: 19 },
        granted: 5,
      },
    },
  ],
  [
    "[X7] a larger plan inside a paid year of musiversal: at once, less what was not used of the year",
    musiversal,
    year("studio-5"),
    year("studio-10"),
    { direction: "up", effectiveAt: "2026-02-10T09:00:00.000Z", credits: { after: { plan: 10, rollover: 4 } } },
  ],
  [
    "[O8] [X7] from a month to a year of the same plan of musiversal: at once",
    musiversal,
    month("studio-10"),
    year("studio-10"),
    { direction: "up", money: { dueNow: 3_499_00 }, credits: { after: { plan: 10, rollover: 9 }, granted: 10 } },
  ],
  [
    "[X7] a larger plan of neume: at once, and nothing rolls over",
    neume,
    month("basic"),
    month("plus"),
    {
      direction: "up",
      money: { dueNow: 29_00 },
      credits: { before: { plan: 99 }, after: { plan: 500 }, expired: { plan: 99 }, granted: 500 },
    },
  ],
  [
    "[O8] a smaller plan of neume: with the next cycle",
    neume,
    month("pro"),
    month("basic"),
    {
      direction: "down",
      effectiveAt: "2026-02-28T12:00:00.000Z",
      credits: { before: { plan: 1_999 }, after: { plan: 100 } },
    },
  ],
  [
    "[O8] a larger plan of omnia: with the next renewal",
    omnia,
    month("creator"),
    month("pro"),
    {
      direction: "up",
      effectiveAt: "2026-02-28T12:00:00.000Z",
      money: { currency: "EUR", dueNow: 0, next: { amount: 29_00 } },
      credits: { before: { plan: 499 }, after: { plan: 2_000 } },
    },
  ],
  [
    "[O8] a smaller plan of omnia: with the next cycle",
    omnia,
    month("pro"),
    month("creator"),
    { direction: "down", effectiveAt: "2026-02-28T12:00:00.000Z", credits: { after: { plan: 500 } } },
  ],
  [
    "[O8] from a month to a year of omnia: with the next renewal",
    omnia,
    month("creator"),
    year("creator"),
    { direction: "up", effectiveAt: "2026-02-28T12:00:00.000Z", money: { next: { amount: 99_00 } } },
  ],
  [
    "[O8] [O11] a larger plan inside a paid year of omnia: from the next monthly anchor on",
    omnia,
    year("creator"),
    year("pro"),
    {
      direction: "up",
      effectiveAt: "2026-02-28T12:00:00.000Z",
      money: { dueNow: 0 },
      credits: { after: { plan: 2_000 } },
    },
  ],
  [
    "[O11] a smaller plan inside a paid year of omnia: when the year is over",
    omnia,
    year("pro"),
    year("creator"),
    { direction: "down", effectiveAt: "2027-01-31T12:00:00.000Z", money: { next: { amount: 99_00 } } },
  ],
  [
    "[O8] from a year to a month of omnia is down, whatever the allowance: when the year is over",
    omnia,
    year("creator"),
    month("pro"),
    { direction: "down", effectiveAt: "2027-01-31T12:00:00.000Z", credits: { after: { plan: 2_000 } } },
  ],
])("%s", (_, policy, from, to, expected) => {
  it("is told before it is done, and happens as it was told", async () => {
    const story = await subscribed(policy, from);
    const mark = await story.stripe.mark();
    const foretold = await story.done<Changed>("plan", { ...to, preview: true });
    expect(foretold).toMatchObject(expected);
    expect(await story.stripe.mark()).toBe(mark);
    await comesTrue(story, foretold, await story.done<Changed>("plan", to));
  });
});
