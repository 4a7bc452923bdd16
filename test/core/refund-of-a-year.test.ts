import { describe, test } from "vitest";
import { clawedBack, expired, given, givenPolicy, granted } from "../support/given.ts";
import { omnia, takes, year } from "../support/omnia-story.ts";
import { changesPlan, disputes, refunds } from "../support/reversal-story.ts";

const paid = year("2026-01-01", "2027-01-01", { amount: 99_00 });
const inMarch = "2026-03-10";
/** Of 99.00: a third. */
const third = { amount: 33_00 };

describe("a yearly payment stands for twelve allowances", () => {
  test("[X5] those that are still to come are reduced first, from the end; what runs is left alone", () => {
    const history = [paid, inMarch, takes(100, inMarch)] as const;
    // January's and February's 500 have expired, which counts as given back: 2,000 less 1,000 is two allowances.
    given(...history)
      .when(refunds(paid, inMarch, third))
      .emits({ type: "noted", reason: "refund", movements: [], term: { withheld: 1_000 }, balance: 400 });
    const after = [...history, refunds(paid, inMarch, third)] as const;
    given(...after, "2026-10-15")
      .when("2026-10-16")
      .leaves({ plan: 500 });
    given(...after)
      .when("2026-11-01")
      .leaves({});
  });

  test("[X5] the last one that is left may be a part of one", () => {
    // A tenth of 6,000 is 600; nothing has expired yet.
    const refund = refunds(paid, "2026-01-10", { amount: 9_90 });
    given(paid)
      .when(refund)
      .emits({ movements: [], term: { withheld: 600 }, balance: 500 });
    given(paid, refund, "2026-10-31")
      .when("2026-11-01")
      .emits({ movements: [expired(500), granted(400)] });
    given(paid, refund, "2026-11-30")
      .when("2026-12-01")
      .emits({ movements: [expired(400)], balance: 0 });
  });

  test("[X5] only then what has been given: all of a year takes what is left, and what was spent is owed", () => {
    given(paid, takes(500, "2026-01-02"), "2026-02-02", takes(100, "2026-02-02"))
      .when(refunds(paid, "2026-02-10"))
      .emits({ type: "clawed-back", movements: [clawedBack(400)], term: { withheld: 5_000 }, debt: 600 });
  });

  test("[X5] a second refund goes on from where the first has stopped", () => {
    const first = refunds(paid, "2026-01-10", { amount: 9_90 });
    given(paid, first)
      .when(refunds(paid, "2026-01-11", { amount: 9_90, refund: "re_2" }))
      .emits({ term: { withheld: 1_200 } });
  });

  test("[X5] a refund of a year that fails gives all of its allowances again", () => {
    const refund = refunds(paid, "2026-01-10");
    given(paid, refund, refunds(paid, "2026-01-12", { outcome: "failed" }))
      .when("2026-12-15")
      .leaves({ plan: 500 });
    given(paid, refund, "2026-03-15")
      .when(refunds(paid, "2026-03-15", { outcome: "failed" }))
      .leaves({ plan: 500 });
  });

  test("[X5] a dispute of a year freezes what is left, and the months go on; lost, they do not", () => {
    const opened = disputes(paid, "2026-01-10");
    given(paid, opened).when("2026-02-10").leaves({ plan: 500 });
    given(paid, opened, disputes(paid, "2026-02-10", { outcome: "lost" }))
      .when("2026-03-10")
      .leaves({});
  });

  test("[X5] given all at once, it is taken back like a month", () => {
    givenPolicy({ ...omnia, yearly: "upfront" }, paid)
      .when(refunds(paid, "2026-03-10", third))
      .emits({ movements: [clawedBack(2_000)], balance: 4_000 });
  });

  test("[X5] the next year is given in full again", () => {
    const next = year("2027-01-01", "2028-01-01", { amount: 99_00 });
    given(paid, refunds(paid, "2026-01-10"), "2026-12-15")
      .when(next)
      .emits({ movements: [granted(500)] });
    given(paid, refunds(paid, "2026-01-10"), next).when("2027-12-15").leaves({ plan: 500 });
  });

  describe("of an invoice with two of them", () => {
    const second = { ...year("2026-01-01", "2027-01-01", { plan: "pro" }), item: "si_2", line: "il_2" };
    const both = [paid, second] as const;

    test("[X5] each gives its own later allowances back", () => {
      given(...both, refunds(paid, "2026-01-10"))
        .when("2026-06-15")
        .leaves({});
    });

    test("[X5] each by its own share, and what runs is left alone", () => {
      const refund = refunds(paid, "2026-01-10", third);
      given(...both, refund)
        .when("2026-08-15")
        .leaves({ plan: 2_500 });
      given(...both, refund)
        .when("2026-09-15")
        .leaves({});
    });

    test("[X5] a second refund goes on with both, and one that fails gives both again", () => {
      const refund = refunds(paid, "2026-01-10", third);
      given(...both, refund, refunds(paid, "2026-01-11", { ...third, refund: "re_2" }))
        .when("2026-05-15")
        .leaves({});
      given(...both, refund, refunds(paid, "2026-01-12", { outcome: "failed" }))
        .when("2026-12-15")
        .leaves({ plan: 2_500 });
    });
  });

  test("[X5] of an invoice for two upgrades inside one year each gives its own part back", () => {
    const pro = changesPlan(paid, "pro", "2026-03-01");
    const team = { ...changesPlan(paid, "team", "2026-04-01"), invoice: pro.invoice };
    given(paid, pro, team, refunds(pro, "2026-04-02")).when("2026-12-15").leaves({ plan: 500 });
  });
});
