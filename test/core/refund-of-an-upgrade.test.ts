import { describe, test } from "vitest";
import { clawedBack, expired, given, granted } from "../support/given.ts";
import { takes, year } from "../support/omnia-story.ts";
import { changesPlan, refunds } from "../support/reversal-story.ts";

const paid = year("2026-01-01", "2027-01-01", { amount: 99_00 });
const upgrade = changesPlan(paid, "pro", "2026-03-01", { paidAt: "2026-03-01T01:00Z" });
const day = "2026-03-10";

describe("a year and the upgrade inside of it are two payments", () => {
  test("[X5] [O8] the year's refund takes its share of the year's 6,000, however large the plan is now", () => {
    // A third is 2,000; January's and February's 1,000 have expired.
    const refund = refunds(paid, day, { amount: 33_00 });
    given(paid, upgrade)
      .when(refund)
      .emits({ movements: [], term: { withheld: 1_000 }, balance: 2_000 });
    // November and December give what the upgrade paid for.
    given(paid, upgrade, refund).when("2026-10-15").leaves({ plan: 2_000 });
    given(paid, upgrade, refund).when("2026-11-15").leaves({ plan: 1_500 });
    given(paid, upgrade, refund).when("2026-12-15").leaves({ plan: 1_500 });
  });

  test("[X5] [O8] the upgrade's refund takes its difference back, and the old amount goes on", () => {
    given(paid, upgrade)
      .when(refunds(upgrade, day))
      .emits({ movements: [clawedBack(1_500, "plan")], balance: 500 });
    given(paid, upgrade, refunds(upgrade, day), "2026-03-31")
      .when("2026-04-01")
      .emits({ movements: [expired(500), granted(500)], balance: 500 });
    given(paid, upgrade, refunds(upgrade, day)).when("2026-12-15").leaves({ plan: 500 });
  });

  test("[X5] [O8] half of the upgrade's money is half of its ten months, from the end", () => {
    const refund = refunds(upgrade, day, { amount: 5_00 });
    given(paid, upgrade).when(refund).emits({ movements: [], balance: 2_000 });
    given(paid, upgrade, refund).when("2026-07-15").leaves({ plan: 2_000 });
    given(paid, upgrade, refund).when("2026-08-15").leaves({ plan: 500 });
  });

  test("[X5] [O8] what of a later month was spent is owed of the upgrade's part only", () => {
    given(paid, upgrade, "2026-04-01", takes(2_000, "2026-04-02"))
      .when(refunds(upgrade, "2026-04-03"))
      // March's 1,500 have expired.
      .emits({ type: "noted", movements: [], debt: 1_500, balance: 0 });
  });

  test("[X5] [O8] both refunds take everything", () => {
    const both = [refunds(upgrade, day), refunds(paid, "2026-03-11", { refund: "re_2" })] as const;
    given(paid, upgrade, ...both)
      .when("2026-03-12")
      .leaves({});
    given(paid, upgrade, ...both)
      .when("2026-12-15")
      .leaves({});
  });

  test("[X5] [O8] a second upgrade has its own part", () => {
    const team = changesPlan(paid, "team", "2026-05-01", { paidAt: "2026-05-01T01:00Z" });
    given(paid, upgrade, team).when(refunds(upgrade, "2026-05-02")).leaves({ plan: 4_500 });
    given(paid, upgrade, team, refunds(upgrade, "2026-05-02")).when("2026-12-15").leaves({ plan: 4_500 });
    given(paid, upgrade, team, refunds(team, "2026-05-02")).when("2026-12-15").leaves({ plan: 2_000 });
  });

  test("[X5] [O8] a refund of it that fails gives the larger plan's credits again", () => {
    given(paid, upgrade, refunds(upgrade, day), refunds(upgrade, "2026-03-12", { outcome: "failed" }))
      .when("2026-12-15")
      .leaves({ plan: 2_000 });
  });
});
