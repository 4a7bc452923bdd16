import { describe, expect, it } from "vitest";
import { afterPaying } from "../../web/src/hooks/after-paying.ts";

const before = {
  balance: 15,
  bySource: { plan: 5, "top-up": 10 },
  lots: [
    { lot: 1, source: "plan", credits: 5 },
    { lot: 2, source: "top-up", credits: 10 },
  ],
} as const;

describe("What is shown before a payment is made", () => {
  it("[M8] is paid by the lots in their order, and a source of which nothing is left is not there", () => {
    expect(afterPaying(before, 7)).toEqual({
      balance: 8,
      bySource: { "top-up": 8 },
      lots: [
        { lot: 1, source: "plan", credits: 0 },
        { lot: 2, source: "top-up", credits: 8 },
      ],
    });
    expect(afterPaying(before, 3)).toMatchObject({ balance: 12, bySource: { plan: 2, "top-up": 10 } });
  });

  it("is never less than nothing, and of what is free as it was", () => {
    expect(afterPaying(before, 20)).toMatchObject({ balance: 0, bySource: {}, lots: [{ credits: 0 }, { credits: 0 }] });
    expect(afterPaying(before, 0)).toEqual(before);
  });
});
