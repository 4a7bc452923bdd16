import type { Policy } from "@passbook/core";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, it } from "vitest";
import { type BillingStory, billingStory } from "../support/billing-story.ts";
import { operator, type Token } from "../support/gateway-event.ts";
import { nameOf } from "../support/local-stripe.ts";

interface Chosen {
  readonly plan: string;
  readonly interval: "month" | "year";
}

interface Offer extends Chosen {
  readonly offer: string;
}

interface View {
  readonly plan: string | null;
  readonly nextRenewal: object | null;
  readonly plannedChange: object | null;
  readonly outlook: { readonly balance: number };
  readonly offers: { readonly plans: readonly Offer[] };
}

const ada: Token = { sub: "ada", scope: "credits:read" };

const month = (plan: string): Chosen => ({ plan, interval: "month" });
const year = (plan: string): Chosen => ({ plan, interval: "year" });

/** Subscribed on 31 January at noon, and another plan set for later ten days after. */
async function planned(policy: Policy, from: Chosen, to: Chosen) {
  const story = await billingStory(policy);
  await story.buys(from);
  await story.until("2026-02-10T09:00:00Z");
  await story.done("plan", to);
  return story;
}

const view = async (story: BillingStory) => (await story.view()) as unknown as View;

async function foreseen({ passbook }: BillingStory, at: string): Promise<object> {
  const { body } = await passbook.call(`GET /accounts/ada/balance?at=${at}`, { token: ada });
  return (body as { bySource: object }).bySource;
}

const offered = ({ offers }: View, interval: string) =>
  Object.fromEntries(offers.plans.flatMap((one) => (one.interval === interval ? [[one.plan, one.offer]] : [])));

/** The next payments fail. */
async function declines(story: BillingStory, times = 1): Promise<void> {
  await story.stripe.control("decline", { customer: nameOf((await story.subscription()).customer), times });
}

const ANCHOR = "2026-02-28T12:00:00.000Z";
const AWAITED = "2026-02-28T12:30:00Z";
const PAID = "2026-02-28T14:00:00Z";

describe("Between the start of a larger plan and its payment", () => {
  it("[O3] [O8] [X1] the account tells of the payment that is awaited, as it did before and will be", async () => {
    const story = await planned(omnia, month("creator"), month("pro"));
    const awaited = { at: ANCHOR, credits: 2_000, plan: "pro", amount: 29_00 };
    expect(await view(story)).toMatchObject({
      plan: "creator",
      nextRenewal: awaited,
      plannedChange: { plan: "pro", at: ANCHOR },
    });
    await story.until(AWAITED);
    const between = await view(story);
    expect(between).toMatchObject({ plan: "creator", nextRenewal: awaited, outlook: { balance: 2_000 } });
    expect(between.plannedChange).toBeNull();
    expect(offered(between, "month")).toEqual({ creator: "down", pro: "current", team: "up", enterprise: "up" });
    expect(await foreseen(story, "2026-03-01T12:00:00Z")).toEqual({ plan: 2_000 });
    await story.until(PAID);
    const after = await view(story);
    expect(after).toMatchObject({ plan: "pro", plannedChange: null, nextRenewal: { credits: 2_000, amount: 29_00 } });
    expect(offered(after, "month")).toEqual(offered(between, "month"));
    expect(await story.latestPayment()).toBe(29_00);
  });

  it("[O12] a refusal tells of the allowance that is paid for next", async () => {
    const story = await planned(omnia, month("creator"), month("pro"));
    await story.until(AWAITED);
    const body = { credits: 501, reason: "a story" };
    const asked = { token: operator, key: "k", body };
    expect(await story.passbook.call("POST /accounts/ada/spends", asked)).toMatchObject({
      status: 402,
      body: { nextRenewal: { at: ANCHOR, credits: 2_000, plan: "pro" } },
    });
  });

  it("[O8] [O9] what would come of another change, or of the end, is told from the plan that is paid for next", async () => {
    const story = await planned(omnia, month("creator"), month("pro"));
    await story.until(AWAITED);
    expect(await story.done("plan", { ...month("creator"), preview: true })).toMatchObject({
      from: { plan: "pro" },
      direction: "down",
      effectiveAt: "2026-03-31T12:00:00.000Z",
      credits: { before: { plan: 2_000 }, after: { plan: 500 } },
    });
    expect(await story.done("cancel", { when: "period_end", preview: true })).toMatchObject({
      credits: { before: { plan: 2_000 }, after: {} },
    });
  });

  it("[O9] it is awaited also where the subscription is set to end after it, or something else is planned", async () => {
    const story = await planned(omnia, month("creator"), month("pro"));
    await story.until(AWAITED);
    await story.done("plan", month("team"));
    const awaited = { at: ANCHOR, credits: 2_000, plan: "pro", amount: 29_00 };
    expect(await view(story)).toMatchObject({ nextRenewal: awaited, plannedChange: { plan: "team" } });
    await story.done("cancel", { when: "period_end" });
    expect(await view(story)).toMatchObject({ nextRenewal: awaited, plannedChange: null });
    await story.until(PAID);
    expect(await story.has()).toEqual({ plan: 2_000 });
  });

  it("[X1] a declined card leaves it awaited until the grace is over", async () => {
    const story = await planned(omnia, month("creator"), month("pro"));
    await declines(story, 100);
    await story.until("2026-03-02T11:00:00Z");
    expect(await view(story)).toMatchObject({
      plan: "creator",
      nextRenewal: { at: ANCHOR, credits: 2_000, plan: "pro", amount: 29_00 },
      outlook: { balance: 2_000 },
    });
    await story.until("2026-03-03T12:30:00Z");
    const over = await view(story);
    expect(over).toMatchObject({ plan: null, nextRenewal: null, plannedChange: null });
    expect(offered(over, "month")).toEqual({ creator: "down", pro: "current", team: "up", enterprise: "up" });
  });
});

it("[O8] [X1] between the start of a smaller plan and its payment the account tells of the smaller one", async () => {
  const story = await planned(neume, month("pro"), month("basic"));
  await story.until(AWAITED);
  const between = await view(story);
  expect(between).toMatchObject({
    plan: "pro",
    plannedChange: null,
    nextRenewal: { at: ANCHOR, credits: 100, plan: "basic", amount: 9_00 },
    outlook: { balance: 100 },
  });
  expect(offered(between, "month")).toMatchObject({ basic: "current", pro: "up" });
  await story.until(PAID);
  expect(await view(story)).toMatchObject({ plan: "basic", nextRenewal: { credits: 100, amount: 9_00 } });
  expect(await story.latestPayment()).toBe(9_00);
});

describe("A larger plan from an anchor of a paid year on", () => {
  it("[O8] is what the next renewal tells of, like the forecast, before its anchor and until it is paid", async () => {
    const story = await planned(omnia, year("pro"), year("team"));
    // What the difference costs is Stripe's to say.
    expect(await view(story)).toMatchObject({
      plannedChange: { plan: "team", at: ANCHOR },
      nextRenewal: { at: ANCHOR, credits: 6_000, plan: "team", amount: null },
      outlook: { balance: 6_000 },
    });
    await declines(story);
    await story.until(AWAITED);
    expect(await view(story)).toMatchObject({
      plan: "pro",
      plannedChange: null,
      nextRenewal: { at: "2026-03-31T12:00:00.000Z", credits: 6_000, plan: "team", amount: 0 },
      outlook: { balance: 6_000 },
    });
    expect(await story.has()).toEqual({ plan: 2_000 });
    expect(await foreseen(story, "2026-02-28T12:31:00Z")).toEqual({ plan: 6_000 });
    await declines(story, 0);
    await story.until("2026-03-14T12:00:00Z");
    expect(await story.has()).toEqual({ plan: 6_000 });
    expect(await view(story)).toMatchObject({ plan: "team", plannedChange: null, nextRenewal: { credits: 6_000 } });
  });

  it("[O8] that is not paid is expected no more once the grace is over, and the old amount goes on", async () => {
    const story = await planned(omnia, year("pro"), year("team"));
    await declines(story, 100);
    await story.until("2026-03-03T11:00:00Z");
    expect(await view(story)).toMatchObject({ plan: "pro", nextRenewal: { credits: 6_000, plan: "team" } });
    await story.until("2026-03-03T13:00:00Z");
    expect(await view(story)).toMatchObject({ plan: "pro", nextRenewal: { credits: 2_000, plan: "pro" } });
  });
});

describe("What the items of a subscription sell", () => {
  it("[O3] [O8] is what renews, also where it was changed elsewhere, and nothing was charged for it", async () => {
    const story = await billingStory(omnia);
    await story.buys(month("creator"));
    await story.until("2026-02-10T09:00:00Z");
    const { id, items } = await story.subscription();
    const { data } = await story.stripe.api.prices.list({ lookup_keys: ["omnia_team_month"] });
    const [item, price] = [nameOf(items.data[0]), nameOf(data[0])];
    await story.stripe.api.subscriptions.update(id, { items: [{ id: item, price }], proration_behavior: "none" });
    await story.told();
    expect(await view(story)).toMatchObject({
      plan: "creator",
      plannedChange: null,
      nextRenewal: { at: ANCHOR, credits: 6_000, plan: "team", amount: 79_00 },
    });
    await story.until(PAID);
    expect(await story.latestPayment()).toBe(79_00);
    expect(await story.has()).toEqual({ plan: 6_000 });
  });

  it("[X8] is what a change would change in a trial that gives nothing", async () => {
    const story = await billingStory(omnia);
    await story.buys(month("creator"));
    const { customer } = await story.subscription();
    const { data } = await story.stripe.api.prices.list({ lookup_keys: ["omnia_pro_month"] });
    await story.stripe.api.subscriptions.cancel((await story.subscription()).id);
    await story.stripe.api.subscriptions.create({
      customer: nameOf(customer),
      items: [{ price: nameOf(data[0]) }],
      trial_period_days: 7,
      metadata: { account: "ada" },
    });
    await story.told();
    const trial = await view(story);
    expect(trial).toMatchObject({ plan: null, status: "trialing" });
    expect(offered(trial, "month")).toEqual({ creator: "down", pro: "current", team: "up", enterprise: "up" });
  });
});
