import { expect, test } from "vitest";
import { holds } from "../support/booking-story.ts";
import { given } from "../support/given.ts";
import { bought, month, stands, year } from "../support/omnia-story.ts";

const ended = stands("2026-01-19", { endedAt: "2026-01-19", toldAt: "2026-02-28T10:00Z" });
const history = [
  month("2026-01-31", "2026-02-28"),
  year("2026-01-31", "2027-01-31", { subscription: "sub_2", plan: "pro" }),
  holds(1, "2026-02-28", "2026-02-28T10:00Z"),
  ended,
] as const;

// The month was paid after an end that is told late, so in the second playing its lot is never granted. The hold of it ends in
// that playing: released, the lot is empty and leaves, and what should end with it has nothing to move (a RangeError).
test("[X2] [X9] a hold of credits that a late end makes undone ends like any other", () => {
  given(...history)
    .when(bought("pack_1000", "2026-02-28T10:00Z"))
    .leaves({ plan: 2_000, "top-up": 1_000 });
});

test("[X2] [X9] until it ends its credits are held", () => {
  expect(
    given(...history.slice(0, 3))
      .when(ended)
      .entries(),
  ).toHaveLength(1);
});
