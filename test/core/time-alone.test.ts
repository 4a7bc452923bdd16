import { type Policy, rollOver } from "@passbook/core";
import { clay } from "@passbook/core/policies/clay";
import { elevenlabs } from "@passbook/core/policies/elevenlabs";
import { describe, test } from "vitest";
import { expired, given, givenPolicy, granted, thawed } from "../support/given.ts";
import { bought, calls, month, omnia, stands, takes, year } from "../support/omnia-story.ts";
import { changesPlan, disputes } from "../support/reversal-story.ts";

const starter = (n: number) => month(`2026-0${n}-01`, `2026-0${n + 1}-01`, { plan: "starter" });

describe("what nobody renews", () => {
  test("[X1] takes with it what had rolled over up to that cycle; what has cycles to live lives on", () => {
    givenPolicy(elevenlabs, starter(1), starter(2), starter(3))
      .when("2026-04-10")
      .emits({
        at: "2026-04-04",
        reason: "not renewed",
        movements: [expired(30_000, "rollover", 1), expired(30_000, "plan", 3)],
        bySource: { rollover: 30_000 },
      });
  });

  test("[X1] ends without the grace where Stripe has given up before", () => {
    given(month("2026-01-01", "2026-02-01"), stands("2026-01-25", { status: "unpaid" }))
      .when("2026-02-02")
      .emits({ at: "2026-02-01", reason: "not renewed", movements: [expired(500)], balance: 0 });
  });

  test("[X5] what is disputed of it ends, also where the rest would be kept", () => {
    givenPolicy(clay, starter(1), disputes(starter(1), "2026-01-10"))
      .when("2026-02-10")
      .emits({ at: "2026-02-04", type: "expired", movements: [thawed(2_000, "plan", 1), expired(2_000, "plan", 1)] });
  });

  test("[O1] what was free is not kept where a subscription keeps the next free cycle from beginning", () => {
    givenPolicy(clay, calls("2026-01-01"), stands("2026-01-10", { status: "trialing" }))
      .when("2026-02-20")
      .emits({ type: "expired", movements: [expired(100)], balance: 0 });
  });

  test("[N3] what was bought for some months ends by itself beside a plan that goes on, and says so", () => {
    const pack = { credits: 1_000, price: 69_00, lasts: { months: 1 } };
    const short: Policy = { ...omnia, packs: { pack_1000: pack } };
    const paid = [
      month("2026-01-01", "2026-02-01"),
      bought("pack_1000", "2026-01-10"),
      month("2026-02-01", "2026-03-01"),
    ];
    givenPolicy(short, ...paid)
      .when("2026-02-20")
      .emits({ at: "2026-02-10", reason: "end of lifetime", movements: [expired(1_000, "top-up", 2)], balance: 500 });
  });
});

describe("a subscription that ends", () => {
  const january = month("2026-01-01", "2026-02-01");

  test("[O9] as it was set to, is noted where there is nothing to lose", () => {
    given(january, takes(500, "2026-01-02"), stands("2026-01-03", { cancelAt: "2026-01-20" }))
      .when("2026-01-25")
      .emits({
        at: "2026-01-20",
        type: "noted",
        reason: "membership ended",
        ref: { subscription: "sub_1" },
        movements: [],
      });
  });

  test("[X2] is paid for no more: the payment is noted, and why", () => {
    given(january, stands("2026-01-20", { endedAt: "2026-01-20" }))
      .when(month("2026-01-25", "2026-02-25"))
      .emits({ type: "noted", reason: "paid after the subscription's end", movements: [], balance: 0 });
  });
});

describe("the next cycle of a paid year", () => {
  test("[O14] [X3] ends at its instant what another subscription's grace ends then, in one entry", () => {
    given(year("2026-01-04", "2027-01-04"), month("2026-01-01", "2026-02-01", { subscription: "sub_2" }))
      .when("2026-02-04")
      .emits({ reason: "next cycle", movements: [expired(500, "plan", 2), expired(500, "plan", 1), granted(500)] });
  });

  test("[O8] [M13] carries over what the year and what its upgrade had given", () => {
    const paid = year("2026-01-10", "2027-01-10");
    const rolling: Policy = { ...omnia, leftovers: rollOver({ upTo: 90_000 }) };
    givenPolicy(rolling, paid, changesPlan(paid, "pro", "2026-02-10"), "2026-03-15")
      .when("2026-04-10")
      .leaves({ plan: 2_000, rollover: 4_500 });
  });
});
