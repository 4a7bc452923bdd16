import { decide, type GrantAllowance } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { expired, given, givenPolicy, granted } from "../support/given.ts";
import { at, days } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { bought, month, omnia, stands, takes, year } from "../support/omnia-story.ts";

describe("a paid period gives its plan's allowance", () => {
  test("[N2] with the payment; it stays through the grace after the period, and no longer", () => {
    given()
      .when(month("2026-02-01T09:00Z", "2026-03-01T09:00Z", { toldAt: "2026-02-01T09:00:03Z" }))
      .emits({
        key: `grant/sub_1_item/price_creator_month/${Date.UTC(2026, 1, 1, 9)}`,
        type: "granted",
        reason: "first allowance",
        by: "stripe",
        policy: "omnia@2026-01-01",
        at: "2026-02-01T09:00:03Z",
        occurredAt: "2026-02-01T09:00Z",
        movements: [granted(500, { lot: 1, birth: "2026-02-01T09:00Z", end: "2026-03-04T09:00Z" })],
        balance: 500,
        bySource: { plan: 500 },
        ref: {
          plan: "creator",
          interval: "month",
          quantity: 1,
          from: "2026-02-01T09:00Z",
          until: "2026-03-01T09:00Z",
          subscription: "sub_1",
          invoice: "in_2026-02-01T09:00Z",
          line: "il_2026-02-01T09:00Z",
        },
      });
  });

  test.each([
    ["creator", 500],
    ["pro", 2_000],
    ["team", 6_000],
    ["enterprise", 20_000],
  ])("[O1] %s gives %i", (plan, credits) => {
    given()
      .when(month("2026-02-01", "2026-03-01", { plan }))
      .emits({ movements: [granted(credits)] });
  });

  test("[N2] what is left of the old cycle expires with the new allowance, in one entry; nothing rolls over", () => {
    given(month("2026-02-01", "2026-03-01"), takes(80, "2026-02-10"))
      .when(month("2026-03-01", "2026-04-01"))
      .emits({
        type: "granted",
        reason: "renewal",
        movements: [expired(420, "plan", 1), granted(500, { lot: 3 })],
        balance: 500,
      });
  });

  test("[N2] the last credit expires too", () => {
    given(month("2026-02-01", "2026-03-01"), takes(499, "2026-02-10"))
      .when(month("2026-03-01", "2026-04-01"))
      .emits({ movements: [expired(1), granted(500)], balance: 500 });
  });

  test("[N2] where all was spent there is nothing to expire", () => {
    given(month("2026-02-01", "2026-03-01"), takes(500, "2026-02-10"))
      .when(month("2026-03-01", "2026-04-01"))
      .emits({ movements: [granted(500)], balance: 500 });
  });

  test("[N2] of what is held nothing expires with the renewal: it was taken while it lived", () => {
    const { account } = play(omnia, [month("2026-02-01", "2026-03-01")]);
    const held = { ...account, lots: account.lots.map((lot) => ({ ...lot, left: 0, held: 500 })) };
    expect(decide(omnia, held, month("2026-03-01", "2026-04-01"))).toMatchObject({
      entry: { movements: [granted(500)], balance: 500 },
    });
  });

  test("[N2] what is not of the plan does not make room for it, though it ends with the same cycle", () => {
    const { account } = play(omnia, [month("2026-02-01", "2026-03-01")]);
    const gift = account.lots.map((lot) => ({ ...lot, source: "promotion" as const }));
    const both = { ...account, lots: [...account.lots, ...gift] };
    expect(decide(omnia, both, month("2026-03-01", "2026-04-01"))).toMatchObject({
      entry: { movements: [expired(500), granted(500)], bySource: { plan: 500, promotion: 500 } },
    });
  });

  test("[O8] a higher plan gives its credits from its own payment on, a lower plan too", () => {
    given(month("2026-02-01", "2026-03-01"))
      .when(month("2026-03-01", "2026-04-01", { plan: "pro" }))
      .emits({ movements: [expired(500), granted(2_000)], balance: 2_000 });
    given(month("2026-02-01", "2026-03-01", { plan: "pro" }))
      .when(month("2026-03-01", "2026-04-01"))
      .emits({ movements: [expired(2_000), granted(500)], balance: 500 });
  });

  test("[O14] two subscriptions are two allowances: the renewal of one leaves the other's credits alone", () => {
    given(month("2026-02-01", "2026-03-01"), month("2026-02-10", "2026-03-10", { subscription: "sub_2", plan: "pro" }))
      .when(month("2026-03-01", "2026-04-01"))
      .emits({ movements: [expired(500, "plan", 1), granted(500)], balance: 2_500 });
  });

  test("[O14] a second subscription's first payment is a first allowance and turns nothing over", () => {
    given(month("2026-02-01", "2026-03-01"))
      .when(month("2026-02-01", "2026-03-01", { subscription: "sub_2" }))
      .emits({ reason: "first allowance", movements: [granted(500)], balance: 1_000 });
  });
});

describe("quantities, trials and coupons", () => {
  test.each([
    [1, 500],
    [2, 1_000],
    [7, 3_500],
  ])("[X8] quantity %i grants %i", (quantity, credits) => {
    given()
      .when(month("2026-02-01", "2026-03-01", { quantity }))
      .emits({ movements: [granted(credits)] });
  });

  test("[X8] a paid year of quantity 3 gives three allowances each cycle", () => {
    given(year("2026-01-31", "2027-01-31", { quantity: 3 }))
      .when("2026-02-28")
      .emits({ movements: [expired(1_500), granted(1_500)] });
  });

  test("[X8] a line of 0 is a trial: it grants nothing, and is remembered", () => {
    const trial = month("2026-02-01", "2026-02-15", { amount: 0 });
    given().when(trial).emits({ type: "noted", reason: "trial", movements: [], balance: 0 });
    given(trial).when(trial).emits();
  });

  test("[X8] the payment after a trial is the first allowance, and a trial ends no credits", () => {
    given(bought("pack_1000", "2026-02-01"), month("2026-02-01", "2026-02-15", { amount: 0 }))
      .when(month("2026-02-15", "2026-03-15"))
      .emits({ reason: "first allowance", movements: [granted(500)], balance: 1_500 });
  });

  test("[X8] a line above 0 grants in full, however small: its coupon is the invoice's business", () => {
    given()
      .when(month("2026-02-01", "2026-03-01", { amount: 1 }))
      .emits({ movements: [granted(500)] });
  });
});

describe("a paid year", () => {
  test("[O11] opens with one allowance, not with twelve, which ends at the next anchor", () => {
    given()
      .when(year("2026-01-31", "2027-01-31"))
      .emits({ reason: "first allowance", movements: [granted(500, { end: "2026-02-28" })], balance: 500 });
  });

  test("[O11] is remembered as paid time, with what it has given of it", () => {
    const line = { subscription: "sub_1", item: "sub_1_item", plan: "pro", quantity: 3 };
    const paidTime = { ...line, paidAt: "2026-01-31T01:00Z", from: "2026-01-31", until: "2027-01-31", cycles: 12 };
    const paid = year("2026-01-31", "2027-01-31", { plan: "pro", quantity: 3, paidAt: "2026-01-31T01:00Z" });
    given()
      .when(paid)
      .emits({ term: { ...paidTime, given: 1, lotEnd: "2026-02-28" } });
    given(paid)
      .when("2026-02-28")
      .emits({ term: { ...paidTime, given: 2, lotEnd: "2026-03-31" } });
    given(paid, "2026-12-30")
      .when("2026-12-31")
      .emits({ term: { ...paidTime, given: 12, lotEnd: "2027-02-03" } });
  });

  test("[O11] gives twelve allowances until it ends", () => {
    const allowances = given(year("2026-01-31", "2027-01-31"))
      .when("2027-12-31")
      .entries()
      .filter(({ type }) => type === "granted");
    expect(allowances.map(({ occurredAt, reason, ref }) => [occurredAt, reason, ref["allowance"], ref["of"]])).toEqual([
      ["2026-02-28", "next cycle", 2, 12],
      ["2026-03-31", "next cycle", 3, 12],
      ["2026-04-30", "next cycle", 4, 12],
      ["2026-05-31", "next cycle", 5, 12],
      ["2026-06-30", "next cycle", 6, 12],
      ["2026-07-31", "next cycle", 7, 12],
      ["2026-08-31", "next cycle", 8, 12],
      ["2026-09-30", "next cycle", 9, 12],
      ["2026-10-31", "next cycle", 10, 12],
      ["2026-11-30", "next cycle", 11, 12],
      ["2026-12-31", "next cycle", 12, 12],
    ]);
  });

  test("[X4] paid late, it gives at once what has begun by then, and goes on from there", () => {
    const late = year("2026-01-31", "2027-01-31", { paidAt: "2026-03-31" });
    given()
      .when(late)
      .emits({ movements: [granted(1_500, { birth: "2026-03-31", end: "2026-04-30" })] });
    given(late)
      .when("2026-04-30")
      .emits({ movements: [expired(1_500), granted(500, { end: "2026-05-31" })], ref: { allowance: 4 } });
    given()
      .when({ ...late, paidAt: late.paidAt - 1 })
      .emits({ movements: [granted(1_000, { end: "2026-03-31" })] });
  });

  test("[X4] paid on its last day, it gives all twelve", () => {
    given()
      .when(year("2026-01-31", "2027-01-31", { paidAt: "2027-01-30" }))
      .emits({ movements: [granted(6_000, { end: "2027-02-03" })] });
  });

  test("[O2] in cycles of 30 days gives twelve too, the twelfth until the year ends", () => {
    const policy = { ...omnia, cycle: days(30) };
    const paid = year("2026-01-01", "2027-01-01");
    const entries = givenPolicy(policy, paid).when("2027-06-01").entries();
    expect(entries.filter(({ type }) => type === "granted")).toHaveLength(11);
    expect(entries.at(-2)).toMatchObject({
      occurredAt: "2026-11-27",
      movements: [expired(500), granted(500, { end: "2027-01-04" })],
    });
    expect(entries.at(-1)).toMatchObject({ occurredAt: "2027-01-04", movements: [expired(500)] });
  });

  test("[O2] in cycles that are longer than a twelfth of the year, none begins when it is over", () => {
    const entries = givenPolicy({ ...omnia, cycle: days(73) }, year("2026-01-01", "2027-01-01"))
      .when("2027-06-01")
      .entries();
    expect(entries.findLast(({ type }) => type === "granted")).toMatchObject({
      occurredAt: "2026-10-20",
      ref: { allowance: 5 },
    });
  });
});

describe("two subscriptions of one account", () => {
  const second = (from: string, until: string) => month(from, until, { subscription: "sub_2" });
  const termsAfter = (...story: Happening[]) => play(omnia, story).account.terms;

  test("[M13] [O14] each was bought when it began, or when it is known to have started", () => {
    const started = stands("2026-01-05", { startedAt: "2022-06-01" });
    const [first, other] = termsAfter(started, month("2026-02-01", "2026-03-01"), second("2026-02-10", "2026-03-10"));
    expect([first?.boughtAt, other?.boughtAt]).toEqual([at("2022-06-01"), at("2026-02-10")]);
  });

  test("[M8] [O14] the second one's cycles count on from the first one's", () => {
    const three = [
      month("2026-01-01", "2026-02-01"),
      month("2026-02-01", "2026-03-01"),
      month("2026-03-01", "2026-04-01"),
    ];
    expect(termsAfter(three[0] as GrantAllowance)).toMatchObject([{ turn: 1 }]);
    expect(termsAfter(...three, second("2026-03-10", "2026-04-10"))).toMatchObject([{ turn: 3 }, { turn: 3 }]);
    const renewed = [second("2026-03-10", "2026-04-10"), second("2026-04-10", "2026-05-10")];
    expect(termsAfter(...three, ...renewed)).toMatchObject([{ turn: 3 }, { turn: 4 }]);
  });

  test("[X2] of two payments of one instant for one period of one item the second renews the first", () => {
    given(month("2026-01-01", "2026-02-01"))
      .when(month("2026-01-01", "2026-02-01", { plan: "pro" }))
      .emits({ reason: "renewal", bySource: { plan: 2_000 } });
  });
});

describe("what can't be granted is a defect, and nothing is written", () => {
  test.each(["studio-5", "valueOf"])("the policy has no plan %s", (plan) => {
    expect(() => given().when(month("2026-02-01", "2026-03-01", { plan }))).toThrow(
      `omnia@2026-01-01 has no plan ${plan}`,
    );
  });
});
