import { test } from "vitest";
import { forfeited, given } from "../support/given.ts";
import { month, stands, takes } from "../support/omnia-story.ts";

const ends = (saidAt: string) =>
  stands(saidAt, { startedAt: "2026-02-01", endedAt: "2026-02-10", toldAt: "2026-02-21" });

test("[X2] [M15] an end that has taken everything is noted where it is told again, late and out of order: nothing is forfeited twice", () => {
  given(month("2026-02-01", "2026-03-01"), takes(1, "2026-02-20"))
    .when(ends("2026-02-11"))
    .emits({ type: "forfeited", movements: [forfeited(499)] });
  given(month("2026-02-01", "2026-03-01"), takes(1, "2026-02-20"), ends("2026-02-11"))
    .when(ends("2026-02-10"))
    .emits({ type: "noted", reason: "membership ended", movements: [], balance: 0 });
});
