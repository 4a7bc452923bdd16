import { type Account, nextCycleAt, nextRenewal, type Term } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { expired, given, granted, spent } from "../support/given.ts";
import { at, days, iso, readable } from "../support/instants.ts";
import { play } from "../support/journal.ts";
import { calls, month, omnia, stands, takes, year } from "../support/omnia-story.ts";
import { refunds } from "../support/reversal-story.ts";

const february = month("2026-02-01", "2026-03-01");

describe("between a period's end and its payment", () => {
  test("[X1] the old credits can be spent", () => {
    given(february)
      .when(takes(20, "2026-03-01T00:30Z"))
      .emits({ movements: [spent(20)], balance: 480 });
  });

  test("[X1] the payment, an hour later, turns over what is left then", () => {
    given(february, takes(20, "2026-03-01T00:30Z"))
      .when(month("2026-03-01", "2026-04-01", { paidAt: "2026-03-01T01:00Z" }))
      .emits({
        occurredAt: "2026-03-01T01:00Z",
        movements: [expired(480), granted(500, { birth: "2026-03-01T01:00Z", end: "2026-04-04" })],
        balance: 500,
      });
  });

  test.each(["paused", "unpaid"] as const)(
    "[X8] none is asked for while it is %s, and so no credits come",
    (status) => {
      const renewalOf = (...life: Parameters<typeof play>[1]) =>
        nextRenewal(omnia, play(omnia, life).account, at("2026-02-10"));
      expect(renewalOf(february)).toMatchObject({ credits: 500 });
      expect(renewalOf(february, stands("2026-02-05", { status }))).toBeNull();
      const inAYear = [year("2026-02-01", "2027-02-01"), stands("2026-02-05", { status })];
      expect(renewalOf(...inAYear)).toMatchObject({ at: at("2026-03-01"), credits: 500 });
    },
  );

  test("[X1] after 72 hours without a payment they are gone", () => {
    given(february).when(takes(500, "2026-03-03T23:59Z")).emits({ balance: 0 });
    given(february).when(takes(1, "2026-03-04")).refuses({ available: 0 });
  });

  test("[X1] a payment after the grace grants, and carries nothing over", () => {
    given(february)
      .when(month("2026-03-01", "2026-04-01", { paidAt: "2026-03-20" }))
      .emits(
        { type: "expired", at: "2026-03-04", movements: [expired(500)], balance: 0 },
        { reason: "renewal", at: "2026-03-20", movements: [granted(500, { end: "2026-04-04" })], balance: 500 },
      );
  });

  test("[X1] a payment in the last moment of its own period opens that period", () => {
    const march = month("2026-03-01", "2026-04-01", { paidAt: "2026-03-31T23:59:59.999Z" });
    given(february, "2026-03-05")
      .when(march)
      .emits({ reason: "renewal", movements: [granted(500, { end: "2026-04-04" })] });
  });
});

describe("a payment after its period", () => {
  test("[X1] is a lot that ends with the cycle that runs then, and is turned over with it", () => {
    const lateFebruary = month("2026-02-01", "2026-03-01", { paidAt: "2026-03-05" });
    const history = [month("2026-01-01", "2026-02-01"), month("2026-03-01", "2026-04-01")];
    given(...history)
      .when(lateFebruary)
      .emits({
        type: "granted",
        reason: "paid late",
        movements: [granted(500, { birth: "2026-03-05", end: "2026-04-04" })],
        balance: 1_000,
      });
    given(...history, lateFebruary)
      .when(month("2026-04-01", "2026-05-01", { paidAt: "2026-04-01T01:00Z" }))
      .emits({ movements: [expired(500), expired(500), granted(500)], balance: 500 });
  });

  test("[X1] where no cycle runs, it lasts for one, from the payment", () => {
    const late = month("2026-02-01", "2026-03-01", { paidAt: "2026-03-31" });
    given()
      .when(late)
      .emits({ reason: "paid late", movements: [granted(500, { end: "2026-04-30" })] });
    given(month("2026-01-01", "2026-02-01"), "2026-02-10")
      .when(late)
      .emits({ movements: [granted(500, { end: "2026-04-30" })] });
    given(late)
      .when("2026-04-30")
      .emits({ type: "expired", movements: [expired(500)], balance: 0 });
  });

  test("[X1] exactly at its end is after it", () => {
    given()
      .when(month("2026-02-01", "2026-03-01", { paidAt: "2026-03-01" }))
      .emits({ reason: "paid late" });
  });

  test("[X1] a year that is paid when it is over gives its twelve allowances", () => {
    given()
      .when(year("2026-01-31", "2027-01-31", { paidAt: "2027-02-10" }))
      .emits({ movements: [granted(6_000, { end: "2027-03-10" })] });
  });

  test("[X1] the period that the account knows next is not disturbed by it", () => {
    const history = [february, month("2026-01-01", "2026-02-01", { paidAt: "2026-02-10" })];
    given(...history)
      .when(month("2026-03-01", "2026-04-01"))
      .emits({ reason: "renewal", movements: [expired(500), expired(500), granted(500, { end: "2026-04-04" })] });
  });

  test.each([
    ["in the first moment of a cycle is in that cycle", "2026-02-01", "2026-03-04"],
    ["in the last moment of the grace is in it too", "2026-03-03T23:59:59.999Z", "2026-03-04"],
    ["when the grace is over is in none, and lasts for one of its own", "2026-03-04", "2026-04-04"],
    ["before the cycle that the account knows is in none, however late it is told", "2026-01-31", "2026-02-28"],
  ])("[X1] %s", (_, paidAt, end) => {
    const late = month("2025-12-31", "2026-01-31", { paidAt, toldAt: "2026-03-05" });
    const entry = given(february).when(late).entries().at(-1);
    expect(entry).toMatchObject({ reason: "paid late" });
    expect(entry?.movements[0]).toMatchObject(granted(500, { birth: paidAt, end }));
    const left = at(end) > at("2026-03-05") ? { plan: 500 } : {};
    given(february, late).when("2026-03-05").leaves(left);
    given(february, "2026-03-05").when(late).leaves(left);
  });

  test("[X1] with the payment of that cycle in one moment, the order of their telling makes no difference", () => {
    const late = month("2025-12-31", "2026-01-31", { paidAt: "2026-02-01" });
    given(late).when(february).leaves({ plan: 1_000 });
    given(late, february).when("2026-03-03T23:59:59.999Z").leaves({ plan: 1_000 });
    given(late, february)
      .when("2026-03-04")
      .emits({ movements: [expired(500), expired(500)] });
  });

  test("[X1] while a cycle is awaiting its payment, the lot ends with the grace", () => {
    given(february)
      .when(month("2026-01-01", "2026-02-01", { paidAt: "2026-03-02" }))
      .emits({ movements: [granted(500, { end: "2026-03-04" })] });
  });
});

describe("the next renewal", () => {
  const yearly = year("2026-01-31", "2027-01-31");

  test.each([
    ["of a month is its end", "2026-02-10", [february], { at: "2026-03-01", credits: 500, plan: "creator" }],
    [
      "is still that while the payment is awaited",
      "2026-03-03",
      [february],
      { at: "2026-03-01", credits: 500, plan: "creator" },
    ],
    ["is none when the grace is over", "2026-03-04", [february], null],
    ["is none without a plan", "2026-02-10", [], null],
    [
      "inside a paid year is the next anchor",
      "2026-02-10",
      [yearly],
      { at: "2026-02-28", credits: 500, plan: "creator" },
    ],
    [
      "gives as many allowances as were bought",
      "2026-02-10",
      [month("2026-02-01", "2026-03-01", { plan: "team", quantity: 4 })],
      { at: "2026-03-01", credits: 24_000, plan: "team" },
    ],
    [
      "of two subscriptions is the earlier one, whichever was bought first",
      "2026-02-10",
      [
        month("2026-02-05", "2026-03-05"),
        month("2026-02-01", "2026-03-01", { subscription: "sub_2", plan: "pro", toldAt: "2026-02-06" }),
      ],
      { at: "2026-03-01", credits: 2_000, plan: "pro" },
    ],
  ])("[O12] %s", (_, now, paid, renewal) => {
    expect(readable(nextRenewal(omnia, play(omnia, paid).account, at(now)))).toEqual(renewal);
  });

  test("[O12] after the twelfth allowance of a paid year is the year's end", () => {
    const { account } = play(omnia, [yearly, takes(1, "2027-01-10")]);
    expect(readable(nextRenewal(omnia, account, at("2027-01-10")))).toMatchObject({ at: "2027-01-31" });
  });

  test("[O12] [O1] of the Free plan is its next cycle", () => {
    const { account } = play(omnia, [calls("2026-01-05")]);
    expect(readable(nextRenewal(omnia, account, at("2026-01-10")))).toEqual({
      at: "2026-02-05",
      credits: 50,
      plan: "free",
    });
  });

  test("[O12] [O14] is not where another subscription is set to end", () => {
    const both = [february, month("2026-02-05", "2026-03-05", { subscription: "sub_2" })];
    const { account } = play(omnia, [...both, stands("2026-02-06", { cancelAt: "2026-03-01" })]);
    expect(readable(nextRenewal(omnia, account, at("2026-02-10")))).toMatchObject({ at: "2026-03-05" });
  });

  test("[O12] [X5] of a year that was refunded in part is what is left of the next allowance", () => {
    const refund = refunds(yearly, "2026-02-01", { amount: 99 });
    const { account } = play(omnia, [yearly, refund, takes(1, "2026-12-10")]);
    expect(readable(nextRenewal(omnia, account, at("2026-12-10")))).toMatchObject({ at: "2026-12-31", credits: 0 });
  });

  test("[O2] a paid time has no cycle behind its end, whatever the cycle", () => {
    const [term] = play(omnia, [yearly]).account.terms as readonly [Term];
    expect(nextCycleAt({ ...omnia, cycle: days(400) }, term, 1)).toBeUndefined();
    expect(iso(nextCycleAt({ ...omnia, cycle: days(30) }, term, 11) ?? 0)).toBe("2026-12-27");
    expect(nextCycleAt({ ...omnia, cycle: days(30) }, term, 12)).toBeUndefined();
  });

  test("[O12] an account can be asked without its lots", () => {
    const account: Account = { ...play(omnia, [february]).account, lots: [] };
    expect(nextRenewal(omnia, account, at("2026-02-10"))?.credits).toBe(500);
  });
});
