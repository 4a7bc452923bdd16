import { burnDown, burnDownOrder, type Lot, provenanceOf, SOURCES, type Source } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { given, spent } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { bought, month, omnia, takes } from "../support/omnia-story.ts";

function lot(number: number, source: Source, end: string | null, left = 10): Lot {
  return {
    number,
    source,
    birth: 0,
    end: end === null ? null : at(end),
    granted: 10,
    left,
    held: 10 - left,
    frozen: 0,
  };
}

describe("plan credits pay before bought ones", () => {
  test("[N7] the plan pays first, though the pack was bought before it", () => {
    given(bought("pack_1000", "2026-01-01"), month("2026-01-31", "2026-02-28"))
      .when(takes(30, "2026-02-01"))
      .emits({ movements: [spent(30, "plan", 2)], bySource: { plan: 470, "top-up": 1_000 } });
  });

  test("[N7] what the plan can't pay, the pack pays, in one spend", () => {
    given(bought("pack_1000", "2026-01-01"), month("2026-01-31", "2026-02-28"))
      .when(takes(520, "2026-02-01"))
      .emits({ movements: [spent(500, "plan", 2), spent(20, "top-up", 1)], balance: 980, bySource: { "top-up": 980 } });
  });

  test("[N7] of two packs the older one pays first", () => {
    given(
      bought("pack_5000", "2026-01-01", { session: "cs_1" }),
      bought("pack_1000", "2026-01-02", { session: "cs_2" }),
    )
      .when(takes(5_001, "2026-02-01"))
      .emits({ movements: [spent(5_000, "top-up", 1), spent(1, "top-up", 2)] });
  });

  test("[N7] of two plans the one whose cycle ends first pays first, though it came later", () => {
    given(
      month("2026-01-10", "2026-02-10", { subscription: "sub_1" }),
      month("2026-01-15", "2026-02-05", { subscription: "sub_2", plan: "pro" }),
    )
      .when(takes(2_100, "2026-01-20"))
      .emits({ movements: [spent(2_000, "plan", 2), spent(100, "plan", 1)] });
  });
});

describe("the order is total", () => {
  const inOrder = [
    lot(9, "plan", "2026-02-01"),
    lot(4, "plan", "2026-02-02"),
    lot(5, "plan", "2026-02-02"),
    lot(1, "plan", null),
    lot(2, "plan", null),
    lot(8, "rollover", "2026-01-01"),
    lot(7, "add-on", null),
    lot(7, "promotion", null),
    lot(3, "adjustment", null),
    lot(6, "top-up", "2025-12-01"),
  ];

  test("[N7] by source, then the earliest end and the endless last, then the oldest; the order of the lots is no matter", () => {
    for (const shift of inOrder.keys()) {
      const turned = [...inOrder.slice(shift), ...inOrder.slice(0, shift)];
      expect(burnDownOrder(omnia.burnDown, turned)).toEqual(inOrder);
      expect(burnDownOrder(omnia.burnDown, turned.toReversed())).toEqual(inOrder);
    }
  });

  test("[N7] of two that end together the older one pays first, whatever their numbers", () => {
    const older = { ...lot(7, "plan", "2026-02-01"), birth: at("2026-01-02") };
    const younger = { ...lot(3, "plan", "2026-02-01"), birth: at("2026-01-03") };
    const oldest = { ...lot(8, "plan", "2026-02-01"), birth: at("2026-01-01") };
    expect(burnDownOrder(omnia.burnDown, [younger, oldest, older])).toEqual([oldest, older, younger]);
  });

  test("[N7] [M13] what lives for some cycles pays after what has an end, before what has none, the earlier cycle first", () => {
    const ageing = (number: number, cycle: number) => ({
      ...lot(number, "rollover", null),
      ages: { subscription: "sub_1", cycle },
    });
    const order = [lot(9, "rollover", "2026-02-01"), ageing(5, 3), ageing(4, 5), lot(1, "rollover", null)];
    expect(burnDownOrder(omnia.burnDown, order.toReversed())).toEqual(order);
  });

  test("[N7] a policy may name another order of sources", () => {
    const topUpsFirst = SOURCES.toReversed();
    expect(burnDownOrder(topUpsFirst, inOrder).map(({ source }) => source)[0]).toBe("top-up");
    expect(burnDown(topUpsFirst, inOrder, 15)).toMatchObject([spent(10, "top-up", 6), spent(5, "adjustment", 3)]);
  });

  test("[N7] exactly what is due is taken, and lots of which all is held pay nothing", () => {
    const lots = [lot(1, "plan", null, 0), lot(2, "plan", null, 4), lot(3, "plan", null)];
    expect(burnDown(omnia.burnDown, lots, 14)).toMatchObject([spent(4, "plan", 2), spent(10, "plan", 3)]);
    expect(burnDown(omnia.burnDown, lots, 4)).toMatchObject([spent(4, "plan", 2)]);
    expect(burnDown(omnia.burnDown, lots, 0)).toEqual([]);
  });
});

describe("a payment says of each lot what is needed to bring it back", () => {
  test("[X6] its birth, its end and what was granted to it; nothing that it has not", () => {
    const plain = { lot: 3, source: "plan", birth: 0, end: at("2026-02-01"), granted: 10 };
    expect(provenanceOf(lot(3, "plan", "2026-02-01"))).toStrictEqual(plain);
  });

  test("[X6] [M13] of what was carried over also its payment and the cycle up to which it lives", () => {
    const ages = { subscription: "sub_1", cycle: 4 };
    const over = { ...lot(3.0001, "rollover", null), origin: 3, ages };
    const told = { lot: 3.0001, source: "rollover", birth: 0, end: null, granted: 10, origin: 3, ages };
    expect(provenanceOf(over)).toStrictEqual(told);
  });
});
