import { MAX_CREDITS } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { given, granted, spent } from "../support/given.ts";
import { bought, month, takes } from "../support/omnia-story.ts";

describe("a pack is granted when its money arrives", () => {
  test("[O6] to anybody, also without a plan", () => {
    given()
      .when(bought("pack_1000", "2026-01-10T08:00Z", { toldAt: "2026-01-10T08:00:02Z" }))
      .emits({
        key: "buy/cs_1",
        type: "purchased",
        reason: "purchase",
        by: "stripe",
        policy: "omnia@2026-01-01",
        ref: { pack: "pack_1000", quantity: 1, session: "cs_1" },
        at: "2026-01-10T08:00:02Z",
        occurredAt: "2026-01-10T08:00Z",
        movements: [granted(1_000, { source: "top-up", birth: "2026-01-10T08:00Z", end: null, lot: 1 })],
        balance: 1_000,
        bySource: { "top-up": 1_000 },
      });
  });

  test.each([
    ["pack_1000", 1, 1_000],
    ["pack_1000", 3, 3_000],
    ["pack_5000", 1, 5_000],
    ["pack_5000", 2, 10_000],
  ])("[O6] %s bought %i times gives %i", (pack, quantity, credits) => {
    given()
      .when(bought(pack, "2026-01-10", { quantity }))
      .emits({ movements: [granted(credits, { source: "top-up" })] });
  });

  test("[O6] once per session, whichever event tells of it: completed, or paid later, or both in any order", () => {
    const completed = bought("pack_1000", "2026-01-10", { session: "cs_7" });
    const paidLater = bought("pack_1000", "2026-01-13", { session: "cs_7" });
    given(completed).when(paidLater).emits();
    given(paidLater).when(completed).emits();
    given(completed, "2027-01-10").when(paidLater).emits();
  });

  test("[O6] two sessions are two packs, also of one kind at one instant", () => {
    given(bought("pack_1000", "2026-01-10", { session: "cs_1" }))
      .when(bought("pack_1000", "2026-01-10", { session: "cs_2" }))
      .emits({ movements: [granted(1_000, { source: "top-up", lot: 2 })], balance: 2_000 });
  });
});

describe("a pack has no end", () => {
  test("[O6] ten years later it is all there", () => {
    given(bought("pack_1000", "2026-01-10")).when("2036-01-10").emits();
    given(bought("pack_1000", "2026-01-10"))
      .when(takes(1_000, "2036-01-10"))
      .emits({ movements: [spent(1_000, "top-up")], balance: 0 });
  });

  test("[O6] neither a renewal nor the end of the plan touches it", () => {
    const history = [
      month("2026-01-01", "2026-02-01"),
      bought("pack_1000", "2026-01-10"),
      month("2026-02-01", "2026-03-01"),
    ];
    given(...history)
      .when("2026-02-02")
      .leaves({ plan: 500, "top-up": 1_000 });
    given(...history)
      .when("2026-06-01")
      .leaves({ "top-up": 1_000 });
  });
});

describe("what can't be granted is a defect, and nothing is written", () => {
  test.each(["pack_1", "constructor"])("the policy has no pack %s", (pack) => {
    expect(() => given().when(bought(pack, "2026-01-10"))).toThrow(`omnia@2026-01-01 has no pack ${pack}`);
  });

  test("[X10] the largest amount can be granted, and no more than that", () => {
    given()
      .when(bought("pack_1000", "2026-01-10", { quantity: MAX_CREDITS / 1_000 }))
      .emits({ balance: MAX_CREDITS });
    expect(() => given().when(bought("pack_1000", "2026-01-10", { quantity: MAX_CREDITS / 1_000 + 1 }))).toThrow(
      "no credits",
    );
    expect(() => given().when(bought("pack_1000", "2026-01-10", { quantity: 0.0005 }))).toThrow("no credits");
  });
});
