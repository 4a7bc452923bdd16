import { describe, test } from "vitest";
import { expired, given, givenPolicy, granted } from "../support/given.ts";
import { omnia, takes, year } from "../support/omnia-story.ts";
import { changesPlan } from "../support/reversal-story.ts";

const paid = year("2026-01-01", "2027-01-01");
// The schedule changes the price at the anchor; the invoice for the rest of the year is paid an hour later.
const anchor = "2026-03-01";
const paidAt = "2026-03-01T01:00Z";
const upgrade = changesPlan(paid, "pro", anchor, { paidAt });
const dayBefore = "2026-02-28T12:00Z";

describe("a larger plan inside a paid year, from the next monthly anchor on", () => {
  test("[O8] [X7] the anchor gives the old amount by time, the paid proration the difference, with the same end", () => {
    given(paid, dayBefore)
      .when(anchor)
      .emits({ reason: "next cycle", movements: [expired(500), granted(500, { end: "2026-04-01" })], balance: 500 });
    given(paid, dayBefore)
      .when(upgrade)
      .emits(
        { reason: "next cycle", movements: [expired(500), granted(500)] },
        {
          type: "granted",
          reason: "plan change",
          movements: [granted(1_500, { birth: paidAt, end: "2026-04-01" })],
          term: { plan: "pro", given: 3, cycles: 12 },
          balance: 2_000,
        },
      );
  });

  test("[O8] [O11] later anchors give the new amount, until the year is over", () => {
    given(paid, upgrade).when("2026-04-01").leaves({ plan: 2_000 });
    given(paid, upgrade).when("2026-12-31").leaves({ plan: 2_000 });
    given(paid, upgrade, "2027-01-03").when("2027-01-04").leaves({});
  });

  test("[O8] [X7] unpaid, the old amount goes on", () => {
    given(paid, anchor).when("2026-04-15").leaves({ plan: 500 });
    given(paid, takes(500, "2026-03-15")).when("2026-04-15").leaves({ plan: 500 });
  });

  test("[O8] [X7] once, by item, new price and anchor: another invoice for it gives nothing", () => {
    given(paid, upgrade)
      .when({ ...upgrade, now: upgrade.now + 60_000, invoice: "in_2", line: "il_2" })
      .emits();
  });

  test("[O8] [X2] paid days after its anchor it still ends with that cycle", () => {
    given(paid)
      .when(changesPlan(paid, "pro", anchor, { paidAt: "2026-03-20" }))
      .leaves({ plan: 2_000 });
    given(paid, changesPlan(paid, "pro", anchor, { paidAt: "2026-03-20" }), "2026-03-31")
      .when("2026-04-01")
      .emits({ movements: [expired(1_500), expired(500), granted(500), granted(1_500)], balance: 2_000 });
  });

  test("[O8] [X2] told after the next anchor, that one and all later ones give the new amount too", () => {
    const told = { ...upgrade, now: Date.parse("2026-05-10T00:00Z") };
    given(paid, "2026-05-09").when(told).leaves({ plan: 2_000 });
    given(paid, told, "2026-05-31").when("2026-06-01").leaves({ plan: 2_000 });
  });

  test("[O8] [X1] paid when its cycle was over, that cycle's difference lives with the one that runs", () => {
    given(paid, "2026-04-05")
      .when(changesPlan(paid, "pro", anchor, { paidAt: "2026-04-05" }))
      .emits({ movements: [granted(3_000, { birth: "2026-04-05", end: "2026-05-01" })], balance: 3_500 });
    given(paid, changesPlan(paid, "pro", anchor, { paidAt: "2026-04-05" }))
      .when("2026-05-15")
      .leaves({ plan: 2_000 });
  });

  test("[X7] prorated: of the month that runs, not of the year; later ones get all of it", () => {
    const prorated = { ...omnia, planChange: { up: "prorated", down: "atTermEnd" } } as const;
    // 15 of April's 30 days.
    givenPolicy(prorated, paid, "2026-04-15")
      .when(changesPlan(paid, "pro", "2026-04-16"))
      .emits({ movements: [granted(750, { end: "2026-05-01" })], balance: 1_250 });
    givenPolicy(prorated, paid, changesPlan(paid, "pro", "2026-04-16"))
      .when("2026-05-02")
      .leaves({ plan: 2_000 });
  });

  test("[O8] a second upgrade inside the year adds its own difference", () => {
    given(paid, upgrade)
      .when(changesPlan(paid, "team", "2026-05-01", { paidAt: "2026-05-01T01:00Z" }))
      .leaves({ plan: 6_000 });
  });

  test("[O8] [O11] a smaller plan begins with the payment of the next year, not before", () => {
    const pro = year("2026-01-01", "2027-01-01", { plan: "pro" });
    given(pro, changesPlan(pro, "creator", anchor, { paidAt }))
      .when("2026-12-31")
      .leaves({ plan: 2_000 });
    given(pro).when(year("2027-01-01", "2028-01-01")).leaves({ plan: 500 });
  });
});
