import { type Lot, type Movement, payDebt } from "@passbook/core";
import { describe, expect, test } from "vitest";

const lot = (number: number, source: Lot["source"], left: number): Lot => ({
  number,
  source,
  birth: 0,
  end: null,
  granted: 100,
  left,
  held: 0,
  frozen: 0,
});
const brings = (type: Movement["type"], number: number, source: Lot["source"], credits: number) =>
  ({ type, lot: number, source, credits, birth: 0, end: null, granted: credits }) as Movement;
const paid = (debt: number, lots: Lot[], ...movements: Movement[]) =>
  payDebt({ debt, lots }, movements).map(({ type, lot: number, source, credits }) => [type, number, source, credits]);

describe("what is owed", () => {
  test("[X5] is paid first from what comes, and to the lot that pays it that is a spend", () => {
    expect(paid(30, [lot(1, "plan", 100)], brings("granted", 1, "plan", 100))).toEqual([["spent", 1, "plan", 30]]);
  });

  test("[X5] is paid by one lot after the other until nothing is owed, and never twice", () => {
    const came = [
      brings("granted", 1, "plan", 20),
      brings("granted", 2, "top-up", 50),
      brings("restored", 3, "top-up", 50),
    ];
    const lots = [lot(1, "plan", 20), lot(2, "top-up", 50), lot(3, "top-up", 50)];
    expect(paid(60, lots, ...came)).toEqual([
      ["spent", 1, "plan", 20],
      ["spent", 2, "top-up", 40],
    ]);
  });

  test("[X5] is paid by no other lot: not by one of another number or source, nor by what was there before", () => {
    const there = [lot(1, "top-up", 100), lot(2, "plan", 100), lot(1, "plan", 100)];
    expect(paid(30, there, brings("granted", 1, "plan", 10))).toEqual([["spent", 1, "plan", 10]]);
    expect(paid(30, there, brings("spent", 1, "plan", 10))).toEqual([]);
    expect(paid(30, [lot(1, "rollover", 100)], brings("granted", 1, "rollover", 100))).toEqual([]);
  });

  test("[X5] takes no more than is left of what came", () => {
    expect(paid(30, [lot(1, "plan", 5)], brings("granted", 1, "plan", 100))).toEqual([["spent", 1, "plan", 5]]);
    expect(paid(30, [lot(1, "plan", 0)], brings("released", 1, "plan", 100))).toEqual([]);
  });

  test("[X5] where nothing is owed nothing is paid", () => {
    expect(paid(0, [lot(1, "plan", 100)], brings("granted", 1, "plan", 100))).toEqual([]);
  });
});
