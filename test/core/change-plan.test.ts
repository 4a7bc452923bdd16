import { keep } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { clawedBack, expired, given, givenPolicy, granted, rolledOver } from "../support/given.ts";
import { at, readable } from "../support/instants.ts";
import { play } from "../support/journal.ts";
import { bought, month, omnia, stands, takes, year } from "../support/omnia-story.ts";
import { changesPlan, refunds } from "../support/reversal-story.ts";

const january = month("2026-01-01", "2026-02-01");
const upgrade = changesPlan(january, "pro", "2026-01-10");
const proFebruary = month("2026-02-01", "2026-03-01", { plan: "pro" });
const up = (word: "atRenewal" | "difference" | "prorated" | "newCycle") =>
  ({ ...omnia, planChange: { up: word, down: "atCycleEnd" } }) as const;

describe("atRenewal: a larger plan's credits come with the next renewal", () => {
  test("[O8] [X7] money for the rest of a month gives nothing, and current credits stay", () => {
    given(january, takes(100, "2026-01-05"))
      .when(upgrade)
      .emits({ type: "noted", reason: "a change that begins at the renewal", movements: [], balance: 400 });
    given(january, upgrade)
      .when(proFebruary)
      .emits({ movements: [expired(500), granted(2_000)], balance: 2_000 });
  });

  test("[O8] a smaller plan begins with its first payment; until then the larger one's credits stay", () => {
    const pro = month("2026-01-01", "2026-02-01", { plan: "pro" });
    given(pro).when("2026-01-31").leaves({ plan: 2_000 });
    given(pro)
      .when(month("2026-02-01", "2026-03-01"))
      .emits({ movements: [expired(2_000), granted(500)] });
  });

  test("[X7] [O11] inside a year that is given all at once too: nothing of it is still to come", () => {
    const paid = year("2026-01-01", "2027-01-01");
    givenPolicy({ ...omnia, yearly: "upfront" }, paid)
      .when(changesPlan(paid, "pro", "2026-03-10"))
      .emits({ type: "noted", reason: "a change that begins at the renewal", movements: [], balance: 6_000 });
  });

  test("[X7] [O8] a year that was made months again is paid by the month: the larger plan begins at the renewal", () => {
    const paid = year("2026-01-01", "2027-01-01");
    const toMonth = { ...changesPlan(paid, "creator", "2026-03-10"), until: at("2026-04-01") };
    const monthly = { ...toMonth, interval: "month", price: "price_creator_month" } as const;
    const larger = { ...changesPlan(january, "pro", "2026-03-12"), until: at("2026-04-01") };
    given(paid, monthly)
      .when(larger)
      .emits({ type: "noted", reason: "a change that begins at the renewal", movements: [], balance: 500 });
  });
});

describe("difference: a larger plan's credits come at once, less what the smaller one gave", () => {
  const difference = up("difference");

  test("[X7] with the end of the cycle's own, and both are turned over by the next payment", () => {
    givenPolicy(difference, january, takes(100, "2026-01-05"))
      .when(upgrade)
      .emits({
        key: "change/sub_1_item/price_pro_month/1768003200000",
        type: "granted",
        reason: "plan change",
        movements: [granted(1_500, { birth: "2026-01-10", end: "2026-02-04" })],
        term: { plan: "pro", lotEnd: "2026-02-04" },
        by: "stripe",
        balance: 1_900,
      });
    givenPolicy(difference, january, upgrade)
      .when(proFebruary)
      .emits({ movements: [expired(1_500), expired(500), granted(2_000)] });
  });

  test("[X7] the whole difference, whenever in the cycle and however often", () => {
    givenPolicy(difference, january)
      .when(changesPlan(january, "pro", "2026-01-31"))
      .emits({ movements: [granted(1_500)] });
    givenPolicy(difference, january, upgrade)
      .when(changesPlan(january, "team", "2026-01-20"))
      .emits({ movements: [granted(4_000)], balance: 6_000 });
    givenPolicy(difference, january, upgrade)
      .when({ ...upgrade, now: upgrade.now + 1, invoice: "in_again", line: "il_again" })
      .emits();
  });

  test("[X7] of so many of a plan so many times the difference; more of the same plan is larger too", () => {
    givenPolicy(difference, january)
      .when(changesPlan(january, "pro", "2026-01-10", { quantity: 2 }))
      .emits({ movements: [granted(3_500)] });
    givenPolicy(difference, january)
      .when(changesPlan(january, "creator", "2026-01-10", { quantity: 3 }))
      .emits({ movements: [granted(1_000)] });
  });

  test("[X7] a smaller plan, or the same, gives nothing; nor does money for what does not run", () => {
    const pro = month("2026-01-01", "2026-02-01", { plan: "pro" });
    givenPolicy(difference, pro)
      .when(changesPlan(pro, "creator", "2026-01-10"))
      .emits({ type: "noted", reason: "no larger plan", movements: [] });
    givenPolicy(difference, january)
      .when(changesPlan({ ...january, subscription: "sub_2" }, "pro", "2026-01-10"))
      .emits({ type: "noted", reason: "paid for what does not run", movements: [] });
    givenPolicy(difference, january)
      .when(changesPlan(january, "pro", "2026-02-01"))
      .emits({ type: "noted", reason: "paid for what does not run", movements: [] });
    givenPolicy(difference, january, stands("2026-01-09", { endedAt: "2026-01-09" }))
      .when(upgrade)
      .emits({ type: "noted", movements: [] });
  });

  test("[X7] down and up again inside a cycle gives the difference once (llmgateway#2479)", () => {
    // Stripe credits the money of a downgrade; the cycle keeps what the larger plan gave it.
    const down = changesPlan(january, "creator", "2026-01-12");
    const again = changesPlan(january, "pro", "2026-01-14");
    givenPolicy(difference, january, upgrade, down)
      .when(again)
      .emits({ type: "noted", reason: "no larger plan", movements: [], balance: 2_000 });
  });
});

describe("prorated: the difference for the time that is left", () => {
  const prorated = up("prorated");

  test("[X7] rounded down, and not two plans' credits for the price of one (polar#10482)", () => {
    // 22 of 31 days: 1,500 × 22 ÷ 31 is 1,064.5.
    givenPolicy(prorated, january)
      .when(upgrade)
      .emits({ movements: [granted(1_064, { end: "2026-02-04" })], balance: 1_564 });
    givenPolicy(prorated, january, upgrade)
      .when(proFebruary)
      .emits({ movements: [expired(1_064), expired(500), granted(2_000)], balance: 2_000 });
  });

  test("[X7] in the first moment all of it, in the last nothing", () => {
    givenPolicy(prorated, january)
      .when(changesPlan(january, "pro", "2026-01-01"))
      .emits({ movements: [granted(1_500)] });
    givenPolicy(prorated, january)
      .when(changesPlan(january, "pro", "2026-01-31T23:59:59Z"))
      .emits({ type: "noted", movements: [] });
    const { account } = play(prorated, [january, changesPlan(january, "pro", "2026-01-31T23:59:59Z")]);
    expect(account.terms).toMatchObject([{ plan: "pro", lots: [1] }]);
  });

  test("[X7] of a period of no time there is nothing left", () => {
    const none = month("2026-01-10", "2026-01-10", { paidAt: "2026-01-09" });
    givenPolicy(prorated, none)
      .when(changesPlan(none, "pro", "2026-01-09", { paidAt: "2026-01-10" }))
      .emits({ type: "noted", movements: [] });
  });

  test("[X7] of a month that was paid late it is the month's time all the same", () => {
    const late = month("2026-01-01", "2026-02-01", { paidAt: "2026-01-08" });
    givenPolicy(prorated, late)
      .when(changesPlan(late, "pro", "2026-01-10"))
      .emits({ movements: [granted(1_064)] });
  });

  test("[X7] by the time that was paid for, not by when the money came", () => {
    givenPolicy(prorated, january)
      .when(changesPlan(january, "pro", "2026-01-10", { paidAt: "2026-01-20" }))
      .emits({ movements: [granted(1_064, { birth: "2026-01-20" })] });
  });
});

describe("newCycle: a larger plan begins at once, with a cycle of its own", () => {
  const anew = up("newCycle");
  const full = month("2026-01-10", "2026-02-10", { plan: "pro" });
  const proration = { ...changesPlan(january, "pro", "2026-01-10"), item: full.item };

  test("[X7] the old lot is turned over at the payment, by the leftovers word", () => {
    givenPolicy(anew, january, takes(100, "2026-01-05"))
      .when(full)
      .emits({ movements: [expired(400), granted(2_000, { end: "2026-02-13" })], balance: 2_000 });
    givenPolicy({ ...anew, leftovers: keep }, january, takes(100, "2026-01-05"))
      .when(full)
      .emits({ movements: [rolledOver(400), granted(400, { source: "rollover" }), granted(2_000)] });
  });

  test("[X7] inside a paid year the allowances that were not given yet end", () => {
    const paid = year("2026-01-01", "2027-01-01");
    const history = [paid, "2026-03-05", year("2026-03-10", "2027-03-10", { plan: "pro" })] as const;
    givenPolicy(anew, ...history)
      .when("2026-03-11")
      .leaves({ plan: 2_000 });
    givenPolicy(anew, ...history)
      .when("2026-04-05")
      .emits();
    givenPolicy(anew, ...history)
      .when("2026-04-10")
      .emits({ movements: [expired(2_000), granted(2_000)] });
  });

  test("[X7] never both a full allowance and a proration for one cycle, whichever is told first", () => {
    for (const policy of [anew, up("difference"), up("prorated")]) {
      givenPolicy(policy, january, full).when(proration).emits({ type: "noted", movements: [], balance: 2_000 });
      givenPolicy(policy, january, proration).when(full).leaves({ plan: 2_000 });
    }
  });

  test("[X7] a proration without a cycle of its own is one: prorated money, prorated credits (polar#10482)", () => {
    givenPolicy(anew, january)
      .when(upgrade)
      .emits({ movements: [granted(1_064)] });
  });
});

describe("what was given by a plan change", () => {
  test("[X7] says what it was paid for, and of which line", () => {
    const [entry] = givenPolicy(up("difference"), january).when(upgrade).entries();
    const { plan, interval, quantity, from, until, subscription, invoice, line } = upgrade;
    expect(entry?.ref).toEqual(readable({ plan, interval, quantity, from, until, subscription, invoice, line }));
  });

  test("[X5] [X7] goes back with its own invoice, and the month's own credits stay", () => {
    givenPolicy(up("difference"), january, upgrade)
      .when(refunds(upgrade, "2026-01-12", { amount: 5_00 }))
      .emits({ movements: [clawedBack(750, "plan", 2)], balance: 1_250 });
    givenPolicy(up("difference"), january, upgrade)
      .when(refunds(january, "2026-01-12"))
      .emits({ movements: [clawedBack(500, "plan", 1)], balance: 1_500 });
  });

  test("[X7] [X2] told before the payment that it changes, it is given once that is told", () => {
    givenPolicy(up("difference"), upgrade)
      .when({ ...january, now: upgrade.now + 1 })
      .leaves({ plan: 2_000 });
  });

  test("[X7] is of its own item, where an invoice pays for two plans", () => {
    const second = { ...month("2026-01-01", "2026-02-01", { plan: "pro" }), item: "sub_1_a", line: "il_2" };
    givenPolicy(up("difference"), january, second)
      .when(upgrade)
      .emits({ movements: [granted(1_500)], term: { item: "sub_1_item", plan: "pro" } });
  });

  test("[X7] touches no packs and no other subscription", () => {
    const other = month("2026-01-05", "2026-02-05", { subscription: "sub_2" });
    givenPolicy(up("difference"), january, other, bought("pack_1000", "2026-01-06"))
      .when(upgrade)
      .emits({ movements: [granted(1_500)], bySource: { plan: 2_500, "top-up": 1_000 } });
  });
});
