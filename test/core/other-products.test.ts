import { explain, lintPolicy, type Policy, rollOver } from "@passbook/core";
import { clay } from "@passbook/core/policies/clay";
import { elevenlabs } from "@passbook/core/policies/elevenlabs";
import { describe, expect, test } from "vitest";
import { expired, forfeited, givenPolicy, granted, rolledOver } from "../support/given.ts";
import { bought, calls, month, stands, takes, year } from "../support/omnia-story.ts";

// Two products that work differently: the language is not three special cases.

const first = (n: number) => `2026-${String(n).padStart(2, "0")}-01`;
const paid = (plan: string) => (n: number) => month(first(n), first(n + 1), { plan, paidAt: `${first(n)}T01:00Z` });
const many = (plan: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => paid(plan)(from + i));

describe("unused credits roll over for two cycles (elevenlabs)", () => {
  const given = (...history: Parameters<typeof givenPolicy>[1][]) => givenPolicy(elevenlabs, ...history);

  test("so that at most three times the allowance is held", () => {
    given(...many("starter", 1, 2))
      .when("2026-02-15")
      .leaves({ plan: 30_000, rollover: 30_000 });
    given(...many("starter", 1, 3))
      .when("2026-03-15")
      .leaves({ plan: 30_000, rollover: 60_000 });
    given(...many("starter", 1, 9))
      .when("2026-09-15")
      .leaves({ plan: 30_000, rollover: 60_000 });
  });

  test("and expire with the payment after the second", () => {
    given(...many("starter", 1, 3))
      .when(paid("starter")(4))
      .emits({
        movements: [
          expired(30_000, "rollover", 1),
          rolledOver(30_000),
          granted(30_000, { source: "rollover" }),
          granted(30_000),
        ],
      });
  });

  test("what rolled over pays first, since it ends first", () => {
    given(...many("starter", 1, 3), takes(70_000, "2026-03-10"))
      .when("2026-03-11")
      .leaves({ plan: 20_000 });
  });

  test("inside a paid year, cycle by cycle at the anchors", () => {
    given(year("2026-01-31", "2027-01-31", { plan: "starter" }))
      .when("2026-06-10")
      .leaves({ plan: 30_000, rollover: 60_000 });
  });

  test("none on free, and lost on downgrade and cancel; an upgrade keeps them", () => {
    given(calls("2026-01-01")).when("2026-03-15").leaves({ plan: 10_000 });
    given(...many("creator", 1, 2))
      .when(paid("starter")(3))
      .emits({
        movements: [forfeited(100_000, "rollover"), forfeited(100_000, "plan"), granted(30_000)],
        balance: 30_000,
      });
    given(...many("starter", 1, 2))
      .when(paid("creator")(3))
      .leaves({ plan: 100_000, rollover: 60_000 });
    given(...many("starter", 1, 2), bought("pack_25000", "2026-02-03"))
      .when(stands("2026-02-10", { endedAt: "2026-02-10" }))
      .emits({ movements: [forfeited(30_000, "rollover"), forfeited(30_000)], bySource: { "top-up": 25_000 } });
  });
});

describe("what is stored is cut to twice the new plan (clay)", () => {
  const given = (...history: Parameters<typeof givenPolicy>[1][]) => givenPolicy(clay, ...history);

  test("while nothing changes, unused credits stay", () => {
    given(...many("starter", 1, 6))
      .when("2026-06-15")
      .leaves({ plan: 2_000, rollover: 10_000 });
  });

  test("on a downgrade, at the first payment of the smaller plan, what would pay first goes first", () => {
    given(...many("explorer", 1, 3))
      .when(paid("starter")(4))
      .emits({
        movements: [
          forfeited(10_000),
          forfeited(10_000, "rollover", 1),
          forfeited(6_000, "rollover", 2),
          granted(2_000),
        ],
        bySource: { plan: 2_000, rollover: 4_000 },
      });
    given(...many("starter", 1, 3))
      .when(paid("explorer")(4))
      .leaves({ plan: 10_000, rollover: 6_000 });
  });

  test("on cancelling, to twice the free plan's", () => {
    given(calls("2025-12-20"), ...many("starter", 1, 2))
      .when(stands("2026-02-10", { endedAt: "2026-02-10" }))
      .emits({
        movements: [forfeited(2_000), forfeited(1_800, "rollover"), granted(100)],
        bySource: { plan: 100, rollover: 200 },
      });
    given(calls("2025-12-20"), paid("starter")(1), takes(1_850, "2026-01-05"))
      .when(stands("2026-01-10", { endedAt: "2026-01-10" }))
      .emits({ movements: [rolledOver(150), granted(150, { source: "rollover" }), granted(100)], balance: 250 });
  });

  test("on cancelling, what the policy names is lost whole, and the rest is cut", () => {
    const strict: Policy = { ...clay, cancelling: { ...clay.cancelling, loses: ["top-up"] } };
    givenPolicy(strict, ...many("starter", 1, 2), bought("pack_1000", "2026-02-03"))
      .when(stands("2026-02-10", { endedAt: "2026-02-10" }))
      .emits({
        movements: [forfeited(1_000, "top-up"), forfeited(2_000), forfeited(1_800, "rollover")],
        bySource: { rollover: 200 },
      });
  });

  test("annual plans get everything upfront", () => {
    given()
      .when(year("2026-01-31", "2027-01-31", { plan: "starter" }))
      .emits({ movements: [granted(24_000, { end: "2027-02-03" })], balance: 24_000 });
    given(year("2026-01-31", "2027-01-31", { plan: "starter" }))
      .when("2026-12-01")
      .emits();
  });
});

test.each([0, -1, 1.5])("credits can't roll over for %d cycles", (cycles) => {
  const where = "leftovers.cycles";
  expect(lintPolicy({ ...elevenlabs, leftovers: rollOver({ cycles }) })).toContainEqual(
    expect.objectContaining({ code: "cap_not_whole", where: expect.stringContaining(where) as string }),
  );
});

test("both make sense to the lint, and have their sentences", () => {
  for (const policy of [elevenlabs, clay]) expect(lintPolicy(policy)).toEqual([]);
  expect(explain(elevenlabs)).toContain(
    "With the first payment of a smaller plan these credits are lost: plan, rollover.",
  );
  expect(explain(clay)).toEqual(
    expect.arrayContaining([
      "A plan that is paid yearly gives twelve times its credits at once.",
      "With the first payment of a smaller plan, what is stored is cut to 2 times its credits.",
      "When the subscription has ended, what is stored is cut to 2 times the credits of free.",
    ]),
  );
});
