import { everyone, keep, rollOver } from "@passbook/core";
import { describe, test } from "vitest";
import { books, musiversal } from "../support/booking-story.ts";
import { clawedBack, expired, given, givenPolicy, granted } from "../support/given.ts";
import { addOn, bought, month, omnia, stands, takes, uses, year } from "../support/omnia-story.ts";
import { refunds } from "../support/reversal-story.ts";

const january = month("2026-01-01", "2026-02-01");
const february = month("2026-02-01", "2026-03-01");
const pack = bought("pack_1000", "2026-01-05");
const half = { amount: 4_95 };

describe("a refund takes back its share of what was granted", () => {
  test("[X5] half of a month", () => {
    given(january)
      .when(refunds(january, "2026-01-10", half))
      .emits({
        key: "refund/re_1/live",
        type: "clawed-back",
        reason: "refund",
        ref: { refund: "re_1", invoice: "in_2026-01-01", amount: 4_95, paid: 9_90 },
        movements: [clawedBack(250, "plan", 1)],
        balance: 250,
        at: "2026-01-10",
        by: "stripe",
      });
  });

  test("[X5] all of a pack, and nothing of the plan beside it", () => {
    given(january, pack)
      .when(refunds(pack, "2026-01-10"))
      .emits({ ref: { session: "cs_1" }, movements: [clawedBack(1_000, "top-up", 2)], bySource: { plan: 500 } });
  });

  test("[X5] a third of a pack, rounded down", () => {
    given(pack)
      .when(refunds(pack, "2026-01-10", { amount: 3_33, paid: 10_00 }))
      .emits({ movements: [clawedBack(333, "top-up")], balance: 667 });
    given(pack)
      .when(refunds(pack, "2026-01-10", { amount: 9, paid: 100_00 }))
      .emits({ type: "noted", movements: [], balance: 1_000 });
  });

  test("[X5] of so many packs bought at once, of all of them", () => {
    const three = bought("pack_1000", "2026-01-05", { quantity: 3 });
    given(three)
      .when(refunds(three, "2026-01-10", { amount: 5_00 }))
      .emits({ movements: [clawedBack(1_500, "top-up")], balance: 1_500 });
  });

  test("[X5] what the customer's balance paid counts as paid: a cent of a larger total takes less", () => {
    given(january)
      .when(refunds(january, "2026-01-10", { amount: 4_95, paid: 19_80 }))
      .emits({ movements: [clawedBack(125)] });
  });

  test("[X5] told twice it takes once", () => {
    const refund = refunds(january, "2026-01-10", half);
    given(january, refund)
      .when({ ...refund, now: refund.now + 1 })
      .emits();
  });

  test("[X5] of an invoice with a plan and an add-on: of each line its own share, from its own lots", () => {
    const plan = { ...month("2026-01-01", "2026-02-01", { plan: "studio-10" }), invoice: "in_1" };
    const extra = { ...addOn("extra", "2026-01-01", "2026-02-01"), invoice: "in_1" };
    givenPolicy(musiversal, plan, extra, books("2026-03-01", "2026-01-02", { service: "mixing" }))
      .when(refunds(plan, "2026-01-10", { amount: 50, paid: 100 }))
      .emits({ movements: [clawedBack(5, "plan", 1), clawedBack(2, "add-on", 2)], bySource: { plan: 2, "add-on": 3 } });
  });

  test("[X5] of a trial, which was not paid, nothing", () => {
    const trial = month("2026-01-01", "2026-02-01", { amount: 0 });
    given(trial, pack)
      .when(refunds(trial, "2026-01-10", { amount: 0, paid: 0 }))
      .emits({ type: "noted", movements: [], balance: 1_000 });
  });

  test("[X5] of a payment that nobody has told of, nothing yet", () => {
    given(pack).when(refunds(january, "2026-01-10")).emits({ type: "noted", movements: [], balance: 1_000 });
  });
});

describe("all refunds of a payment share one target", () => {
  const first = refunds(pack, "2026-01-10", { amount: 3_33 });
  const second = refunds(pack, "2026-01-11", { amount: 3_34, refund: "re_2" });

  test("[X5] each takes the difference to what they come to together, so rounding never adds up", () => {
    given(pack, first)
      .when(second)
      .emits({ movements: [clawedBack(334, "top-up")], balance: 333 });
    given(pack, first, second)
      .when(refunds(pack, "2026-01-12", { amount: 3_33, refund: "re_3" }))
      .emits({ movements: [clawedBack(333, "top-up")], balance: 0 });
  });

  test("[X5] partial refunds never compound: a share is one of the grant, not of what is left (replyinmyvoice#301)", () => {
    given(pack, refunds(pack, "2026-01-10", { amount: 5_00 }))
      .when(refunds(pack, "2026-01-11", { amount: 5_00, refund: "re_2" }))
      .emits({ movements: [clawedBack(500, "top-up")], balance: 0 });
    given(pack, takes(400, "2026-01-06"), refunds(pack, "2026-01-10", { amount: 2_50 }))
      .when(refunds(pack, "2026-01-11", { amount: 2_50, refund: "re_2" }))
      .emits({ movements: [clawedBack(250, "top-up")], balance: 100 });
  });

  test("[X5] more money back than was paid takes no more than was granted", () => {
    given(pack, refunds(pack, "2026-01-10"))
      .when(refunds(pack, "2026-01-11", { refund: "re_2" }))
      .emits({ type: "noted", movements: [], balance: 0 });
  });

  test("[X5] all payments of an invoice: a refund of its second payment adds to one of its first", () => {
    given(january, refunds(january, "2026-01-10", half))
      .when(refunds(january, "2026-01-11", { ...half, refund: "re_of_another_payment" }))
      .emits({ movements: [clawedBack(250)], balance: 0 });
  });
});

describe("of which lots it takes", () => {
  const keeping = { ...omnia, leftovers: keep };

  test("[X5] what is left of last month, from where it was carried over to, and never this month's", () => {
    givenPolicy(keeping, january, takes(100, "2026-01-02"), february)
      .when(refunds(january, "2026-02-10", half))
      .emits({ movements: [clawedBack(250, "rollover", 1)], bySource: { plan: 500, rollover: 150 } });
  });

  test("[X5] of what was carried over the youngest first", () => {
    const paidYear = year("2026-01-01", "2027-01-01");
    givenPolicy(keeping, paidYear, "2026-12-02", takes(450, "2026-12-02"))
      .when(refunds(paidYear, "2026-12-03", { amount: 1, paid: 10 }))
      .emits({
        movements: [
          clawedBack(500, "rollover", 1.001), // November's
          clawedBack(50, "plan", 1.0011), //     December's
          clawedBack(50, "rollover", 1.0009), // October's
        ],
        bySource: { rollover: 4_950 },
      });
  });

  test("[X5] what had expired counts as given back", () => {
    given(january, takes(200, "2026-01-02"), february)
      .when(refunds(january, "2026-02-10", half))
      .emits({ type: "noted", movements: [], balance: 500 });
    given(january, takes(200, "2026-01-02"), february)
      .when(refunds(january, "2026-02-10", { amount: 7_92 }))
      .emits({ type: "noted", movements: [], debt: 100, balance: 500 });
  });

  test("[X5] what a limit did not let roll over counts as given back too", () => {
    const rolling = {
      ...omnia,
      leftovers: rollOver({ upTo: 300 }),
      rollover: { counting: "account", for: everyone },
    } as const;
    givenPolicy(rolling, january, { ...february, now: february.now })
      .when(refunds(january, "2026-02-10", half))
      .emits({ movements: [clawedBack(50, "rollover")], bySource: { plan: 500, rollover: 250 } });
  });

  test("[X5] what was forfeited with the membership counts as given back", () => {
    const ended = stands("2026-01-20", { endedAt: "2026-01-20" });
    given(january, ended).when(refunds(january, "2026-01-21")).emits({ type: "noted", movements: [], balance: 0 });
  });

  test("[O10] a refund of the plan touches no top-ups, also where the plan's are all spent", () => {
    given(january, pack, takes(500, "2026-01-06"))
      .when(refunds(january, "2026-01-10"))
      .emits({ type: "noted", movements: [], debt: 500, bySource: { "top-up": 1_000 } });
  });

  test("[X5] after a refund the next month is given in full", () => {
    given(january, refunds(january, "2026-01-10"))
      .when(february)
      .emits({ movements: [granted(500)], balance: 500 });
    given(january, refunds(january, "2026-01-10", half), uses("image", "2026-01-11"))
      .when(february)
      .emits({ movements: [expired(240), granted(500)], balance: 500 });
  });
});
