import { keep } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { holds, releases } from "../support/booking-story.ts";
import {
  clawedBack,
  expired,
  frozen,
  given,
  givenPolicy,
  granted,
  released,
  restored,
  spent,
  thawed,
} from "../support/given.ts";
import { passes, play } from "../support/journal.ts";
import { bought, month, omnia, takes, uses } from "../support/omnia-story.ts";
import { disputes, refunds } from "../support/reversal-story.ts";

const january = month("2026-01-01", "2026-02-01");
const february = month("2026-02-01", "2026-03-01");
const pack = bought("pack_1000", "2026-01-05");
const spending = takes(200, "2026-01-06", "work");
const opened = disputes(january, "2026-01-10");
const won = disputes(january, "2026-01-20", { outcome: "won" });
const lost = disputes(january, "2026-01-20", { outcome: "lost" });

describe("a dispute that is opened", () => {
  test("[X5] freezes what is left of the payment's credits, and nothing else", () => {
    given(january, pack, spending)
      .when(opened)
      .emits({
        key: "dispute/dp_1/opened",
        type: "frozen",
        reason: "dispute opened",
        ref: { dispute: "dp_1", invoice: "in_2026-01-01" },
        movements: [frozen(300, "plan", 1)],
        bySource: { "top-up": 1_000 },
      });
  });

  test("[X5] frozen credits can't be spent, and are not gone", () => {
    given(january, opened).when(uses("image", "2026-01-11")).refuses({ code: "insufficient_credits", available: 0 });
    expect(play(omnia, [january, opened]).account.lots).toMatchObject([{ granted: 500, left: 0, frozen: 500 }]);
  });

  test("[X5] they still end with their lot, and are not carried over", () => {
    given(january, opened)
      .when(february)
      .emits({ movements: [thawed(500), expired(500), granted(500)], balance: 500 });
    given(january, opened)
      .when("2026-02-04")
      .emits({ reason: "not renewed", movements: [thawed(500), expired(500)], balance: 0 });
    givenPolicy({ ...omnia, leftovers: keep }, january, opened)
      .when(february)
      .emits({ movements: [thawed(500), expired(500), granted(500)] });
  });

  test("[X5] under `block` nothing can be spent while it is open", () => {
    givenPolicy({ ...omnia, shortfall: "block" }, january, pack, opened)
      .when(uses("image", "2026-01-11"))
      .refuses({ code: "account_blocked", reason: "a payment is disputed" });
  });

  test("[X5] what is released while it is open comes back as it was held: not frozen", () => {
    given(january, holds(100, "2026-01-06", "2026-01-30"), opened)
      .when(releases("2026-01-11"))
      .emits({ movements: [released(100)], balance: 100 });
  });
});

describe("a dispute that is won", () => {
  test("[X5] thaws exactly what was frozen", () => {
    given(january, spending, opened)
      .when(won)
      .emits({ key: "dispute/dp_1/won", movements: [thawed(300)], balance: 300 });
  });

  test("[X5] does not stay clawed back (eliza#11017)", () => {
    given(january, spending, opened, won, takes(300, "2026-01-21")).when("2026-01-22").owes(0);
    given(january, pack, disputes(pack, "2026-01-10"))
      .when(disputes(pack, "2026-01-20", { outcome: "won" }))
      .leaves({ plan: 500, "top-up": 1_000 });
  });

  test("[X5] of a refund after it only that counts: it claws back in full (eliza#11155)", () => {
    given(january, opened, won)
      .when(refunds(january, "2026-01-25", { amount: 4_95 }))
      .emits({ movements: [clawedBack(250)], balance: 250 });
    given(pack, disputes(pack, "2026-01-10"), disputes(pack, "2026-01-20", { outcome: "won" }))
      .when(refunds(pack, "2026-01-25"))
      .emits({ movements: [clawedBack(1_000, "top-up")], balance: 0 });
  });

  test("[X5] after the end of the lot it brings nothing back that had ended with it", () => {
    given(january, opened, february)
      .when(disputes(january, "2026-02-10", { outcome: "won" }))
      .leaves({ plan: 500 });
    expect(
      play({ ...omnia, leftovers: keep }, [
        january,
        opened,
        february,
        disputes(january, "2026-02-10", { outcome: "won" }),
      ]).account.lots,
    ).toMatchObject([{ left: 500, source: "rollover" }, { left: 500 }].toReversed());
  });

  test("[X5] after it had been lost, it gives back what that took", () => {
    const late = disputes(january, "2026-01-25", { outcome: "won" });
    given(january, spending, opened, lost)
      .when(late)
      .emits({ movements: [restored(300)], debt: 0, balance: 300 });
    given(january, late).when(lost).leaves({ plan: 500 });
    given(january, opened, lost, late)
      .when(refunds(january, "2026-01-26", { amount: 4_95 }))
      .emits({ movements: [clawedBack(250)], balance: 250 });
  });

  test("[X5] told before it was opened, it leaves everything as it was", () => {
    given(january, won).when(opened).leaves({ plan: 500 });
    given(january, won).when(disputes(january, "2026-01-21")).leaves({ plan: 500 });
  });
});

describe("a dispute that is lost", () => {
  test("[X5] claws back what was frozen, and what was spent is owed", () => {
    given(january, spending, opened)
      .when(lost)
      .emits({ type: "clawed-back", movements: [thawed(300), clawedBack(300)], debt: 200, balance: 0 });
  });

  test("[X5] of a part of the payment its share, and the rest is thawed", () => {
    const part = { amount: 4_95 };
    given(january, disputes(january, "2026-01-10", part))
      .when(disputes(january, "2026-01-20", { ...part, outcome: "lost" }))
      .emits({ movements: [thawed(500), clawedBack(250)], balance: 250 });
  });

  test("[X5] told without its opening it takes as much", () => {
    given(january, spending)
      .when(lost)
      .emits({ movements: [clawedBack(300)], debt: 200 });
  });
});

describe("refunds and disputes of one payment share one target", () => {
  const half = { amount: 4_95 };

  test("[X5] a refund first, then the dispute of all of it: no more than was granted", () => {
    given(january, refunds(january, "2026-01-09", half), opened)
      .when(lost)
      .emits({ movements: [thawed(250), clawedBack(250)], balance: 0 });
  });

  test("[X5] a refund while it is open takes of what is frozen", () => {
    given(january, opened)
      .when(refunds(january, "2026-01-12", half))
      .emits({ movements: [thawed(250), clawedBack(250)], balance: 0 });
    given(january, opened, refunds(january, "2026-01-12", half))
      .when(won)
      .leaves({ plan: 250 });
    given(january, opened, refunds(january, "2026-01-12", half))
      .when(lost)
      .leaves({});
  });

  test("[X5] a lost dispute of the rest adds to a refund of a part", () => {
    given(january, spending, refunds(january, "2026-01-09", half), disputes(january, "2026-01-10", half))
      .when(disputes(january, "2026-01-20", { ...half, outcome: "lost" }))
      .emits({ debt: 200, balance: 0 });
  });

  test("[X5] a re-credit while the debt of a lost one is open pays it", () => {
    expect(
      given(january, spending, opened, lost)
        .when({ type: "FollowUp", verb: "ReverseSpend", of: "work", now: Date.parse("2026-01-21T00:00Z") })
        .entries(),
    ).toMatchObject([{ movements: [restored(200), spent(200)], debt: 0 }]);
  });

  test("[X5] a dispute of one payment leaves the other's alone", () => {
    const journal = play(omnia, [january, pack, disputes(pack, "2026-01-10"), passes("2026-01-11")]);
    expect(journal.account.lots).toMatchObject([
      { left: 500, frozen: 0 },
      { left: 0, frozen: 1_000 },
    ]);
  });
});
