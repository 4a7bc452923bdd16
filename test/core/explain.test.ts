import {
  costs,
  costsBy,
  explain,
  explainSections,
  forever,
  free,
  givesBack,
  hours,
  lost,
  minutes,
  moreThan,
  type Policy,
  percent,
} from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { describe, expect, test } from "vitest";
import { days } from "../support/instants.ts";
import { omnia } from "../support/omnia-story.ts";

const small: Policy = {
  ...omnia,
  currency: "USD",
  plans: { basic: { allowance: 1_234_567, price: { month: 9_05 } } },
  packs: { pack_50: { credits: 50, price: 5_00, lasts: forever } },
  services: { song: costs(1_000), video: costsBy("quality", { standard: 60, high: 1_100 }), preview: free },
  pools: ["basic"],
};

describe("a policy is explained in sentences that a customer can read", () => {
  test("all of them, in the order of the policy", () => {
    expect(explain(small)).toEqual([
      "The plan basic gives 1,234,567 credits every month and costs USD 9.05 a month.",
      "A trial gives no credits.",
      "Plan credits that are left when the next ones come expire.",
      "While a renewal is being paid, the old credits stay for up to 3 days.",
      "50 more credits cost USD 5.00 and do not expire.",
      "song costs 1,000 credits.",
      "video costs 60 (standard) or 1,100 (high) credits, by quality.",
      "preview is free.",
      "Credits that come back after their own time is over stay until the current cycle ends.",
      "A price that is quoted is kept for 10 minutes, and can be used once.",
      "Credits are spent in this order: plan, rollover, add-on, promotion, adjustment, top-up; of one kind those that end first.",
      "A balance is marked as low at 10 percent of what the plan gives or less.",
      "With the plan basic a team can share one pool of credits: once it has members, only they spend from it.",
      "A member may have a budget: no more than so many credits in a cycle. What comes back in the same cycle can be spent again.",
      "When the plan changes or ends the members stay, and spend what the pool has left.",
      "When the subscription has ended, these credits are lost: plan, rollover.",
      "Before the first subscription and after the last a person has the plan free.",
      "A refund takes back its share of what the payment gave, from those credits and no others.",
      "What of it was spent already is owed: the next credits that come pay it first.",
      "While a payment is disputed, what is left of its credits can't be spent.",
    ]);
  });

  test("[O1] OmniaStudio's plans, monthly and yearly", () => {
    expect(explain(omnia)).toContain(
      "The plan creator gives 500 credits every month and costs EUR 9.90 a month or EUR 99.00 a year.",
    );
    expect(explain(omnia)).toContain("1,000 more credits cost EUR 19.00 and do not expire.");
  });

  test("[O1] a plan without a price that is no fallback was sold once", () => {
    const plans = { ...omnia.plans, pro: { allowance: 2_000, price: {} } };
    expect(explain({ ...omnia, plans })).toContain(
      "The plan pro gives 2,000 credits every month and is not sold any more.",
    );
  });

  test("every plan, pack and service has its sentence", () => {
    const text = explain(omnia).join("\n");
    for (const name of [...Object.keys(omnia.plans), ...Object.keys(omnia.services)]) expect(text).toContain(name);
    for (const { credits } of Object.values(omnia.packs)) expect(text).toContain(`${credits / 1_000},000 more credits`);
  });

  test("[M4] [M5] [M6] Musiversal's bookings", () => {
    const from = explain(musiversal).indexOf("Booked ahead are: session, stem-mastering, mixing.");
    expect(explain(musiversal).slice(from + 1, from + 6)).toEqual([
      "At most 30 bookings may be ahead at any one time.",
      "A booking can be 2 or 3 times as long, and costs as many times the credits.",
      "A booking that is cancelled more than 48 hours before its start gives back all of what it cost.",
      "Cancelled later than that, or after its start, it gives nothing back.",
      "Credits that come back after their own time is over stay until the current cycle ends.",
    ]);
  });

  test("[M6] [X6] other windows, one length, and what comes back late is lost", () => {
    const cancelled = [givesBack(percent(50), moreThan(hours(24))), givesBack(percent(100), moreThan(hours(72)))];
    const policy = { ...musiversal, bookings: { openAtOnce: 3, lengths: [1], cancelled }, recredit: lost };
    const using = explainSections(policy).find(({ title }) => title === "Using credits");
    expect(using?.sentences.slice(4, -3)).toEqual([
      "At most 3 bookings may be ahead at any one time.",
      "A booking that is cancelled more than 72 hours before its start gives back all of what it cost.",
      "A booking that is cancelled more than 24 hours before its start gives back 50 percent of what it cost.",
      "Cancelled later than that, or after its start, it gives nothing back.",
      "Credits that come back after their own time is over are lost.",
    ]);
  });

  test.each([
    [{ months: 3 }, "every 3 months"],
    [days(30), "every 30 days"],
    [days(1), "every day"],
  ])("[O2] the cycle %j is %s", (cycle, words) => {
    expect(explain({ ...small, cycle })[0]).toBe(
      `The plan basic gives 1,234,567 credits ${words} and costs USD 9.05 a month.`,
    );
  });

  test.each([
    [hours(72), "3 days"],
    [hours(36), "36 hours"],
    [hours(24), "one day"],
    [minutes(90), "90 minutes"],
  ])("[X1] a grace of %i ms is %s", (grace, words) => {
    expect(explain({ ...small, grace })).toContain(
      `While a renewal is being paid, the old credits stay for up to ${words}.`,
    );
  });

  test.each([
    [hours(1), "one hour"],
    [minutes(15), "15 minutes"],
    [1_500 * 1_000, "25 minutes"],
    [45_000, "45 seconds"],
  ])("[O13] a quote of %i ms is kept for %s", (lasts, words) => {
    expect(explain({ ...small, quotes: { lasts } })).toContain(
      `A price that is quoted is kept for ${words}, and can be used once.`,
    );
  });
});
