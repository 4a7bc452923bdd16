import { type AddOnTerm, addOnsAfter } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { at } from "../support/instants.ts";
import { addOn } from "../support/omnia-story.ts";

const february = addOn("extra", "2026-02-01", "2026-03-01");
const march = addOn("extra", "2026-03-01", "2026-04-01", { quantity: 2 });
const other = { ...february, item: "another_item" };

describe("the paid times of add-ons", () => {
  const after = (...lines: (typeof february)[]) => lines.reduce<readonly AddOnTerm[]>(addOnsAfter, []);

  test("[M2] are those of the latest line of each item", () => {
    expect(after(february, march)).toEqual([
      {
        subscription: "sub_1",
        item: "sub_1_add_on",
        addOn: "extra",
        quantity: 2,
        from: at("2026-03-01"),
        until: at("2026-04-01"),
        paidAt: at("2026-03-01"),
      },
    ]);
  });

  test("[X2] whichever was told first", () => {
    expect(after(march, february)).toEqual(after(february, march));
    expect(after(march, other, february)).toEqual(after(other, february, march));
    expect(after(other, february).map(({ item }) => item)).toEqual(["another_item", "sub_1_add_on"]);
    const again = { ...february, paidAt: at("2026-02-05"), quantity: 3 };
    expect(after(again, february)).toEqual(after(february, again));
    expect(after(february, again)).toMatchObject([{ quantity: 3 }]);
  });
});
