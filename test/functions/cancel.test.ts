import type { Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, it } from "vitest";
import { type BillingStory, billingStory } from "../support/billing-story.ts";
import { iso, unix } from "../support/local-stripe.ts";

interface Ended {
  readonly effectiveAt: string;
  readonly credits: { readonly before: object; readonly after: object; readonly nextAllowance: object | null };
}

type When = "period_end" | "now";

async function subscribed(policy: Policy, plan: string, interval = "month"): Promise<BillingStory> {
  const story = await billingStory(policy);
  await story.buys({ plan, interval });
  const [pack] = Object.keys(policy.packs);
  await story.buys({ pack });
  await story.until("2026-02-10T09:00:00Z");
  await story.spends(1);
  return story;
}

const wrong = (message: string) => ({ status: 422, body: { problems: [{ message }] } });

describe.each<[string, Policy, string, string, When, object]>([
  [
    "[M12] musiversal: at the end of what is paid for everything that is stored is lost",
    musiversal,
    "studio-5",
    "month",
    "period_end",
    {
      ends: { plan: "studio-5", interval: "month" },
      effectiveAt: "2026-02-28T12:00:00.000Z",
      keeps: [],
      fallback: null,
      credits: {
        before: { plan: 4, "top-up": 1 },
        after: {},
        kept: 0,
        forfeited: { plan: 4, "top-up": 1 },
        nextAllowance: null,
      },
    },
  ],
  [
    "[M12] musiversal, now: everything, at once",
    musiversal,
    "studio-5",
    "month",
    "now",
    { effectiveAt: "2026-02-10T09:00:00.000Z", credits: { after: {}, forfeited: { plan: 4, "top-up": 1 } } },
  ],
  [
    "[N3] neume: top-ups end with the subscription",
    neume,
    "basic",
    "month",
    "period_end",
    { loses: ["plan", "rollover", "top-up"], credits: { before: { plan: 99, "top-up": 50 }, after: {} } },
  ],
  [
    "[O9] omnia: then Free, and top-ups stay",
    omnia,
    "creator",
    "month",
    "period_end",
    {
      loses: ["plan", "rollover"],
      keeps: ["add-on", "promotion", "adjustment", "top-up"],
      fallback: "free",
      credits: {
        before: { plan: 499, "top-up": 1_000 },
        after: { plan: 50, "top-up": 1_000 },
        kept: 1_000,
        forfeited: { plan: 499 },
        granted: 50,
        nextAllowance: { at: "2026-03-28T12:00:00.000Z", credits: 50, plan: "free" },
      },
    },
  ],
  [
    "[O9] omnia, now: plan credits end now, and Free begins",
    omnia,
    "creator",
    "month",
    "now",
    { effectiveAt: "2026-02-10T09:00:00.000Z", credits: { after: { plan: 50, "top-up": 1_000 } } },
  ],
  [
    "[O9] [O11] omnia: a paid year gives its months until its end",
    omnia,
    "creator",
    "year",
    "period_end",
    {
      effectiveAt: "2027-01-31T12:00:00.000Z",
      credits: { before: { plan: 500, "top-up": 1_000 }, after: { plan: 50, "top-up": 1_000 } },
    },
  ],
  [
    "[O9] [O11] omnia: the rest of a paid year is dropped now",
    omnia,
    "creator",
    "year",
    "now",
    { credits: { after: { plan: 50, "top-up": 1_000 }, nextAllowance: { at: "2026-03-10T09:00:00.000Z" } } },
  ],
])("%s", (_, policy, plan, interval, when, expected) => {
  it("is told before it is done, and happens as it was told", async () => {
    const story = await subscribed(policy, plan, interval);
    const since = await story.stripe.mark();
    const { credits, ...foretold } = await story.done<Ended>("cancel", { when, preview: true });
    expect({ credits, ...foretold }).toMatchObject(expected);
    expect(await story.stripe.mark()).toBe(since);
    expect(await story.done("cancel", { when })).toEqual({ ...foretold, credits });
    if (when === "period_end") {
      await story.until(iso(unix(foretold.effectiveAt) - 1));
      expect(await story.has()).toEqual(credits.before);
      await story.until(iso(unix(foretold.effectiveAt) + 7_200));
    }
    expect(await story.has()).toEqual(credits.after);
    expect((await story.balance()).nextRenewal).toEqual(credits.nextAllowance);
    expect((await story.subscription()).status).toBe("canceled");
  });
});

describe("A cancellation", () => {
  it("[O10] gives no money back by itself", async () => {
    const story = await subscribed(omnia, "creator");
    await story.done("cancel", { when: "now" });
    expect((await story.stripe.api.refunds.list()).data).toEqual([]);
    expect((await story.stripe.api.customers.list({ test_clock: story.clock })).data).toMatchObject([{ balance: 0 }]);
  });

  it("[O8] drops a change that was planned, and no resumption brings it back", async () => {
    const story = await subscribed(omnia, "pro");
    await story.done("plan", { plan: "creator", interval: "month" });
    await story.done("cancel", { when: "period_end" });
    expect(await story.subscription()).toMatchObject({ schedule: null, cancel_at_period_end: true });
    await story.done("resume", {});
    await story.until("2026-02-28T14:00:00Z");
    expect(await story.has()).toEqual({ plan: 2_000, "top-up": 1_000 });
  });

  it("of an account without a subscription is none", async () => {
    const story = await billingStory(omnia);
    for (const body of [{ when: "now" }, { when: "now", preview: true }])
      expect(await story.ask("cancel", body)).toMatchObject(wrong("has no subscription; one begins with a checkout"));
    expect(await story.ask("cancel", { when: "later" })).toMatchObject({ status: 422 });
  });

  it("[X9] ends one subscription, however often it is sent: the one that came after it goes on", async () => {
    const story = await subscribed(omnia, "creator");
    const first = await story.ask("cancel", { when: "now" }, "k");
    await story.buys({ plan: "pro", interval: "month" });
    const again = await story.ask("cancel", { when: "now" }, "k");
    expect(again).toMatchObject({ status: 200, text: first.text, headers: { "idempotent-replayed": "true" } });
    expect((await story.subscription()).status).toBe("active");
    expect(await story.ask("cancel", { when: "period_end" }, "k")).toMatchObject({
      status: 409,
      body: { code: "idempotency_conflict" },
    });
    expect(await story.subscription()).toMatchObject({ status: "active", cancel_at: null });
  });

  it("needs a key to be done, and none to be looked at", async () => {
    const story = await subscribed(omnia, "creator");
    const token = { sub: "ada", scope: "credits:manage" };
    const line = "POST /accounts/ada/cancel";
    expect((await story.passbook.call(line, { token, body: { when: "now", preview: true } })).status).toBe(200);
    expect((await story.passbook.call(line, { token, body: { when: "now" } })).status).toBe(400);
  });
});

describe("A resumption", () => {
  it("[M12] loses nothing, and the next payment comes as if nothing had been", async () => {
    const story = await subscribed(musiversal, "studio-5");
    await story.done("cancel", { when: "period_end" });
    expect(await story.has()).toEqual({ plan: 4, "top-up": 1 });
    expect(await story.done("resume", {})).toEqual({
      plan: "studio-5",
      interval: "month",
      renewsAt: "2026-02-28T12:00:00.000Z",
    });
    await story.until("2026-02-28T14:00:00Z");
    expect(await story.has()).toEqual({ plan: 5, rollover: 4, "top-up": 1 });
  });

  it("[O9] takes back what the portal has set, which says it in another field", async () => {
    const story = await subscribed(omnia, "creator");
    const { id } = await story.subscription();
    await story.stripe.api.subscriptions.update(id, { cancel_at: "max_period_end" });
    await story.told();
    expect(await story.subscription()).toMatchObject({ cancel_at_period_end: false, cancel_at: expect.any(Number) });
    await story.done("resume", {});
    expect(await story.subscription()).toMatchObject({ cancel_at: null });
  });

  it("needs something that is still ahead", async () => {
    const story = await subscribed(omnia, "creator");
    const nothing = wrong("is not set to end; there is nothing to resume");
    expect(await story.ask("resume", {})).toMatchObject(nothing);
    await story.done("cancel", { when: "period_end" });
    await story.done("resume", {}, "k");
    expect(await story.ask("resume", {})).toMatchObject(nothing);
    expect(await story.ask("resume", {}, "k")).toMatchObject({ status: 200 });
    await story.done("cancel", { when: "now" });
    expect(await story.ask("resume", {})).toMatchObject(wrong("has no subscription; one begins with a checkout"));
  });
});

describe("The portal", () => {
  const configurations = async (story: BillingStory) =>
    (await story.stripe.api.billingPortal.configurations.list()).data.map(({ metadata, features }) => [
      metadata?.["passbook"],
      features.subscription_cancel.mode,
      features.subscription_update.enabled,
    ]);

  it("has two configurations, each made once, and changes no plans", async () => {
    const story = await billingStory(omnia);
    for (const body of [{}, { cancel: "now" }, { cancel: "period_end" }, { cancel: "now" }])
      expect(await story.done("portal", body)).toEqual({ url: expect.stringContaining("/p/session/") });
    expect(await configurations(story)).toEqual([
      ["omnia/cancel_now", "immediately", false],
      ["omnia/cancel_period_end", "at_period_end", false],
    ]);
  });

  it.each<[string, When, string]>([
    ["[O9] at the end of what is paid for", "period_end", "active"],
    ["[O9] now", "now", "canceled"],
  ])("cancels %s", async (_, cancel, status) => {
    const story = await subscribed(omnia, "creator");
    const { url } = await story.done<{ url: string }>("portal", { cancel });
    const form = { action: "cancel", subscription: (await story.subscription()).id };
    expect((await story.stripe.post(new URL(url).pathname, form)).status).toBe(303);
    await story.told();
    expect(await story.subscription()).toMatchObject({ status });
  });
});

describe("Where two were paid all the same", () => {
  it("[O14] one is cancelled after the other, and resumed, whichever is the larger", async () => {
    const story = await billingStory(omnia);
    const orders = ["pro", "creator"].map((plan) => ({ plan, interval: "month" }));
    const pages: string[] = [];
    for (const order of orders) pages.push((await story.done<{ url: string }>("checkout", order)).url);
    for (const page of pages) expect(await story.pay(page)).toBe(303);
    const end = { when: "period_end" };
    expect(await story.done("cancel", end)).toMatchObject({ ends: { plan: "pro" } });
    expect(await story.done("cancel", { ...end, preview: true })).toMatchObject({ ends: { plan: "creator" } });
    expect(await story.done("cancel", end)).toMatchObject({ ends: { plan: "creator" } });
    expect(await story.done("resume", {})).toMatchObject({ plan: "pro" });
    expect(await story.done("resume", {})).toMatchObject({ plan: "creator" });
    expect(await story.ask("resume", {})).toMatchObject(wrong("is not set to end; there is nothing to resume"));
    await story.done("cancel", end);
    await story.done("cancel", end);
    await story.until("2026-02-28T14:00:00Z");
    expect(await story.has()).toEqual({ plan: 50 });
  });
});
