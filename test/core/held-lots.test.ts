import { describe, expect, test } from "vitest";
import { captures, holds, musiversal, releases, reverses } from "../support/booking-story.ts";
import { captured, expired, given, givenPolicy, granted, released, rolledOver } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { passes, play } from "../support/journal.ts";
import { bought, month, omnia, takes, year } from "../support/omnia-story.ts";

const february = month("2026-02-01", "2026-03-01");
const hundred = holds(100, "2026-02-03", "2026-02-10");

describe("held credits and the end of their lot", () => {
  const paid = year("2026-01-31", "2027-01-31");

  test("[M11] at a turnover held credits stay with their lot: they are neither carried nor lost", () => {
    givenPolicy(
      musiversal,
      month("2026-02-01", "2026-03-01", { plan: "studio-5" }),
      holds(2, "2026-02-03", "2026-03-20"),
    )
      .when(month("2026-03-01", "2026-04-01", { plan: "studio-5" }))
      .emits({
        movements: [rolledOver(3), granted(3, { source: "rollover" }), granted(5)],
        bySource: { plan: 5, rollover: 3 },
      });
  });

  test("[M11] what is held of other lots counts as stored", () => {
    const stored = bought("pack_1", "2026-01-10", { quantity: 28 });
    givenPolicy(
      musiversal,
      stored,
      holds(28, "2026-01-11", "2026-06-01"),
      month("2026-02-01", "2026-03-01", { plan: "studio-5" }),
    )
      .when(month("2026-03-01", "2026-04-01", { plan: "studio-5" }))
      .emits({ movements: [rolledOver(2), granted(2, { source: "rollover" }), expired(3), granted(5)] });
  });

  test("[X6] released after the lot's end they live as long as the current cycle", () => {
    given(paid, holds(100, "2026-02-03", "2026-03-20"))
      .when(releases("2026-03-05"))
      .emits(
        { at: "2026-02-28", movements: [expired(400), granted(500)] },
        { movements: [released(100), rolledOver(100), granted(100, { lot: 2, end: "2026-03-31" })], balance: 600 },
      );
    given(paid, holds(100, "2026-02-03", "2026-03-20"), releases("2026-03-05"))
      .when("2026-03-31")
      .emits({ movements: [expired(100), expired(500), granted(500)] });
  });

  test("[X6] a lot of which all is held, and which a payment has turned over, has ended too", () => {
    given(february, holds(500, "2026-02-03", "2026-03-20"), month("2026-03-01", "2026-04-01"))
      .when(captures(1, "2026-03-02"))
      .emits({ movements: [captured(1), released(499), rolledOver(499), granted(499, { end: "2026-04-04" })] });
  });

  test("[X6] where no cycle runs they are lost", () => {
    given(february, holds(100, "2026-02-03", "2026-03-20"))
      .when("2026-03-20")
      .emits(
        { at: "2026-03-04", movements: [expired(400)] },
        { at: "2026-03-20", reason: "hold expired", movements: [released(100), expired(100)], balance: 0 },
      );
  });

  test("[X9] a hold that ends as its lot does ends first: its credits are turned over with the rest", () => {
    given(paid, holds(100, "2026-02-03", "2026-02-28"))
      .when("2026-02-28")
      .emits(
        { type: "released", movements: [released(100)], balance: 500 },
        { type: "granted", movements: [expired(500), granted(500)], balance: 500 },
      );
    given(february, holds(500, "2026-02-03", "2026-03-04"))
      .when("2026-03-04")
      .emits({ movements: [released(500)] }, { reason: "not renewed", movements: [expired(500)] });
  });

  test("[X3] a lot that has ended with nothing but held credits makes nothing due", () => {
    given(february, holds(500, "2026-02-03", "2026-12-01"))
      .when("2026-11-30")
      .emits();
    expect(
      play(omnia, [february, holds(500, "2026-02-03", "2026-12-01"), passes("2026-11-30")]).account.lots,
    ).toMatchObject([{ left: 0, held: 500 }]);
  });

  test("[X6] a captured payment comes back to its lot like any other", () => {
    given(february, hundred, captures(100, "2026-02-04"), takes(400, "2026-02-05"))
      .when(reverses("hold", "2026-02-06"))
      .refuses({ problems: [{ field: "spend", message: "has taken nothing" }] });
    given(february, hundred, captures(100, "2026-02-04"), takes(400, "2026-02-05"))
      .when({ type: "FollowUp", verb: "ReverseSpend", of: 1, now: at("2026-02-06") })
      .emits({
        key: "undo/hold",
        movements: [{ type: "restored", credits: 100, source: "plan", lot: 1 }],
        balance: 100,
      });
  });
});
