import { expect, it } from "vitest";
import { ticksUpTo } from "../../web/src/parts/ticks.ts";

it.each([
  [0, [0, 1]],
  [3, [0, 1, 2, 3]],
  [40, [0, 10, 20, 30, 40]],
  [380, [0, 100, 200, 300, 400]],
  [1_500, [0, 500, 1_000, 1_500]],
])("an axis up to %i has whole, round numbers", (most, ticks) => {
  expect(ticksUpTo(most)).toEqual(ticks);
});
