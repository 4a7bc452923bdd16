import { type ChangeSubscription, forecast, nextRenewal, settle, subscriptionKey } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { at } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { month, omnia, stands, year } from "../support/omnia-story.ts";

const february = month("2026-02-01", "2026-03-01");
const yearly = year("2026-01-31", "2027-01-31");

const renewalOf = (now: string, ...life: Happening[]) =>
  nextRenewal(omnia, settle(omnia, play(omnia, life).account, at(now)).account, at(now));

describe("what the items of a subscription sell", () => {
  const sells = (plan: string, saidAt: string, more: Partial<ChangeSubscription> = {}) =>
    ({ ...stands(saidAt), sells: { plan, interval: "month", quantity: 1 }, ...more }) as const;
  const pro = { plan: "pro", interval: "month", quantity: 1, at: at("2026-03-01") } as const;
  test("[O12] [X1] is what the next payment is for, also while it is awaited", () => {
    const life = [february, sells("pro", "2026-03-01", { planned: pro })];
    expect(renewalOf("2026-03-02", ...life)).toEqual({ at: at("2026-03-01"), credits: 2_000, plan: "pro" });
    const { account } = play(omnia, life);
    expect(forecast(omnia, account, at("2026-03-02"), at("2026-03-02T01:00:00Z")).account.lots).toMatchObject([
      { left: 2_000 },
    ]);
  });

  test("[O8] is not what renews where a change is set for then", () => {
    const life = [february, sells("creator", "2026-02-05", { planned: pro })];
    expect(renewalOf("2026-02-10", ...life)).toMatchObject({ plan: "pro" });
    expect(renewalOf("2026-03-02", ...life)).toMatchObject({ plan: "pro" });
  });

  test("[O8] comes before a change that was planned, has come, and was changed again", () => {
    const quantity = { sells: { plan: "pro", interval: "month", quantity: 3 } } as const;
    expect(renewalOf("2026-03-02", february, sells("pro", "2026-03-01", { planned: pro, ...quantity }))).toMatchObject({
      credits: 6_000,
    });
  });

  test("[X2] and its payment come to the same in any order", () => {
    const paid = month("2026-03-01", "2026-04-01", { plan: "pro", paidAt: "2026-03-01T01:00:00Z" });
    const said = sells("pro", "2026-03-01", { planned: pro });
    const next = { at: at("2026-04-01"), credits: 2_000, plan: "pro" };
    expect(renewalOf("2026-03-02", february, said, paid)).toEqual(next);
    expect(renewalOf("2026-03-02", february, paid, said)).toEqual(next);
    expect(renewalOf("2026-03-02", february, paid, said, sells("pro", "2026-03-02", { planned: pro }))).toEqual(next);
  });

  test("[M15] is part of the state that is written down", () => {
    const [creator, larger] = [sells("creator", "2026-02-05"), sells("pro", "2026-02-05")];
    expect(subscriptionKey(creator)).not.toEqual(subscriptionKey(larger));
  });
});

describe("a larger plan inside a paid year", () => {
  const larger = { plan: "pro", interval: "year", quantity: 1, at: at("2026-03-31") } as const;
  const said = { ...stands("2026-03-31"), planned: larger };

  test("[O8] [O12] is the next allowance's from its anchor on", () => {
    const life = [yearly, { ...stands("2026-02-05"), planned: larger }];
    expect(renewalOf("2026-02-10", ...life)).toMatchObject({ credits: 500, plan: "creator" });
    expect(renewalOf("2026-03-10", ...life)).toEqual({ at: at("2026-03-31"), credits: 2_000, plan: "pro" });
  });

  test("[O8] [X1] is expected until the grace is over, and then no more", () => {
    const life = [yearly, said];
    expect(renewalOf("2026-04-01", ...life)).toMatchObject({ at: at("2026-04-30"), credits: 2_000, plan: "pro" });
    expect(renewalOf("2026-04-03", ...life)).toMatchObject({ credits: 500, plan: "creator" });
    const { account } = play(omnia, life);
    const soon = forecast(omnia, account, at("2026-04-01"), at("2026-04-01T01:00:00Z"));
    expect(soon.account.lots.map(({ left }) => left)).toEqual([500, 1_500]);
    expect(forecast(omnia, account, at("2026-04-03"), at("2026-05-10")).account.lots).toMatchObject([{ left: 500 }]);
  });
});
