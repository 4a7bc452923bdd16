import { decide, type RefundPayment } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { reverses } from "../support/booking-story.ts";
import { expired, given, givenPolicy, granted } from "../support/given.ts";
import { at, days } from "../support/instants.ts";
import { play } from "../support/journal.ts";
import { bought, month, omnia, stands, takes, year } from "../support/omnia-story.ts";

const january = month("2026-01-01", "2026-02-01");
const february = month("2026-02-01", "2026-03-01", { paidAt: "2026-02-01T01:00Z" });
const march = month("2026-03-01", "2026-04-01", { paidAt: "2026-03-01T01:00Z" });

describe("a fact that is told twice", () => {
  test.each([
    ["at once", []],
    ["after a spend", [takes(100, "2026-02-02")]],
    ["after the next renewal", [march]],
    ["a year later, when all has ended", ["2027-02-01"]],
  ])("[X2] changes nothing: %s", (_, between) => {
    given(january, february, ...between)
      .when({ ...february, now: february.now + 1 })
      .emits();
  });

  test("[X2] a grant belongs to the thing paid for: another invoice for the same line of time grants nothing", () => {
    given(january)
      .when({ ...january, invoice: "in_2", line: "il_2", paidAt: january.paidAt + 60_000 })
      .emits();
  });

  test.each([
    ["another period", { from: february.from, until: february.until }],
    ["another price", { price: "price_pro_month" }],
    ["another item", { item: "si_2" }],
  ])("[X2] %s is another thing", (_, difference) => {
    expect(
      given(january)
        .when({ ...january, ...difference })
        .entries(),
    ).toHaveLength(1);
  });
});

describe("a fact that is told late", () => {
  test("[X2] a renewal takes effect at its payment, not on arrival: born and ending as if it had been told in time", () => {
    given(january)
      .when({ ...february, now: february.now + 24 * 3_600_000 })
      .emits({
        at: "2026-02-02T01:00Z",
        occurredAt: "2026-02-01T01:00Z",
        movements: [expired(500), granted(500, { birth: "2026-02-01T01:00Z", end: "2026-03-04" })],
      });
  });

  test("[X2] a paid year that is told in its third month gives the months in between as so many cycles", () => {
    const told = year("2026-01-31", "2027-01-31", { toldAt: "2026-04-10" });
    given()
      .when(told)
      .emits({
        at: "2026-04-10",
        occurredAt: "2026-01-31",
        movements: [granted(500, { birth: "2026-01-31", end: "2026-02-28" })],
      });
    given(told)
      .when("2026-04-10")
      .emits(
        { at: "2026-04-10", occurredAt: "2026-02-28", movements: [expired(500), granted(500, { end: "2026-03-31" })] },
        {
          at: "2026-04-10",
          occurredAt: "2026-03-31",
          movements: [expired(500), granted(500, { end: "2026-04-30" })],
          balance: 500,
        },
      );
  });

  test("[X2] a month that is told when it is over is granted, and has ended", () => {
    const told = month("2026-02-01", "2026-03-01", { toldAt: "2026-06-01" });
    given()
      .when(told)
      .emits({ movements: [granted(500, { end: "2026-03-04" })] });
    given(told)
      .when("2026-06-01")
      .emits({ occurredAt: "2026-03-04", movements: [expired(500)], balance: 0 });
  });

  test("[X2] [X5] before a re-credit that has paid a debt: what was paid stays paid, once", () => {
    const refunded: RefundPayment = {
      type: "RefundPayment",
      now: at("2026-01-10"),
      refund: "re_1",
      payment: { invoice: january.invoice },
      amount: 9_90,
      paid: 9_90,
      outcome: "live",
      happenedAt: at("2026-01-10"),
    };
    const history = [
      january,
      takes(500, "2026-01-02", "r"),
      refunded,
      stands("2026-01-14"),
      reverses("r", "2026-01-15"),
    ];
    const pack = bought("pack_1000", "2026-01-12", { toldAt: "2026-01-16" });
    given(...history)
      .when(pack)
      .emits({ movements: [granted(1_000, { source: "top-up" })], bySource: { "top-up": 1_000 } });
    expect(play(omnia, [...history, pack]).account.debt).toBe(0);
  });

  test("[X2] is not decided without the journal that it reopens", () => {
    const { account } = play(omnia, [january, takes(1, "2026-01-10")]);
    const late = { ...stands("2025-12-31"), now: at("2026-01-11") };
    expect(() => decide(omnia, account, late)).toThrow(RangeError);
    expect(() => decide(omnia, account, late, [])).toThrow("without the account's journal");
  });

  test("[X2] a pack that is told a year late is all there", () => {
    given(january)
      .when(bought("pack_1000", "2026-01-10", { toldAt: "2027-01-10" }))
      .emits({
        type: "purchased",
        at: "2027-01-10",
        occurredAt: "2026-01-10",
        movements: [granted(1_000, { source: "top-up", birth: "2026-01-10" })],
      });
    given(january, bought("pack_1000", "2026-01-10", { toldAt: "2027-01-10" }))
      .when("2027-01-10")
      .emits({ type: "expired", occurredAt: "2026-02-04", movements: [expired(500)], balance: 1_000 });
    given(january, "2027-01-09")
      .when(bought("pack_1000", "2026-01-10", { toldAt: "2027-01-10" }))
      .emits({ type: "purchased", movements: [granted(1_000, { source: "top-up" })], balance: 1_000 });
  });
});

describe("facts in another order", () => {
  test("[X2] two renewals told in the other order leave what they leave in order", () => {
    const told = (facts: (typeof march)[]) =>
      given(january, ...facts.map((fact) => ({ ...fact, now: march.paidAt + 1 })));
    told([february, march]).when("2026-03-02").leaves({ plan: 500 });
    told([march, february]).when("2026-03-02").leaves({ plan: 500 });
    told([march, february]).when("2026-04-04").leaves({});
  });

  test("[X2] the earlier one, told last, is granted and had ended at the later one's payment", () => {
    given(january, march)
      .when({ ...february, now: march.now })
      .emits({
        type: "granted",
        reason: "renewal",
        at: "2026-03-01T01:00Z",
        occurredAt: "2026-02-01T01:00Z",
        movements: [granted(500, { birth: "2026-02-01T01:00Z", end: "2026-03-04" }), expired(500, "plan", 4)],
        balance: 500,
      });
    given(january, march, { ...february, now: march.now })
      .when("2026-03-02")
      .emits();
  });

  test("[X2] it does not take the account back to its own period: the next renewal is the later one's", () => {
    given(january, march, { ...february, now: march.now })
      .when(takes(501, "2026-03-02"))
      .refuses({ available: 500, nextRenewal: { at: "2026-04-01" } });
  });

  test("[X2] a year, told after the year that followed it, is twelve allowances that have ended", () => {
    const [first, second] = [year("2026-01-31", "2027-01-31"), year("2027-01-31", "2028-01-31")];
    given(second)
      .when({ ...first, now: second.now + 1 })
      .emits({
        reason: "first allowance",
        movements: [
          ...Array.from({ length: 12 }, () => granted(500)),
          ...Array.from({ length: 12 }, () => expired(500)),
        ],
        balance: 500,
      });
    given(second, { ...first, now: second.now + 1 })
      .when("2027-02-01")
      .leaves({ plan: 500 });
  });

  test("[X2] a year of five cycles, told after the year that followed it, is five allowances", () => {
    const [first, second] = [year("2026-01-01", "2027-01-01"), year("2027-01-01", "2028-01-01")];
    givenPolicy({ ...omnia, cycle: days(73) }, second)
      .when({ ...first, now: second.now })
      .emits({
        movements: [
          granted(500, { lot: 2, birth: "2026-01-01", end: "2026-03-15" }),
          granted(500, { lot: 2.0001, birth: "2026-03-15", end: "2026-05-27" }),
          granted(500, { lot: 2.0002, birth: "2026-05-27", end: "2026-08-08" }),
          granted(500, { lot: 2.0003, birth: "2026-08-08", end: "2026-10-20" }),
          granted(500, { lot: 2.0004, birth: "2026-10-20", end: "2027-01-04" }),
          ...Array.from({ length: 5 }, () => expired(500)),
        ],
        balance: 500,
      });
  });

  test("[X2] a year that a later payment cut short gives what had begun by then", () => {
    const change = month("2026-04-15", "2026-05-15", { plan: "pro" });
    given(change)
      .when(year("2026-01-31", "2027-01-31", { toldAt: "2026-04-16" }))
      .emits({
        movements: [...Array.from({ length: 3 }, () => granted(500)), ...Array.from({ length: 3 }, () => expired(500))],
        balance: 2_000,
      });
    given(change, year("2026-01-31", "2027-01-31", { toldAt: "2026-04-16" }))
      .when("2026-04-17")
      .leaves({ plan: 2_000 });
  });

  test("[X2] of two that begin at one instant the one paid last is in force, in either order", () => {
    const creator = month("2026-02-01", "2026-03-01");
    const pro = month("2026-02-01", "2026-03-01", { plan: "pro", paidAt: "2026-02-01T02:00Z" });
    given(creator)
      .when(pro)
      .emits({ reason: "renewal", movements: [expired(500), granted(2_000)] });
    given(pro)
      .when({ ...creator, now: pro.now })
      .emits({
        reason: "first allowance",
        movements: [granted(500, { birth: "2026-02-01" }), expired(500)],
        balance: 2_000,
      });
    given(creator)
      .when({ ...pro, paidAt: creator.paidAt })
      .emits({ reason: "renewal" });
  });

  test("[X2] a payment that comes after a later period was paid lives with the cycle that runs then", () => {
    given(month("2026-02-15", "2026-03-15"))
      .when(month("2026-02-01", "2026-03-01", { paidAt: "2026-02-20" }))
      .emits({
        reason: "paid late",
        movements: [granted(500, { birth: "2026-02-20", end: "2026-03-18" })],
      });
  });

  test("[X1] what is paid late ends with the cycle that ran when it was paid, whenever it is told", () => {
    const paid = year("2026-01-01", "2027-01-01");
    const late = (toldAt: string) => month("2025-12-01", "2026-01-01", { paidAt: "2026-02-10", toldAt });
    given(paid, late("2026-02-10")).when("2026-06-15").leaves({ plan: 500 });
    given(paid, late("2026-06-15")).when("2026-06-15T01:00Z").leaves({ plan: 500 });
  });

  test("[X1] what is paid late is turned over with the cycle that it joined, by the next payment", () => {
    const late = month("2026-01-01", "2026-02-01", { paidAt: "2026-02-10" });
    given(month("2026-02-01", "2026-03-01"), late)
      .when(month("2026-03-01", "2026-04-01", { paidAt: "2026-03-01T01:00Z" }))
      .emits({ movements: [expired(500), expired(500), granted(500)], balance: 500 });
  });

  test("[O14] a renewal turns over its own subscription's credits, and no other's that end with them", () => {
    given(month("2026-02-01", "2026-03-01"), month("2026-02-01", "2026-03-01", { subscription: "sub_2", plan: "pro" }))
      .when(month("2026-03-01", "2026-04-01", { paidAt: "2026-03-01T01:00Z" }))
      .emits({ movements: [expired(500), granted(500)], balance: 2_500 });
  });

  test("[X7] an item that was put in the place of another ends the allowances that the old one had not given yet", () => {
    const old = year("2026-01-01", "2027-01-01");
    const upgraded = { ...year("2026-03-10", "2027-03-10", { plan: "pro" }), item: "sub_1_new_item" };
    given(old, "2026-03-09")
      .when(upgraded)
      .emits({ reason: "renewal", movements: [expired(500), granted(2_000)] });
    given(old, upgraded).when("2026-12-31").leaves({ plan: 2_000 });
  });

  test("[X2] two items that one invoice pays stand beside each other, month after month", () => {
    const second = (line: ReturnType<typeof month>) => ({
      ...line,
      item: "sub_1_second",
      plan: "pro",
      price: "price_pro",
    });
    const [one, two] = [month("2026-01-01", "2026-02-01"), month("2026-02-01", "2026-03-01")];
    given(one, second(one)).when("2026-01-10").leaves({ plan: 2_500 });
    given(one, second(one), two, second(two)).when("2026-02-10").leaves({ plan: 2_500 });
  });

  test("[X2] other subscriptions and packs are not concerned", () => {
    const other = month("2026-02-20", "2026-03-20", { subscription: "sub_2", plan: "pro" });
    given(other)
      .when({ ...february, now: other.now })
      .emits({ reason: "first allowance", movements: [granted(500, { end: "2026-03-04" })], balance: 2_500 });
  });
});
