import type { Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, it } from "vitest";
import { type BillingStory, billingStory } from "../support/billing-story.ts";
import { iso, nameOf, unix } from "../support/local-stripe.ts";

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

/** A request that died has it to itself for so long. */
const A_TURN_MS = 60_000;

const secondsAfter = (instant: string, seconds: number) => iso(unix(instant) + seconds);
const HOURS = 3600;

/** What was foretold happens: the credits just before, the credits after, the next allowance, the money. */
async function comesTrue(story: BillingStory, foretold: Changed, told: Changed): Promise<void> {
  const { effectiveAt, credits, money } = foretold;
  expect(told).toMatchObject({ effectiveAt, direction: foretold.direction, money: { dueNow: money.dueNow } });
  expect(told.credits).toEqual(credits);
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
    "[M8] [O8] a smaller plan inside a paid year of musiversal: with the next payment",
    musiversal,
    year("studio-10"),
    year("studio-5"),
    { direction: "down", effectiveAt: "2027-01-31T12:00:00.000Z", credits: { after: { plan: 5, rollover: 60 } } },
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

const refused = (status: number, code: string) => ({ status, body: { code } });
const wrong = (field: string, message: string) => ({ status: 422, body: { problems: [{ field, message }] } });

describe("A change that is still ahead", () => {
  it("[O8] is replaced by another, and is what comes then", async () => {
    const story = await subscribed(omnia, month("team"));
    await story.done("plan", month("pro"));
    await story.done("plan", month("creator"));
    const { data } = await story.stripe.api.subscriptionSchedules.list();
    expect(data.map(({ status }) => status)).toEqual(["active", "released"]);
    await story.until("2026-02-28T14:00:00Z");
    expect(await story.has()).toEqual({ plan: 500 });
  });

  it("[O8] is taken back by naming the plan that runs", async () => {
    const story = await subscribed(omnia, month("team"));
    await story.done("plan", month("pro"));
    expect(await story.done("plan", month("team"))).toMatchObject({ direction: "same", effectiveAt: null });
    expect((await story.subscription()).schedule).toBeNull();
    await story.until("2026-02-28T14:00:00Z");
    expect(await story.has()).toEqual({ plan: 6_000 });
  });

  it("[X7] is dropped by one at once", async () => {
    const story = await subscribed(neume, month("plus"));
    await story.done("plan", month("basic"));
    await story.done("plan", month("pro"));
    expect(await story.has()).toEqual({ plan: 2_000 });
    await story.until("2026-03-10T11:00:00Z");
    expect(await story.has()).toEqual({ plan: 2_000 });
  });

  it("[O8] is known to the account until it has come, or was taken back", async () => {
    const story = await subscribed(omnia, month("team"));
    const planned = async () => (await story.view())["plannedChange"];
    await story.done("plan", month("pro"));
    expect(await planned()).toEqual({ ...month("pro"), quantity: 1, at: "2026-02-28T12:00:00.000Z" });
    await story.done("plan", month("team"));
    expect(await planned()).toBeNull();
    await story.done("plan", month("creator"));
    expect(await planned()).toMatchObject(month("creator"));
    await story.until("2026-02-28T14:00:00Z");
    expect(await planned()).toBeNull();
  });

  it("[O8] in a schedule that was released elsewhere is ahead no more", async () => {
    const story = await subscribed(omnia, month("team"));
    await story.done("plan", month("pro"));
    await story.until("2026-02-11T09:00:00Z");
    const { schedule } = await story.subscription();
    await story.stripe.api.subscriptionSchedules.release(nameOf(schedule));
    await story.told();
    expect((await story.passbook.table.readHead("ada")).account.subscriptions[0]).not.toHaveProperty("planned");
  });

  it("[X7] leaves no schedule behind: it can be changed at once a month after", async () => {
    const story = await subscribed(omnia, month("pro"));
    await story.done("plan", month("creator"));
    await story.until("2026-03-28T14:00:00Z");
    expect((await story.subscription()).schedule).toBeNull();
  });
});

describe("A change at once whose payment fails", () => {
  it("[X7] is 402 payment_failed, and the plan, its credits and its money stay as they were", async () => {
    const story = await subscribed(neume, month("basic"));
    const { customer } = await story.subscription();
    await story.stripe.control("decline", { customer: nameOf(customer) });
    const refusal = await story.ask("plan", month("pro"), "k");
    expect(refusal).toMatchObject(refused(402, "payment_failed"));
    expect(refusal.text).not.toMatch(/declined|card_|sub_|cus_/);
    expect((await story.subscription()).items.data).toMatchObject([{ price: { lookup_key: "neume_basic_month" } }]);
    expect(await story.has()).toEqual({ plan: 99 });
    // The key is Stripe's: what it has refused it refuses again; another one tries anew.
    expect(await story.ask("plan", month("pro"), "k")).toMatchObject(refused(402, "payment_failed"));
    await story.stripe.control("decline", { customer: nameOf(customer), times: 0 });
    await story.done("plan", month("pro"));
    expect(await story.has()).toEqual({ plan: 2_000 });
  });

  it("[X7] leaves what was planned before it as it was: the smaller plan comes, at its price", async () => {
    const story = await subscribed(neume, month("plus"));
    await story.done("plan", month("basic"));
    const { customer } = await story.subscription();
    await story.stripe.control("decline", { customer: nameOf(customer) });
    for (const key of ["k", "k", "another"]) {
      expect(await story.ask("plan", month("pro"), key)).toMatchObject(refused(402, "payment_failed"));
      const { nextRenewal } = await story.balance();
      expect(nextRenewal).toEqual({ at: "2026-02-28T12:00:00.000Z", credits: 100, plan: "basic" });
    }
    await story.stripe.control("decline", { customer: nameOf(customer), times: 0 });
    await story.until("2026-02-28T14:00:00Z");
    expect(await story.has()).toEqual({ plan: 100 });
    expect(await story.latestPayment()).toBe(9_00);
  });

  it("[X7] leaves alone what was said since by another request, also where it died before it had put that back", async () => {
    const story = await subscribed(neume, month("plus"));
    await story.done("plan", month("basic"));
    const { customer } = await story.subscription();
    await story.stripe.control("decline", { customer: nameOf(customer) });
    // It has begun, has dropped what was planned, and does not hear that the change was declined.
    story.wire.diesAfter(3);
    expect(await story.call("plan", month("pro"), "k")).toMatchObject(refused(503, "busy"));
    story.wire.revives();
    await story.told();
    expect((await story.subscription()).schedule).toBeNull();
    story.passbook.time.now += A_TURN_MS;
    await story.done("plan", month("plus"));
    expect(await story.ask("plan", month("pro"), "k")).toMatchObject(refused(402, "payment_failed"));
    expect((await story.balance()).nextRenewal).toMatchObject({ plan: "plus" });
  });

  it("[X7] because there is no card is told so too", async () => {
    const story = await subscribed(neume, month("basic"));
    // In Stripe's words: "This customer has no attached payment source or default payment method."
    story.wire.refuses("error_if_incomplete", { type: "invalid_request_error", code: "resource_missing" });
    expect(await story.ask("plan", month("pro"))).toMatchObject(refused(402, "payment_failed"));
  });
});

describe("A change of plan is refused", () => {
  it("without a subscription, and for what is not sold", async () => {
    const story = await billingStory(omnia);
    const nothing = wrong("account", "has no subscription; one begins with a checkout");
    expect(await story.ask("plan", month("pro"))).toMatchObject(nothing);
    expect(await story.ask("plan", { ...month("pro"), preview: true })).toMatchObject(nothing);
    expect(await story.ask("plan", month("gold"))).toMatchObject(wrong("plan", "is not in the catalogue"));
    expect(await story.ask("plan", year("free"))).toMatchObject(wrong("interval", "free is not sold by the year"));
    expect(await story.ask("plan", { plan: "pro", interval: "week" })).toMatchObject({ status: 422 });
  });

  it("[O9] while the subscription is set to end: it is resumed first", async () => {
    const story = await subscribed(omnia, month("creator"));
    await story.done("cancel", { when: "period_end" });
    const ending = wrong("subscription", "is set to end; it has to be resumed first");
    expect(await story.ask("plan", month("pro"))).toMatchObject(ending);
    expect(await story.ask("plan", { ...month("pro"), preview: true })).toMatchObject(ending);
    await story.done("resume", {});
    await story.done("plan", month("pro"));
  });

  it("[N3] while it is unpaid: what is owed is paid first", async () => {
    const story = await subscribed(neume, month("basic"));
    await story.stripe.control("billing", { afterLastAttempt: "unpaid" });
    await story.stripe.control("decline", { customer: nameOf((await story.subscription()).customer), times: 9 });
    await story.until("2026-03-25T12:00:00Z");
    expect((await story.subscription()).status).toBe("unpaid");
    expect(await story.ask("plan", month("plus"))).toMatchObject(
      wrong("subscription", "is unpaid; what is owed has to be paid first"),
    );
  });
});

describe("The key of a change is Stripe's", () => {
  it("[X9] the same request answers what it answered, whatever has happened since", async () => {
    const story = await subscribed(neume, month("basic"));
    const first = await story.ask("plan", month("plus"), "k");
    await story.until("2026-02-10T10:00:00Z");
    await story.done("cancel", { when: "period_end" });
    const again = await story.ask("plan", month("plus"), "k");
    expect(again).toMatchObject({ status: 200, text: first.text, headers: { "idempotent-replayed": "true" } });
    expect(await story.latestPayment()).toBe(29_00);
  });

  it("[X9] another content is 409, and another verb is another content", async () => {
    const story = await subscribed(neume, month("basic"));
    await story.done("plan", month("plus"), "k");
    expect(await story.ask("plan", month("pro"), "k")).toMatchObject(refused(409, "idempotency_conflict"));
    expect(await story.ask("cancel", { when: "period_end" }, "k")).toMatchObject(refused(409, "idempotency_conflict"));
    expect((await story.subscription()).items.data).toMatchObject([{ price: { lookup_key: "neume_plus_month" } }]);
  });

  it("[X9] a refused request has none: it is done once nothing is in its way any more", async () => {
    const story = await subscribed(omnia, month("creator"));
    await story.done("cancel", { when: "period_end" });
    expect(await story.ask("plan", month("pro"), "k")).toMatchObject({ status: 422 });
    await story.done("resume", {});
    await story.done("plan", month("pro"), "k");
  });

  it("[X9] after 24 hours it acts anew", async () => {
    const story = await subscribed(omnia, month("creator"));
    await story.done("plan", month("pro"), "k");
    await story.done("plan", month("creator"));
    story.stripe.wall.now += 24 * 3_600_000;
    expect((await story.ask("plan", month("pro"), "k")).headers).not.toHaveProperty("idempotent-replayed");
    await story.until("2026-02-28T14:00:00Z");
    expect(await story.has()).toEqual({ plan: 2_000 });
  });

  // Seed 671 of the simulation (60 operations, rate 0.15).
  it("[X9] one that was never told, asked again days after the plan has ended, is refused by name", async () => {
    const story = await subscribed(omnia, month("creator"));
    story.wire.diesAfter(1);
    expect(await story.call("plan", month("pro"), "k")).toMatchObject(refused(503, "busy"));
    story.wire.revives();
    await story.stripe.api.subscriptions.cancel((await story.subscription()).id);
    story.stripe.wall.now += 3 * 24 * 3_600_000;
    const message = "has ended; another one begins with a checkout";
    expect(await story.call("plan", month("pro"), "k")).toMatchObject(wrong("subscription", message));
  });

  it("[X9] a cancellation that was never told, asked again days after the plan has ended, says when it did", async () => {
    const story = await subscribed(omnia, month("creator"));
    story.wire.diesAfter(1);
    expect(await story.call("cancel", { when: "period_end" }, "k")).toMatchObject(refused(503, "busy"));
    story.wire.revives();
    await story.stripe.api.subscriptions.cancel((await story.subscription()).id);
    story.stripe.wall.now += 3 * 24 * 3_600_000;
    const { ended_at } = await story.subscription();
    const effectiveAt = new Date(Number(ended_at) * 1000).toISOString();
    expect(await story.call("cancel", { when: "period_end" }, "k")).toMatchObject({
      status: 200,
      body: { effectiveAt },
    });
  });

  it("[X9] the same request twice at once is one change", async () => {
    const story = await subscribed(neume, month("basic"));
    const answers = await Promise.all([1, 2].map(() => story.call("plan", month("plus"), "k")));
    await story.told();
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.text).toBe(answers[1]?.text);
    expect(await story.has()).toEqual({ plan: 500 });
  });

  it.each([
    ["at once", neume, "basic", "pro"],
    ["for the difference", musiversal, "studio-5", "studio-10"],
    ["from the next renewal on", omnia, "creator", "pro"],
  ] as const)(
    "[X7] [X9] two requests at once, for a change %s, are one after the other",
    async (_, policy, from, to) => {
      const story = await subscribed(policy, month(from));
      const paid = async () => (await story.stripe.api.charges.list({ limit: 100 })).data.length;
      const before = await paid();
      const answers = await Promise.all(["k1", "k2"].map((key) => story.call("plan", month(to), key)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]));
      const overtaken = answers.findIndex(({ status }) => status === 503);
      expect(answers[overtaken]).toMatchObject(refused(503, "busy"));
      const again = await story.done<Changed>("plan", month(to), ["k1", "k2"][overtaken]);
      expect(again.money.dueNow).toBe(0);
      expect((await paid()) - before).toBe(policy === omnia ? 0 : 1);
    },
  );

  it("[X9] one of which nobody knows what became has a minute, and what comes meanwhile waits", async () => {
    const story = await subscribed(neume, month("basic"));
    story.wire.diesAfter(2);
    expect(await story.call("plan", month("pro"), "k1")).toMatchObject(refused(503, "busy"));
    story.wire.revives();
    expect(await story.call("cancel", { when: "period_end" }, "k2")).toMatchObject(refused(503, "busy"));
    story.passbook.time.now += A_TURN_MS;
    await story.done("cancel", { when: "period_end" }, "k2");
  });

  it("[X9] without Stripe nothing is decided: 503, and the same key", async () => {
    const story = await subscribed(neume, month("basic"));
    story.wire.diesAfter(0);
    for (const body of [month("plus"), { ...month("plus"), preview: true }])
      expect(await story.call("plan", body, "k")).toMatchObject(refused(503, "busy"));
    story.wire.revives();
    await story.done("plan", month("plus"), "k");
  });
});
