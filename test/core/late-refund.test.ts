import { keep } from "@passbook/core";
import { describe, test } from "vitest";
import { adjusts, holds } from "../support/booking-story.ts";
import { clawedBack, given, givenPolicy, granted, spent } from "../support/given.ts";
import { bought, month, omnia, stands, takes, year } from "../support/omnia-story.ts";
import { changesPlan, disputes, refunds } from "../support/reversal-story.ts";

const january = month("2026-01-01", "2026-02-01");
const february = month("2026-02-01", "2026-03-01");

describe("a refund that is told before its payment, or late", () => {
  test("[X5] [X2] takes its share as soon as the payment is told", () => {
    const late = month("2026-01-01", "2026-02-01", { toldAt: "2026-01-12" });
    given(refunds(january, "2026-01-10", { amount: 4_95 }))
      .when(late)
      .emits({ movements: [granted(500), clawedBack(250)], balance: 250 });
  });

  test("[X5] [X2] of a pack and of a year too", () => {
    const pack = bought("pack_1000", "2026-01-05");
    given(refunds(pack, "2026-01-10"))
      .when({ ...pack, now: pack.now + 864e6 })
      .leaves({});
    const paid = year("2026-01-01", "2027-01-01");
    const history = [refunds(paid, "2026-01-10"), { ...paid, now: paid.now + 2 * 864e6 }] as const;
    given(...history)
      .when("2026-06-15")
      .leaves({});
    given(...history)
      .when("2026-06-15")
      .owes(0);
  });

  test("[X5] [X2] what was spent between the refund and its telling is owed", () => {
    given(january, takes(400, "2026-01-11"))
      .when(refunds(january, "2026-01-10", { toldAt: "2026-01-12" }))
      .emits({ movements: [clawedBack(100)], debt: 400, balance: 0 });
  });

  test("[X5] [X2] a renewal that came between does not pay twice: the debt is taken from it", () => {
    given(january, takes(400, "2026-01-11"), february)
      .when(refunds(january, "2026-01-15", { toldAt: "2026-02-02" }))
      .leaves({ plan: 100 });
    given(january, takes(400, "2026-01-11"), refunds(january, "2026-01-15"))
      .when(february)
      .emits({ movements: [granted(500), spent(400)], balance: 100 });
  });

  test("[X5] [X2] a dispute that is told when its payment's month is over freezes nothing", () => {
    given(january, february)
      .when(disputes(january, "2026-02-10"))
      .emits({ type: "noted", movements: [], balance: 500 });
    given(january, february)
      .when(disputes(january, "2026-01-20", { toldAt: "2026-02-10" }))
      .leaves({ plan: 500 });
  });

  test("[X5] [X2] a refund that is told after its failure, and its payment last, takes nothing", () => {
    given(refunds(january, "2026-01-12", { outcome: "failed" }), refunds(january, "2026-01-10"))
      .when({ ...january, now: Date.parse("2026-01-13T00:00Z") })
      .leaves({ plan: 500 });
  });
});

describe("what is owed, and a fact that is told late", () => {
  test("[X5] [X9] [X2] what a hold gave back and was taken again is not taken twice: nothing is owed for it", () => {
    const policy = { ...omnia, leftovers: keep };
    const march = month("2026-03-01", "2026-04-01");
    const history = [
      february,
      takes(405, "2026-02-01"),
      march,
      refunds(march, "2026-03-01T01:00Z", { amount: 449, paid: 990 }),
      holds(96, "2026-04-04", "2026-04-04T01:00Z"),
      month("2026-01-01", "2026-02-01", { toldAt: "2026-04-04T01:00Z" }),
      takes(479, "2026-04-04T01:00Z", "one"),
      takes(390, "2026-04-04T01:00Z", "another"),
    ] as const;
    givenPolicy(policy, ...history)
      .when(month("2026-04-01", "2026-05-01", { toldAt: "2026-04-04T02:00Z" }))
      .emits({ movements: [granted(500)], balance: 500 });
  });

  test("[X5] [X2] what a payment has paid of it is owed again where a late end undoes the payment", () => {
    const history = [
      february,
      takes(316, "2026-02-01"),
      month("2026-03-01", "2026-04-01"),
      refunds(february, "2026-03-18", { amount: 367, paid: 990 }),
      month("2026-04-01", "2026-05-01"),
      adjusts(1, "2026-04-01"),
    ] as const;
    given(...history)
      .when(stands("2026-03-23", { endedAt: "2026-03-23", toldAt: "2026-04-02", startedAt: "2026-02-01" }))
      .owes(1);
  });
});

describe("a change of plan that was told before what it changes", () => {
  const atOnce = { ...omnia, planChange: { up: "difference", down: "atCycleEnd" } } as const;
  const told = (day: string) => ({ now: Date.parse(`${day}T00:00Z`) });

  test("[X5] [X2] goes back with its money, though its own entry could give nothing", () => {
    const upgrade = changesPlan(january, "pro", "2026-01-10");
    givenPolicy(atOnce, upgrade, { ...january, ...told("2026-01-11") })
      .when(refunds(upgrade, "2026-01-12"))
      .emits({ movements: [clawedBack(1_500)], bySource: { plan: 500 } });
  });

  test("[X5] [X2] [O8] inside a paid year so do its parts of the allowances to come", () => {
    const paid = year("2026-01-01", "2027-01-01");
    const upgrade = changesPlan(paid, "pro", "2026-03-01");
    const history = [upgrade, { ...paid, ...told("2026-03-02") }, refunds(upgrade, "2026-03-05")] as const;
    given(...history)
      .when("2026-03-06")
      .leaves({ plan: 500 });
    given(...history)
      .when("2026-12-15")
      .leaves({ plan: 500 });
  });

  test("[X5] [X2] [O8] and so do the other allowances of a month that was made a year", () => {
    const toYear = {
      ...changesPlan(january, "creator", "2026-01-10"),
      interval: "year",
      until: Date.parse("2027-01-01T00:00Z"),
    } as const;
    given(toYear, { ...january, ...told("2026-01-11") }, refunds(toYear, "2026-01-12"))
      .when("2026-06-15")
      .leaves({});
  });
});
