import { atCycleEnd, atTermEnd, explainSections, type Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { describe, expect, test } from "vitest";
import { omnia } from "../support/omnia-story.ts";

function sentences(policy: Policy, title: string): readonly string[] {
  return explainSections(policy).find((section) => section.title === title)?.sentences ?? [];
}

describe("a change of plan is explained", () => {
  test("[O8] [O11] OmniaStudio: up with the renewal, inside a paid year with the next month; down at its end", () => {
    expect(sentences(omnia, "Changing plans")).toEqual([
      "A larger plan's credits come with the next renewal; until then nothing changes.",
      "Inside a paid year it begins with the next of the year's allowances, once its price is paid.",
      "A smaller plan begins when the time that was paid for is over; until then the larger one's credits stay.",
    ]);
  });

  test("[X7] Musiversal: up at once, down with the next cycle", () => {
    expect(sentences(musiversal, "Changing plans")).toEqual([
      "A larger plan begins at once, with all of its credits and a new cycle; what is left is treated as at any renewal.",
      "A smaller plan begins with the next cycle; until then the larger one's credits stay.",
    ]);
  });

  test.each([
    ["difference", "and adds what it gives more than the smaller one."],
    ["prorated", "and adds what it gives more for the time that is left of the cycle."],
  ] as const)("[X7] %s", (up, says) => {
    for (const down of [atCycleEnd, atTermEnd] as const) {
      const [larger] = sentences({ ...omnia, planChange: { up, down } }, "Changing plans");
      expect(larger).toBe(`A larger plan begins at once, ${says}`);
    }
  });

  test("of a single plan there is nothing to say", () => {
    const { free, creator } = omnia.plans as Record<"free" | "creator", Policy["plans"][string]>;
    expect(sentences({ ...omnia, plans: { free, creator } }, "Changing plans")).toEqual([]);
  });
});

describe("what a refund takes back is explained", () => {
  test.each([
    [undefined, "What of it was spent already is owed: the next credits that come pay it first."],
    ["debt", "What of it was spent already is owed: the next credits that come pay it first."],
    ["forgive", "What of it was spent already is forgiven."],
    [
      "block",
      "What of it was spent already is owed: the next credits that come pay it first, and nothing can be spent until then or while a payment is disputed.",
    ],
  ] as const)("[X5] shortfall: %s", (shortfall, says) => {
    expect(sentences({ ...omnia, ...(shortfall && { shortfall }) }, "Refunds")).toEqual([
      "A refund takes back its share of what the payment gave, from those credits and no others.",
      says,
      "While a payment is disputed, what is left of its credits can't be spent.",
    ]);
  });
});
