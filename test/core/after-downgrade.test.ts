import { elevenlabs } from "@passbook/core/policies/elevenlabs";
import { describe, test } from "vitest";
import { captures, holds, releases, reverses } from "../support/booking-story.ts";
import { captured, forfeited, givenPolicy, released, restored } from "../support/given.ts";
import { bought, month, takes } from "../support/omnia-story.ts";

// What a smaller plan took when it began, no re-credit brings back: whoever had spent or held it then has lost it with the rest.

const first = (n: number) => `2026-0${n}-01`;
const paid = (n: number, plan: string) => month(first(n), first(n + 1), { plan });
const creator = [paid(1, "creator"), paid(2, "creator")];
const smaller = paid(3, "starter");
const given = (...history: Parameters<typeof givenPolicy>[1][]) => givenPolicy(elevenlabs, ...creator, ...history);
const hold = holds(50_000, "2026-02-03", "2026-06-01");

describe("after a smaller plan has taken what rolled over", () => {
  test("[M11] [X6] what a spend had taken of it does not come back", () => {
    given(takes(30_000, "2026-02-03", "r"), smaller)
      .when(reverses("r", "2026-03-04"))
      .emits({ movements: [restored(30_000, "rollover", 1), forfeited(30_000, "rollover", 1)], balance: 30_000 });
  });

  test("[M11] [X6] what was held of it can be captured, and is lost when it is released or its hold ends", () => {
    given(hold, smaller)
      .when(releases("2026-03-04"))
      .emits({ movements: [released(50_000, "rollover"), forfeited(50_000, "rollover")], balance: 30_000 });
    given(hold, smaller)
      .when(captures(20_000, "2026-03-04"))
      .emits({
        movements: [captured(20_000, "rollover"), released(30_000, "rollover"), forfeited(30_000, "rollover")],
      });
    given(hold, smaller, paid(4, "starter"), paid(5, "starter"))
      .when("2026-06-01")
      .leaves({ plan: 30_000, rollover: 60_000 });
  });

  test("[M11] [X6] nor what had been spent of the larger plan's own", () => {
    given(takes(150_000, "2026-02-03", "r"), smaller)
      .when(reverses("r", "2026-03-04"))
      .leaves({ plan: 30_000 });
  });

  test("[M9] [X6] what it has not taken comes back: packs, what came since, what came back before it", () => {
    const pack = bought("pack_25000", "2026-02-02");
    given(pack, takes(210_000, "2026-02-03", "r"), smaller)
      .when(reverses("r", "2026-03-04"))
      .leaves({ plan: 30_000, "top-up": 25_000 });
    given(smaller, takes(30_000, "2026-03-02", "r"), paid(4, "starter"))
      .when(reverses("r", "2026-04-04"))
      .leaves({ plan: 60_000 });
    given(takes(30_000, "2026-02-03", "r"), reverses("r", "2026-02-04"))
      .when(smaller)
      .leaves({ plan: 30_000 });
  });

  test("[O14] [X6] another subscription's plan credits come back to the cycle that runs", () => {
    const other = month("2026-02-15", "2026-03-15", { plan: "pro", subscription: "sub_2" });
    given(other, takes(650_000, "2026-02-20", "r"), smaller)
      .when(reverses("r", "2026-03-04"))
      .leaves({ plan: 530_000 });
  });

  test("[X2] the same where its payment is told late", () => {
    given(takes(30_000, "2026-02-03", "r"), { ...smaller, now: Date.parse("2026-03-03T00:00Z") })
      .when(reverses("r", "2026-03-04"))
      .leaves({ plan: 30_000 });
  });
});
