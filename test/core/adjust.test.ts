import { MAX_CREDITS } from "@passbook/core";
import { describe, test } from "vitest";
import { adjusts, reverses } from "../support/booking-story.ts";
import { expired, given, granted, spent } from "../support/given.ts";
import { bought, month } from "../support/omnia-story.ts";

const february = month("2026-02-01", "2026-03-01");

describe("an operator adjusts", () => {
  test("[X10] credits are given with a reason, for good", () => {
    given()
      .when(adjusts(5, "2026-02-03"))
      .emits({
        key: "req/adjust 2026-02-03",
        type: "adjusted",
        reason: "sorry",
        by: "operator",
        movements: [granted(5, { source: "adjustment", lot: 1, birth: "2026-02-03", end: null })],
        bySource: { adjustment: 5 },
      });
  });

  test("[X10] or until they end", () => {
    given(adjusts(5, "2026-02-03", "2026-02-10"))
      .when("2026-03-01")
      .emits({ at: "2026-02-10", reason: "end of lifetime", movements: [expired(5, "adjustment", 1)], balance: 0 });
  });

  test("[N7] credits are taken in the order in which they would be spent", () => {
    given(bought("pack_1000", "2026-01-10"), february)
      .when(adjusts(-501, "2026-02-03"))
      .emits({ type: "adjusted", movements: [spent(500, "plan", 2), spent(1, "top-up", 1)], balance: 999 });
  });

  test("[M1] never more than there are", () => {
    given(february).when(adjusts(-500, "2026-02-03")).emits({ balance: 0 });
    given(february)
      .when(adjusts(-501, "2026-02-03"))
      .refuses({ code: "insufficient_credits", needed: 501, short: 1, packs: [] });
  });

  test.each([0, 0.5, -0.5, MAX_CREDITS + 1, -MAX_CREDITS - 1, Number.NaN])("[X10] not by %d", (credits) => {
    given(february)
      .when(adjusts(credits, "2026-02-03"))
      .refuses({ code: "invalid_request", problems: [{ field: "credits" }] });
  });

  test("[X10] nothing is not given until some day either", () => {
    given(february)
      .when(adjusts(0, "2026-02-03", "2026-02-10"))
      .refuses({ problems: [{ field: "credits" }, { field: "expiresAt" }] });
  });

  test.each([
    ["given until now", 5, "2026-02-03"],
    ["taken until some day", -5, "2026-02-10"],
  ])("[X10] credits are not %s", (_, credits, expiresAt) => {
    given(february)
      .when(adjusts(credits, "2026-02-03", expiresAt))
      .refuses({
        code: "invalid_request",
        problems: [{ field: "expiresAt", message: "is not ahead of now, or of credits that are taken" }],
      });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 2e12 + 0.5])("[X10] credits are not given until %d", (expiresAt) => {
    given(february)
      .when({ ...adjusts(5, "2026-02-03"), expiresAt })
      .refuses({ code: "invalid_request", problems: [{ field: "expiresAt" }] });
  });

  test("[X10] what an operator has taken is given back by another adjustment, and is no spend to take back", () => {
    given(february, adjusts(-5, "2026-02-03"))
      .when(reverses("adjust 2026-02-03", "2026-02-04"))
      .refuses({ code: "invalid_request", problems: [{ field: "spend", message: "has taken nothing" }] });
  });

  test("[X9] the same request adjusts once", () => {
    given(adjusts(5, "2026-02-03"))
      .when({ ...adjusts(5, "2026-02-03"), now: february.now })
      .emits();
  });
});
