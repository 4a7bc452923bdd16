import { describe, expect, test } from "vitest";
import { holds, musiversal } from "../support/booking-story.ts";
import { expired, forfeited, given, givenPolicy, granted, withdrawn } from "../support/given.ts";
import { bought, calls, month, stands, takes } from "../support/omnia-story.ts";

describe("the Free plan", () => {
  test("[O1] [O7] a personal account has its allowance from its first call on, never earlier", () => {
    given()
      .when(calls("2026-01-31T09:00Z"))
      .emits({
        key: "mark/personal",
        type: "granted",
        reason: "first call",
        ref: { plan: "free" },
        movements: [granted(50, { end: "2026-02-28T09:00Z" })],
        balance: 50,
      });
    given(bought("pack_1000", "2026-01-05")).when("2026-06-01").leaves({ "top-up": 1_000 });
  });

  test("[O7] a product without a Free plan gives nothing, and marks the account all the same", () => {
    givenPolicy(musiversal)
      .when(calls("2026-01-31"))
      .emits({ type: "noted", ref: {}, movements: [], isPersonal: true, balance: 0 });
  });

  test("[O1] [X9] what is held of Free when a paid plan comes is not lost, and nothing of nothing is", () => {
    given(calls("2026-01-01"), holds(50, "2026-01-02", "2026-01-20"))
      .when(month("2026-01-10", "2026-02-10"))
      .emits({ movements: [granted(500)], balance: 500 });
  });

  test.each(["2026-02-01", "2026-02-10"])(
    "[O1] where its last cycle is over by then, it begins anew with the end: %s",
    (end) => {
      const subscribed = stands("2026-01-10", { status: "trialing" });
      given(calls("2026-01-01"), subscribed, "2026-02-01")
        .when(stands(end, { endedAt: end }))
        .emits({ movements: [granted(50, { birth: end })], balance: 50 });
    },
  );

  test("[M8] [O1] its cycles count on from those that were paid", () => {
    const paid = [
      month("2026-01-10", "2026-02-10"),
      month("2026-02-10", "2026-03-10"),
      month("2026-03-10", "2026-04-10"),
    ];
    const [, ended] = given(calls("2026-01-01"), ...paid, stands("2026-03-20", { cancelAt: "2026-04-10" }))
      .when("2026-05-10")
      .entries();
    expect(ended?.term).toMatchObject({ subscription: "free", turn: 4 });
    const [first] = given().when(calls("2026-01-01")).entries();
    expect(first?.term).toMatchObject({ turn: 1 });
  });

  test("[O2] monthly from its anchor: 31 January, 28 February, 31 March", () => {
    given(calls("2026-01-31"), takes(20, "2026-02-01"))
      .when("2026-03-31")
      .emits(
        { at: "2026-02-28", movements: [expired(30), granted(50)] },
        { at: "2026-03-31", movements: [expired(50), granted(50)], balance: 50 },
      );
  });

  test("[O1] Free and paid never overlap: at a paid plan's first allowance what is left of Free expires", () => {
    given(calls("2026-01-01"), takes(20, "2026-01-02"))
      .when(month("2026-01-10", "2026-02-10"))
      .emits({ movements: [expired(30), granted(500)], balance: 500 });
    given(calls("2026-01-01"), month("2026-01-10", "2026-02-10")).when("2026-02-05").leaves({ plan: 500 });
  });

  test.each(["trialing", "active", "past_due", "unpaid", "paused"] as const)(
    "[O1] no Free cycle starts while a subscription is %s",
    (status) => {
      given(calls("2026-01-01"), stands("2026-01-10", { status }))
        .when("2026-02-01")
        .emits({ movements: [expired(50)] });
    },
  );

  test("[O1] [O9] after the last subscription has ended, Free starts at that end, which is its new anchor", () => {
    given(calls("2026-01-01"), month("2026-01-10", "2026-02-10"), stands("2026-01-20", { cancelAt: "2026-02-10" }))
      .when("2026-03-10")
      .emits(
        { at: "2026-02-10", movements: [forfeited(500), granted(50)], balance: 50 },
        { at: "2026-03-10", movements: [expired(50), granted(50)] },
      );
  });

  test("[O7] a workspace has no Free plan, before or after", () => {
    given(month("2026-01-10", "2026-02-10"))
      .when(stands("2026-01-20", { endedAt: "2026-01-20" }))
      .leaves({});
  });

  test("[X2] a Free cycle that began only because nobody had told of the payment is withdrawn", () => {
    given(calls("2026-01-01"), "2026-02-01", takes(10, "2026-02-02"))
      .when(month("2026-01-25", "2026-02-25", { toldAt: "2026-02-03" }))
      .emits({ movements: [granted(500), withdrawn(40)], balance: 500 });
  });

  test("[X2] a first call that is told after a payment that had replaced Free by then gives what has ended with it", () => {
    given(month("2026-01-25", "2026-02-25"))
      .when(calls("2026-01-10"))
      .emits({ movements: [granted(50, { birth: "2026-01-10" }), expired(50)], balance: 500 });
  });

  test("[O1] a subscription that ends without having given anything leaves Free as it was, anchor and all", () => {
    const nothing = [stands("2026-01-10", { status: "trialing" }), stands("2026-01-20", { endedAt: "2026-01-20" })];
    given(calls("2026-01-01"), takes(20, "2026-01-02"), ...nothing)
      .when("2026-02-01")
      .emits({ at: "2026-02-01", movements: [expired(30), granted(50)], balance: 50 });
  });

  test("[O1] where a payment has replaced it, also one that came late, Free starts at the end", () => {
    const late = month("2025-11-01", "2025-12-01", { paidAt: "2026-01-10" });
    given(calls("2026-01-01"), late)
      .when(stands("2026-01-20", { endedAt: "2026-01-20" }))
      .emits({ movements: [forfeited(500), granted(50, { end: "2026-02-20" })], bySource: { plan: 50 } });
  });

  test("[O1] the first call during a subscription marks the account, and gives nothing", () => {
    given(month("2026-01-10", "2026-02-10"), stands("2026-01-10"))
      .when(calls("2026-01-11"))
      .emits({ type: "noted", movements: [], balance: 500 });
  });
});
