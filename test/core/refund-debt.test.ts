import { elevenlabs } from "@passbook/core/policies/elevenlabs";
import { describe, test } from "vitest";
import { adjusts, books, cancels, captures, holds, musiversal, releases, reverses } from "../support/booking-story.ts";
import {
  captured,
  clawedBack,
  expired,
  given,
  givenPolicy,
  granted,
  released,
  restored,
  rolledOver,
  spent,
} from "../support/given.ts";
import { bought, month, omnia, takes, uses } from "../support/omnia-story.ts";
import { refunds } from "../support/reversal-story.ts";

const january = month("2026-01-01", "2026-02-01");
const february = month("2026-02-01", "2026-03-01");
const pack = bought("pack_1000", "2026-01-05");
const spending = takes(400, "2026-01-02", "work");
const half = { amount: 4_95 };

describe("what of a refund was spent already is owed", () => {
  test("[X5] what is left goes, the rest of the share is a debt, and the balance is not below 0", () => {
    given(january, spending)
      .when(refunds(january, "2026-01-10", half))
      .emits({ type: "clawed-back", movements: [clawedBack(100)], balance: 0, debt: 150 });
  });

  test("[X5] a second refund owes the difference", () => {
    given(january, spending, refunds(january, "2026-01-10", half))
      .when(refunds(january, "2026-01-11", { ...half, refund: "re_2" }))
      .emits({ type: "noted", movements: [], debt: 400 });
  });

  test("[X5] what was owed and paid is not taken again from credits that come back", () => {
    const paidOff = [bought("pack_1000", "2026-01-11"), reverses("work", "2026-01-12")] as const;
    // 5.45 of 9.90 are 275 of 500: 100 were taken, 150 were owed and paid.
    given(january, spending, refunds(january, "2026-01-10", half), ...paidOff)
      .when(refunds(january, "2026-01-13", { amount: 50, refund: "re_2" }))
      .emits({ movements: [clawedBack(25)], bySource: { plan: 375, "top-up": 850 } });
  });

  test("[X5] the next allowance pays it before anybody can spend: that is spent of its own lot", () => {
    given(january, spending, refunds(january, "2026-01-10", half))
      .when(february)
      .emits({ movements: [granted(500), spent(150)], debt: 0, balance: 350 });
  });

  test("[X5] a pack pays it too, and several grants where one is not enough", () => {
    given(january, takes(500, "2026-01-02"), pack, takes(1_000, "2026-01-06"), refunds(pack, "2026-01-10"))
      .when(february)
      .emits({ movements: [granted(500), spent(500)], debt: 500, balance: 0 });
    given(january, spending, refunds(january, "2026-01-10", half))
      .when(bought("pack_1000", "2026-01-12"))
      .emits({ type: "purchased", movements: [granted(1_000, { source: "top-up" }), spent(150, "top-up")], debt: 0 });
  });

  test("[X5] an operator's gift pays it as well", () => {
    given(january, spending, refunds(january, "2026-01-10", half))
      .when(adjusts(200, "2026-01-11"))
      .emits({ movements: [granted(200, { source: "adjustment" }), spent(150, "adjustment")], debt: 0, balance: 50 });
  });

  test("[X5] [X6] so does what comes back too late for a carried-over lot of its own", () => {
    const starter = (n: number) => month(`2026-0${n}-01`, `2026-0${n + 1}-01`, { plan: "starter" });
    const carried = [starter(1), starter(2), takes(30_000, "2026-02-10", "first"), starter(3), starter(4)];
    givenPolicy(elevenlabs, ...carried, takes(90_000, "2026-04-05"), refunds(starter(4), "2026-04-06"))
      .when(reverses("first", "2026-04-10"))
      .emits({
        movements: [
          restored(30_000, "rollover", 1),
          rolledOver(30_000, "rollover", 1),
          granted(30_000, { source: "rollover", end: "2026-05-04" }),
          spent(30_000, "rollover"),
        ],
        debt: 0,
        balance: 0,
      });
  });

  test("[X5] so does a re-credit: what comes back is taken back", () => {
    given(january, spending, refunds(january, "2026-01-10", half))
      .when(reverses("work", "2026-01-11"))
      .emits({ movements: [restored(400), spent(150)], debt: 0, balance: 250 });
  });

  test("[X5] and a cancelled booking", () => {
    const studio = month("2026-01-01", "2026-02-01", { plan: "studio-2" });
    const booking = books("2026-01-20", "2026-01-02", { service: "stem-mastering" });
    givenPolicy(musiversal, studio, booking, refunds(studio, "2026-01-03"))
      .when(cancels("2026-01-20", "2026-01-04"))
      .emits({ type: "re-credited", movements: [restored(2), spent(2)], debt: 0, balance: 0 });
  });

  test("[X5] what carrying over brings had been there before: it pays nothing", () => {
    const studio = month("2026-01-01", "2026-02-01", { plan: "studio-5" });
    const next = month("2026-02-01", "2026-03-01", { plan: "studio-5" });
    const one = bought("pack_1", "2025-12-20");
    givenPolicy(musiversal, one, books("2026-03-20", "2025-12-21"), studio, refunds(one, "2026-01-05"))
      .when(next)
      .emits({
        movements: [rolledOver(5), granted(5, { source: "rollover" }), granted(5), spent(1)],
        debt: 0,
        bySource: { plan: 4, rollover: 5 },
      });
  });

  test("[X5] what paid a debt is spent of the lot that paid: with that one's refund it is owed again", () => {
    given(january, spending, refunds(january, "2026-01-10", half), february)
      .when(refunds(february, "2026-02-10", { refund: "re_2" }))
      .emits({ movements: [clawedBack(350)], debt: 150, balance: 0 });
  });

  test("[X5] the debt stays when the cycle ends, and is no part of the balance", () => {
    given(january, spending, refunds(january, "2026-01-10", half))
      .when("2026-02-10")
      .owes(150);
    given(january, spending, refunds(january, "2026-01-10", half))
      .when(uses("image", "2026-01-11"))
      .refuses({ code: "insufficient_credits", available: 0, short: 10 });
  });
});

describe("credits that are held", () => {
  const hold = holds(300, "2026-01-02", "2026-01-20");

  test("[X5] [X9] can't be taken back: what is held of the share is owed, captured or not", () => {
    given(january, hold)
      .when(refunds(january, "2026-01-10"))
      .emits({ movements: [clawedBack(200)], debt: 300, balance: 0 });
    given(january, hold, captures(undefined, "2026-01-09"))
      .when(refunds(january, "2026-01-10"))
      .emits({ movements: [clawedBack(200)], debt: 300, balance: 0 });
  });

  test("[X5] [X9] captured they are spent; released they pay what is owed", () => {
    given(january, hold, refunds(january, "2026-01-10"))
      .when(captures(undefined, "2026-01-11"))
      .emits({ movements: [captured(300)] });
    given(january, hold, refunds(january, "2026-01-10"))
      .when(releases("2026-01-11"))
      .emits({ movements: [released(300), spent(300)], debt: 0, balance: 0 });
    given(january, hold, refunds(january, "2026-01-10"))
      .when("2026-01-20")
      .emits({ reason: "hold expired", movements: [released(300), spent(300)], debt: 0 });
  });

  test("[X5] [X9] a capture of less than was held pays with the rest; none mints (eliza#22681)", () => {
    given(january, hold, refunds(january, "2026-01-10"))
      .when(captures(100, "2026-01-11"))
      .emits({ movements: [captured(100), released(200), spent(200)], debt: 100, balance: 0 });
    given(january, hold, refunds(january, "2026-01-10"))
      .when(captures(301, "2026-01-11"))
      .refuses({ code: "invalid_request" });
  });
});

describe("the policy says what becomes of it", () => {
  const forgiving = { ...omnia, shortfall: "forgive" } as const;
  const blocking = { ...omnia, shortfall: "block" } as const;
  const history = [january, spending, refunds(january, "2026-01-10", half)] as const;

  test("[X5] `forgive`: what was spent is spent, and nothing is owed", () => {
    givenPolicy(forgiving, january, spending)
      .when(refunds(january, "2026-01-10", half))
      .emits({ movements: [clawedBack(100)], balance: 0 });
    givenPolicy(forgiving, ...history)
      .when(february)
      .emits({ movements: [granted(500)], balance: 500 });
  });

  test("[X5] `forgive`: a second refund forgives its own part, and takes what is there by then", () => {
    givenPolicy(forgiving, ...history, reverses("work", "2026-01-11"))
      .when(refunds(january, "2026-01-12", { amount: 1, refund: "re_2" }))
      .emits({ balance: 400 - 150 });
  });

  test("[X5] `block`: while something is owed nothing can be spent, also of a balance that is there", () => {
    givenPolicy(blocking, january, takes(500, "2026-01-02"), refunds(january, "2026-01-03"), adjusts(100, "2026-01-04"))
      .when(uses("image", "2026-01-11"))
      .refuses({ code: "account_blocked", reason: "credits are owed" });
    givenPolicy(blocking, ...history, february)
      .when(uses("image", "2026-02-02"))
      .emits({ movements: [spent(10)], balance: 340 });
  });
});

describe("a refund that fails", () => {
  const fails = (on: string) => refunds(january, on, { ...half, outcome: "failed" });

  test("[X5] gives back exactly what it took, and what was owed is owed no more", () => {
    given(january, refunds(january, "2026-01-10", half))
      .when(fails("2026-01-12"))
      .emits({ key: "refund/re_1/failed", movements: [restored(250)], balance: 500 });
    given(january, spending, refunds(january, "2026-01-10", half))
      .when(fails("2026-01-12"))
      .emits({ movements: [restored(100)], debt: 0, balance: 100 });
  });

  test("[X5] also what has paid the debt since", () => {
    given(january, spending, refunds(january, "2026-01-10", half), bought("pack_1000", "2026-01-11"))
      .when(fails("2026-01-12"))
      .emits({ movements: [restored(100), restored(150, "top-up")], bySource: { plan: 100, "top-up": 1_000 } });
  });

  test("[X5] told before the refund itself, or twice, it leaves the account as it was", () => {
    given(january, fails("2026-01-12"))
      .when(refunds(january, "2026-01-10", half))
      .leaves({ plan: 500 });
    given(january, fails("2026-01-10"))
      .when(refunds(january, "2026-01-12", half))
      .leaves({ plan: 500 });
    given(january, refunds(january, "2026-01-10", half), fails("2026-01-12"))
      .when(fails("2026-01-12"))
      .emits();
  });

  test("[X5] another refund of the payment still takes its own share", () => {
    const other = refunds(january, "2026-01-11", { ...half, refund: "re_2" });
    given(january, refunds(january, "2026-01-10", half), other)
      .when(fails("2026-01-12"))
      .emits({ balance: 250 });
  });

  test("[X5] what it had charged is owed no more, so a refund after it owes its share in full", () => {
    const after = refunds(january, "2026-01-13", { ...half, refund: "re_2" });
    given(january, spending, refunds(january, "2026-01-10", half), fails("2026-01-12"))
      .when(after)
      .emits({ movements: [clawedBack(100)], debt: 150 });
    given(january, spending, refunds(january, "2026-01-10", half), fails("2026-01-12"), uses("image", "2026-01-12"))
      .when(after)
      .emits({ movements: [clawedBack(90)], debt: 160 });
  });

  test("[X5] when the month is over, what it had taken ends with that month all the same", () => {
    given(january, refunds(january, "2026-01-10", half), february)
      .when(fails("2026-02-10"))
      .leaves({ plan: 500 });
    given(january, refunds(january, "2026-01-10", half), february)
      .when(fails("2026-02-10"))
      .emits({ movements: [restored(250), expired(250)] });
  });
});
