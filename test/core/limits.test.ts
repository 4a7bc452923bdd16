import {
  boundary,
  calendarMonth,
  everyone,
  explain,
  lintPolicy,
  type Policy,
  percentOfAllowance,
  rollOver,
  times,
} from "@passbook/core";
import { describe, expect, test } from "vitest";
import { expired, givenPolicy, granted, rolledOver } from "../support/given.ts";
import { at, iso } from "../support/instants.ts";
import { bought, month, omnia, takes, year } from "../support/omnia-story.ts";

const january = month("2026-01-01", "2026-02-01");
const february = month("2026-02-01", "2026-03-01");
const march = month("2026-03-01", "2026-04-01");
const pro = month("2026-03-01", "2026-04-01", { plan: "pro" });

describe("a limit that follows the allowance", () => {
  const twice: Policy = { ...omnia, leftovers: rollOver({ upTo: times(2) }) };
  const half: Policy = { ...omnia, leftovers: rollOver({ upTo: percentOfAllowance(50) }) };

  test("[M13] is so many times what the plan gives, of the plan that begins", () => {
    givenPolicy(twice, january, february, march)
      .when(month("2026-04-01", "2026-05-01"))
      .emits({ movements: [expired(500), granted(500)], bySource: { plan: 500, rollover: 1_000 } });
    givenPolicy(twice, january, february).when(pro).leaves({ plan: 2_000, rollover: 1_000 });
  });

  test("[M13] or a share of it, rounded down", () => {
    givenPolicy(half, january, takes(1, "2026-01-05"))
      .when(february)
      .emits({ movements: [rolledOver(250), granted(250, { source: "rollover" }), expired(249), granted(500)] });
  });

  test("is told in sentences, and named where it can't be meant", () => {
    expect(explain(twice).join(" ")).toContain("up to 2 times what the plan gives");
    const none = { ...omnia, leftovers: rollOver({ upTo: times(0) }) };
    expect(lintPolicy(none).map(({ code }) => code)).toContain("cap_not_whole");
    expect(lintPolicy(half)).toEqual([]);
  });
});

describe("a hard limit", () => {
  const hard = (counting: "account" | "rollover"): Policy => ({
    ...omnia,
    leftovers: rollOver({ upTo: 600 }),
    rollover: { counting, for: everyone, above: "cut" },
  });

  test("[M11] cuts what is stored above it when the next credits come, what would pay first first", () => {
    givenPolicy(hard("account"), january, bought("pack_1000", "2026-01-05"))
      .when(february)
      .emits({
        movements: [expired(400, "top-up"), expired(500), granted(500)],
        bySource: { plan: 500, "top-up": 600 },
      });
  });

  test("[M11] or nothing but what was carried over, where only that counts", () => {
    givenPolicy(hard("rollover"), january, bought("pack_1000", "2026-01-05"))
      .when(february)
      .leaves({ plan: 500, rollover: 500, "top-up": 1_000 });
  });

  test("is told in sentences", () => {
    expect(explain(hard("account")).join(" ")).toContain("What is stored above it ends when the next credits come.");
  });
});

describe("a calendar month", () => {
  const onTheFirst: Policy = { ...omnia, cycle: calendarMonth };

  test("[O2] begins on the first, whenever the subscription began", () => {
    const begins = [0, 1, 2, 12].map((n) => iso(boundary(at("2026-01-31T09:30Z"), calendarMonth, n)));
    expect(begins).toEqual(["2026-01-31T09:30Z", "2026-02-01", "2026-03-01", "2027-01-01"]);
  });

  test("[O2] a paid year gives its allowances on the first of each month", () => {
    givenPolicy(onTheFirst, year("2026-01-20", "2027-01-20"))
      .when("2026-03-05")
      .emits(
        { occurredAt: "2026-02-01", movements: [expired(500), granted(500, { end: "2026-03-01" })] },
        { occurredAt: "2026-03-01", movements: [expired(500), granted(500, { end: "2026-04-01" })] },
      );
  });

  test("is told in sentences", () => {
    expect(explain(onTheFirst).join(" ")).toContain("on the first of every month");
    expect(explain({ ...omnia, cycle: { calendarMonths: 3 } }).join(" ")).toContain("on the first of every 3 months");
    expect(lintPolicy({ ...onTheFirst, grace: 0 })).toEqual([]);
  });
});
