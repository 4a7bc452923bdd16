import { emptyAccount, settle } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { expired, given, granted } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { passes, play } from "../support/journal.ts";
import { bought, month, omnia, takes, year } from "../support/omnia-story.ts";

describe("time alone ends credits", () => {
  test("[N2] plan credits that nobody renews expire once their time is over", () => {
    given(month("2026-02-01", "2026-03-01"), takes(80, "2026-02-10"))
      .when("2026-03-10")
      .emits({
        key: `due/${at("2026-03-04")}/3`,
        type: "expired",
        reason: "not renewed",
        by: "time",
        policy: "omnia@2026-01-01",
        ref: {},
        at: "2026-03-04",
        occurredAt: "2026-03-04",
        movements: [expired(420, "plan", 1)],
        balance: 0,
      });
  });

  test("[X1] at the end they are gone, a millisecond before they are not", () => {
    const february = month("2026-02-01", "2026-03-01");
    given(february).when("2026-03-03T23:59:59.999Z").emits();
    given(february)
      .when("2026-03-04")
      .emits({ movements: [expired(500)] });
  });

  test("what ends at the same instant ends in one entry", () => {
    given(month("2026-02-01", "2026-03-01"), month("2026-02-01", "2026-03-01", { subscription: "sub_2", plan: "pro" }))
      .when("2026-03-04")
      .emits({ movements: [expired(500, "plan", 1), expired(2_000, "plan", 2)], balance: 0 });
  });

  test("what ends at different instants ends in as many entries, the earliest first", () => {
    given(
      month("2026-02-10", "2026-03-10", { plan: "pro" }),
      month("2026-02-01", "2026-03-01", { subscription: "sub_2", toldAt: "2026-02-11" }),
    )
      .when("2026-05-01")
      .emits(
        { at: "2026-03-04", movements: [expired(500)], balance: 2_000 },
        { at: "2026-03-13", movements: [expired(2_000)], balance: 0 },
      );
  });

  test("a pack has no end, and an account that nothing happened to has nothing due", () => {
    expect(settle(omnia, emptyAccount("ada"), at("2036-01-01"))).toEqual({ account: emptyAccount("ada"), entries: [] });
    given(bought("pack_1000", "2026-01-10")).when("2036-01-01").emits();
  });
});

describe("inside a paid year time gives the next allowance", () => {
  const paid = year("2026-01-31T09:00Z", "2027-01-31T09:00Z");

  test("[X1] exactly at the anchor, without a grace: the old credits go, the new ones come, in one entry", () => {
    given(paid, takes(80, "2026-02-10"))
      .when("2026-02-28T09:00Z")
      .emits({
        key: `due/${at("2026-02-28T09:00Z")}/3`,
        type: "granted",
        reason: "next cycle",
        by: "time",
        ref: { plan: "creator", subscription: "sub_1", allowance: 2, of: 12 },
        at: "2026-02-28T09:00Z",
        occurredAt: "2026-02-28T09:00Z",
        movements: [expired(420), granted(500, { lot: 1.0001, birth: "2026-02-28T09:00Z", end: "2026-03-31T09:00Z" })],
        balance: 500,
      });
    given(paid).when("2026-02-28T08:59:59.999Z").emits();
  });

  test("[O2] on the anchor's own day: 31 Jan, 28 Feb, 31 Mar, 30 Apr", () => {
    given(paid)
      .when("2026-05-01")
      .emits(
        { at: "2026-02-28T09:00Z", movements: [expired(500), granted(500, { end: "2026-03-31T09:00Z" })] },
        { at: "2026-03-31T09:00Z", movements: [expired(500), granted(500, { end: "2026-04-30T09:00Z" })] },
        { at: "2026-04-30T09:00Z", movements: [expired(500), granted(500, { end: "2026-05-31T09:00Z" })] },
      );
  });

  test("[O2] in a leap year on the 29th", () => {
    given(year("2027-12-31", "2028-12-31"), "2028-02-01")
      .when("2028-03-31")
      .emits({ at: "2028-02-29" }, { at: "2028-03-31" });
  });

  test("[X1] the twelfth cycle turns over at the next year's payment, or ends with the grace", () => {
    given(paid, "2027-01-31T08:00Z").when("2027-02-03T08:59:59.999Z").emits();
    given(paid, "2027-01-31T08:00Z")
      .when("2027-02-03T09:00Z")
      .emits({ type: "expired", movements: [expired(500)], balance: 0 });
    given(paid, "2027-01-31T08:00Z")
      .when(year("2027-01-31T09:00Z", "2028-01-31T09:00Z", { paidAt: "2027-01-31T10:00Z" }))
      .emits({
        reason: "renewal",
        movements: [expired(500), granted(500, { end: "2027-02-28T09:00Z" })],
        balance: 500,
      });
  });

  test("two paid years with one anchor give two entries at that instant", () => {
    given(paid, year("2026-01-31T09:00Z", "2027-01-31T09:00Z", { subscription: "sub_2", plan: "pro" }))
      .when("2026-02-28T09:00Z")
      .emits(
        {
          movements: [expired(500), granted(500, { lot: 1.0001 })],
          ref: { subscription: "sub_1" },
          balance: 2_500,
        },
        {
          movements: [expired(2_000), granted(2_000, { lot: 2.0001 })],
          ref: { subscription: "sub_2" },
          balance: 2_500,
        },
      );
  });
});

describe("missed months", () => {
  test("[X3] of a paid year are so many cycles, each at its own instant, whenever somebody looks", () => {
    given(year("2026-01-31", "2027-01-31"), takes(120, "2026-02-01"))
      .when(takes(500, "2026-05-05"))
      .emits(
        { at: "2026-02-28", movements: [expired(380), granted(500)] },
        { at: "2026-03-31", movements: [expired(500), granted(500)] },
        { at: "2026-04-30", movements: [expired(500), granted(500)] },
        { at: "2026-05-05", movements: [{ type: "spent", credits: 500, source: "plan" }], balance: 0 },
      );
  });

  test("[X3] a spend between two anchors is paid by the cycle that runs", () => {
    given(year("2026-01-31", "2027-01-31"), takes(500, "2026-02-27T23:59:59.999Z"))
      .when(takes(500, "2026-02-28"))
      .emits({ at: "2026-02-28" }, { balance: 0 });
  });

  test("[X3] looking on the way changes nothing", () => {
    const paid = year("2026-01-31", "2027-01-31");
    const looks = ["2026-02-27", "2026-02-28", "2026-03-01", "2026-05-05", "2026-05-05"].map(passes);
    const looked = play(omnia, [paid, ...looks]);
    const waited = play(omnia, [paid, passes("2026-05-05")]);
    expect(looked).toEqual(waited);
    expect(looked.entries).toHaveLength(4);
  });
});
