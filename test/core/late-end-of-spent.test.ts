import { clay } from "@passbook/core/policies/clay";
import { describe, test } from "vitest";
import { books, cancels, captures, holds, musiversal, releases, reverses } from "../support/booking-story.ts";
import { captured, forfeited, given, givenPolicy, released, restored, withdrawn } from "../support/given.ts";
import { calls, month, omnia, stands, takes, year } from "../support/omnia-story.ts";

// February's allowance was given, held and spent before anybody told that the subscription had ended in January.

const paid = year("2026-01-01", "2027-01-01");
const ended = stands("2026-01-20", { startedAt: "2026-01-01", endedAt: "2026-01-20", toldAt: "2026-02-10" });
const used = [paid, holds(100, "2026-02-03", "2026-02-20"), takes(50, "2026-02-04", "r")] as const;

describe("an allowance that a late end makes undone", () => {
  test("[X2] [X9] does not come back with the hold that ends, is released, or pays a part", () => {
    given(...used, ended)
      .when("2026-02-20")
      .emits({ reason: "hold expired", movements: [released(100), withdrawn(100)], balance: 0 });
    given(...used, ended)
      .when(releases("2026-02-12"))
      .emits({ movements: [released(100), withdrawn(100)] });
    given(...used, ended)
      .when(captures(40, "2026-02-12"))
      .emits({ movements: [captured(40), released(60), withdrawn(60)] });
  });

  test("[X2] [X6] nor with what was spent of it, whatever runs now", () => {
    given(...used, ended)
      .when(reverses("r", "2026-02-22"))
      .emits({}, { movements: [restored(50), withdrawn(50)], balance: 0 });
    given(calls("2025-12-20"), ...used, ended, reverses("r", "2026-02-12"))
      .when("2026-02-25")
      .leaves({ plan: 50 });
    const again = month("2026-02-12", "2026-03-12", { subscription: "sub_2" });
    given(...used, ended, again, reverses("r", "2026-02-13"))
      .when("2026-02-25")
      .leaves({ plan: 500 });
  });

  test("[X2] [M6] [M13] nor what it had carried over", () => {
    const studio = [
      year("2026-01-01", "2027-01-01", { plan: "studio-5" }),
      books("2026-06-01", "2026-02-04", { service: "mixing", length: 2 }),
    ];
    givenPolicy(musiversal, ...studio, ended)
      .when(cancels("2026-06-01", "2026-02-12"))
      .emits({
        movements: [restored(1, "rollover"), forfeited(1, "rollover"), restored(5), withdrawn(5)],
        balance: 0,
      });
  });

  test("[O9] [X6] what an end keeps comes back to it", () => {
    const starter = month("2026-01-01", "2026-02-01", { plan: "starter" });
    const ending = stands("2026-01-20", { endedAt: "2026-01-20" });
    givenPolicy({ ...clay, cancelling: { loses: [], keepsAtMost: 2, fallback: "free" } }, starter, ending)
      .when("2026-01-21")
      .leaves({ rollover: 200 });
    givenPolicy(clay, starter, ending, takes(200, "2026-01-22", "r"))
      .when(reverses("r", "2026-01-23"))
      .leaves({ rollover: 200 });
  });

  test("[X2] [O1] Free's own credits come back as ever", () => {
    const free = [calls("2025-12-20"), takes(50, "2025-12-21", "r")] as const;
    givenPolicy(omnia, ...free, ended)
      .when(reverses("r", "2026-01-10"))
      .leaves({ plan: 50 });
  });
});
