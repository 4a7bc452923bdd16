import {
  type Account,
  checkAccount,
  emptyAccount,
  InvariantBroken,
  isCredits,
  type Lot,
  MAX_CREDITS,
} from "@passbook/core";
import { describe, expect, test } from "vitest";
import { play } from "../support/journal.ts";
import { bought, omnia, takes } from "../support/omnia-story.ts";

describe("an account that can't be", () => {
  const lot: Lot = { number: 1, source: "plan", birth: 0, end: null, granted: 10, left: 4, held: 3, frozen: 3 };
  const partOf = ({ number, source, held }: Lot) => ({ lot: number, source, credits: held });
  const withLots = (...lots: Lot[]): Account => {
    const parts = lots.filter(({ held }) => held !== 0).map(partOf);
    return { ...emptyAccount("ada"), lots, holds: [{ entry: 1, expiresAt: 9, parts }] };
  };

  test("a lot may hold all that it was granted, in three parts, and share its number with another source's", () => {
    expect(() =>
      checkAccount(withLots(lot, { ...lot, source: "rollover" }, { ...lot, number: 2, held: 0, frozen: 0 })),
    ).not.toThrow();
    expect(() => checkAccount(withLots({ ...lot, left: 0, held: 0 }))).not.toThrow();
  });

  test.each<[string, Partial<Lot>]>([
    ["more than was granted", { left: 5 }],
    ["more held than was granted", { left: 0, held: 8 }],
    ["more frozen than was granted", { left: 0, held: 0, frozen: 11 }],
    ["nothing", { left: 0, held: 0, frozen: 0 }],
    ["less than nothing left", { left: -1 }],
    ["less than nothing held", { held: -1 }],
    ["less than nothing frozen", { frozen: -1 }],
    ["half a credit", { left: 0.5 }],
  ])("[M1] a lot that holds %s", (_, defect) => {
    expect(() => checkAccount(withLots({ ...lot, ...defect }))).toThrow(InvariantBroken);
  });

  test("[X9] a lot that is held for another amount than its holds say, or by none", () => {
    const [hold] = withLots(lot).holds;
    const held = (credits: number, number = 1) => ({
      ...withLots(lot),
      holds: [{ entry: 1, expiresAt: 9, ...hold, parts: [{ lot: number, source: "plan" as const, credits }] }],
    });
    expect(() => checkAccount(held(3))).not.toThrow();
    expect(() => checkAccount(held(2))).toThrow("lot 1 (plan) is held for another amount than its holds say");
    expect(() => checkAccount(held(4))).toThrow("lot 1 (plan) is held for another amount than its holds say");
    expect(() => checkAccount({ ...withLots(lot), holds: [] })).toThrow("is held for another amount");
    const none: Lot = { ...lot, held: 0 };
    expect(() => checkAccount({ ...held(3, 7), lots: [none] })).toThrow("the account holds of lots that are not there");
  });

  test("[M5] a booking that has started, or is there twice, or was never written", () => {
    const withBookings = (...bookings: Account["bookings"]) => ({ ...emptyAccount("ada"), seq: 5, at: 100, bookings });
    expect(() => checkAccount(withBookings({ startsAt: 101, entry: 4 }, { startsAt: 101, entry: 5 }))).not.toThrow();
    expect(() => checkAccount(withBookings({ startsAt: 100, entry: 4 }))).toThrow(
      "the account keeps a booking that has started",
    );
    expect(() => checkAccount(withBookings({ startsAt: 101, entry: 6 }))).toThrow("keeps a booking");
    const twice = { startsAt: 101, entry: 4 };
    expect(() => checkAccount(withBookings(twice, twice))).toThrow("the account has a booking twice");
  });

  test("two lots of one name", () => {
    expect(() => checkAccount(withLots({ ...lot, held: 0 }, { ...lot, held: 0 }))).toThrow(
      "the account has two lots of one name",
    );
  });

  test("a lot of a source that no balance shows", () => {
    expect(() => checkAccount(withLots({ ...lot, source: "gift" as Lot["source"] }))).toThrow(
      "the account has sources that do not add up",
    );
  });
});

describe("credits are whole, not negative, and at most a million million", () => {
  test.each([0, 1, 500, 1_000_000_000_000])("[X10] %s are credits", (value) => {
    expect(isCredits(value)).toBe(true);
  });

  test.each([
    -1,
    0.5,
    1_000_000_000_001,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    "5",
    null,
    undefined,
    5n,
    [5],
  ])("[X10] %s are none", (value) => {
    expect(isCredits(value)).toBe(false);
  });

  test("[X10] a lot of the largest amount can be spent, to the last credit", () => {
    const many = play(omnia, [
      bought("pack_1000", "2026-01-10", { quantity: MAX_CREDITS / 1_000 }),
      takes(MAX_CREDITS - 1, "2026-01-11"),
    ]);
    expect(many.account.lots).toMatchObject([{ granted: MAX_CREDITS, left: 1 }]);
  });
});
