import { musiversal } from "@passbook/core/policies/musiversal";
import { describe, test } from "vitest";
import { clawedBack, expired, given, givenPolicy, granted } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { addOn, month, omnia, stands, takes, year } from "../support/omnia-story.ts";
import { changesPlan, refunds } from "../support/reversal-story.ts";

// Something new, sold in the middle of a billing period: what Stripe bills for it is a proration and nothing else.

const january = month("2026-01-01", "2026-02-01");
const from = (day: string, until: string, interval: "month" | "year" = "month") =>
  ({ ...changesPlan(month("2026-01-01", until), "creator", day), interval, isNew: true }) as const;

describe("A plan that is first paid for in the middle of a month", () => {
  const half = from("2026-01-17", "2026-02-01");

  test("[X7] gives for the time that is left, rounded down, whatever the policy says of changes", () => {
    // 15 of 31 days of 500.
    given()
      .when(half)
      .emits({
        key: `change/sub_1_item/price_creator_month/${at("2026-01-17")}`,
        type: "granted",
        reason: "first allowance",
        movements: [granted(241, { birth: "2026-01-17", end: "2026-02-04" })],
        term: { from: "2026-01-01", until: "2026-02-01", given: 1, cycles: 1 },
      });
  });

  test("[X7] is turned over by the next month's payment like any other", () => {
    given(half, takes(41, "2026-01-20"))
      .when(month("2026-02-01", "2026-03-01"))
      .emits({ reason: "renewal", movements: [expired(200), granted(500)] });
  });

  test("[X5] goes back with its money, as much as it gave", () => {
    given(half)
      .when(refunds(half, "2026-01-20", { amount: 5_00, paid: 10_00 }))
      .emits({ movements: [clawedBack(120)], balance: 121 });
  });

  test("[X1] paid with the next month's invoice it joins that month's credits, and ends with them", () => {
    const late = { ...half, paidAt: at("2026-02-01"), now: at("2026-02-01") };
    const february = month("2026-02-01", "2026-03-01");
    given(february)
      .when(late)
      .emits({ reason: "paid late", movements: [granted(241, { end: "2026-03-04" })], balance: 741 });
    given(february, late)
      .when(month("2026-03-01", "2026-04-01"))
      .emits({ movements: [expired(500), expired(241), granted(500)] });
  });

  test("[X7] for so short a time that it is worth no credit gives none", () => {
    given()
      .when({ ...from("2026-01-17", "2026-02-01"), from: at("2026-02-01") - 1 })
      .emits({ type: "noted", reason: "too little for a credit", movements: [] });
  });

  test("[X4] after the subscription's end gives nothing", () => {
    given(stands("2026-01-10", { endedAt: "2026-01-10" }))
      .when(half)
      .emits({ type: "noted", reason: "paid after the subscription's end", movements: [] });
  });

  test("[X7] beside a plan that runs is a change of it: never both a full allowance and a proration", () => {
    given(january)
      .when({ ...changesPlan(january, "pro", "2026-01-10"), isNew: true })
      .emits({ type: "noted", reason: "a change that begins at the renewal", movements: [] });
  });
});

describe("A yearly plan that is first paid for in the middle of a year", () => {
  test("[O11] gives an allowance for each whole month that is left, the last of them to the year's end", () => {
    const rest = from("2026-08-17", "2027-01-01", "year");
    given()
      .when(rest)
      .emits({ movements: [granted(500, { end: "2026-09-17" })], ref: { toCome: 3 }, term: { cycles: 4, given: 1 } });
    given(rest).when("2026-12-16").leaves({ plan: 500 });
    given(rest).when("2027-01-03").leaves({ plan: 500 });
    given(rest).when("2027-01-04").leaves({});
    given(rest)
      .when(refunds(rest, "2026-08-20", { amount: 5_00, paid: 10_00 }))
      .emits({ type: "noted", balance: 500 });
    given(rest, refunds(rest, "2026-08-20", { amount: 5_00, paid: 10_00 }))
      .when("2026-11-20")
      .leaves({});
  });

  test("[O11] gives its share of one where no whole month is left, and is renewed by the next year", () => {
    const rest = from("2026-12-16", "2027-01-01", "year");
    // 16 of 31 days.
    given()
      .when(rest)
      .emits({ movements: [granted(258, { end: "2027-01-04" })], term: { cycles: 1 } });
    given(rest)
      .when(year("2027-01-01", "2028-01-01"))
      .emits({ reason: "renewal", movements: [expired(258), granted(500)] });
  });

  test("[O11] gives its share of the year where a year's allowances come at once", () => {
    // 73 of 365 days of 12 × 500.
    givenPolicy({ ...omnia, yearly: "upfront" })
      .when(from("2026-10-20", "2027-01-01", "year"))
      .emits({ movements: [granted(1_200, { end: "2027-01-04" })] });
  });
});

describe("An add-on that is added in the middle of a month with a proration", () => {
  const extra = (begin: string) => ({ ...addOn("extra", begin, "2026-02-01"), restOf: "month" }) as const;

  test("[M2] gives for the time that is left, rounded down", () => {
    givenPolicy(musiversal)
      .when(extra("2026-01-17"))
      .emits({ type: "granted", movements: [{ type: "granted", source: "add-on", credits: 2 }], balance: 2 });
    givenPolicy(musiversal).when(extra("2026-01-30")).emits({ type: "noted", movements: [], balance: 0 });
  });
});
