import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { describe, expect, it } from "vitest";
import { type BillingStory, billingStory } from "../support/billing-story.ts";
import { deliver } from "../support/webhook.ts";

const month = (plan: string) => ({ plan, interval: "month" });

/** Everything that happens below happens while the clock stands still. */
async function bought(plan: string) {
  const story = await billingStory(neume);
  await story.buys(month(plan));
  return story;
}

describe("A larger plan in the very second in which the first was bought", () => {
  // Every pair, so that the prices' names can't be what orders them.
  it.each([
    ["basic", "plus", 500],
    ["basic", "pro", 2_000],
    ["plus", "pro", 2_000],
  ])("[X7] [N2] from %s to %s gives its %i credits, as its answer says", async (from, to, credits) => {
    const story = await bought(from);
    const { credits: foretold } = await story.done<{ credits: object }>("plan", month(to));
    expect(foretold).toMatchObject({ after: { plan: credits } });
    expect(await story.has()).toEqual({ plan: credits });
    expect((await story.passbook.table.readHead("ada")).account.terms).toMatchObject([{ plan: to }]);
  });

  it("[X7] and a still larger one counts, and what was spent of the first stays spent", async () => {
    const story = await bought("basic");
    await story.spends(30);
    await story.done("plan", month("plus"));
    await story.spends(200);
    await story.done("plan", month("pro"));
    expect(await story.has()).toEqual({ plan: 2_000 });
  });

  it("[X2] [X7] whichever payment is told first, and however often", async () => {
    const story = await bought("basic");
    await story.call("plan", month("pro"));
    const events = (await story.stripe.heard()).toReversed();
    const other = await billingStory(neume);
    await deliver(other.passbook, ...events, ...events);
    expect(await other.has()).toEqual({ plan: 2_000 });
  });
});

describe("Two larger plans, one after the other, in one second of a paid cycle", () => {
  // Pairs enough that the prices' names can't be what orders them.
  it.each([
    ["studio-10", "studio-50"],
    ["studio-50", "studio-100"],
    ["studio-5", "studio-10"],
  ])("[X2] [X7] %s and then %s: the last one runs, whichever is told first", async (first, last) => {
    const story = await billingStory(musiversal);
    await story.buys(month("studio-2"));
    await story.until("2026-02-10T12:00:00Z");
    await story.done("plan", month(first));
    await story.done("plan", month(last));
    const runs = async ({ passbook }: BillingStory) => (await passbook.table.readHead("ada")).account.terms;
    expect(await runs(story)).toMatchObject([{ plan: last }]);
    const other = await billingStory(musiversal);
    const events = (await story.stripe.heard()).toReversed();
    await deliver(other.passbook, ...events, ...events);
    expect(await runs(other)).toMatchObject([{ plan: last }]);
    expect(await other.has()).toEqual(await story.has());
  });
});
