import { chargesLeft, chargesOf, charging, type Entry, type Lot, type Movement, payDebt } from "@passbook/core";
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

  test("[X5] is paid by what comes back to carried-over credits, which were not there before", () => {
    const back = [["spent", 1, "rollover", 30]];
    expect(paid(30, [lot(1, "rollover", 100)], brings("restored", 1, "rollover", 100))).toEqual(back);
    expect(paid(30, [lot(1, "rollover", 100)], brings("released", 1, "rollover", 100))).toEqual(back);
  });

  test("[X5] takes no more than is left of what came", () => {
    expect(paid(30, [lot(1, "plan", 5)], brings("granted", 1, "plan", 100))).toEqual([["spent", 1, "plan", 5]]);
    expect(paid(30, [lot(1, "plan", 0)], brings("released", 1, "plan", 100))).toEqual([]);
  });

  test("[X5] where nothing is owed nothing is paid", () => {
    expect(paid(0, [lot(1, "plan", 100)], brings("granted", 1, "plan", 100))).toEqual([]);
  });
});

describe("what of each payment was owed", () => {
  const refund = (charged?: Readonly<Record<string, number>>) => ({ ref: charged ? { charged } : {} }) as Entry;
  const charges = (...all: Readonly<Record<string, number>>[]) => chargesOf(all.map(refund));

  test("[X5] is what all of its refunds have charged, less what has been undone", () => {
    const told = [refund({ 1: 150 }), refund(), refund({ 1: 250, 7: 10 }), refund({ 1: -150 })];
    expect(Object.fromEntries(chargesOf(told))).toEqual({ 1: 250, 7: 10 });
  });

  test("[X5] is said by payment; of a payment that was charged nothing nothing is said", () => {
    expect(charging(charges({ 1: 150, 7: 0, 9: -5 }))).toEqual({ charged: { 1: 150, 9: -5 } });
    expect(charging(charges({ 7: 0 }))).toEqual({});
  });

  test("[X2] is charged once, in whatever order the refunds are told", () => {
    const left = chargesLeft(
      charges({ 1: 100, 2: 30 }),
      charges({ 1: 50, 3: 7 }),
      charges({ 2: 50 }),
      charges({ 4: 9 }),
    );
    expect(Object.fromEntries(left)).toEqual({ 1: 150, 2: 0, 3: 7, 4: -9 });
    expect(charging(chargesLeft(charges({ 1: 100 }), charges(), charges(), charges({ 1: 100 })))).toEqual({});
  });
});
