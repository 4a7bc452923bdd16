import { keep, type Policy } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { holds, reverses } from "../support/booking-story.ts";
import { given, givenPolicy, granted, restored } from "../support/given.ts";
import { type Happening, passes, play } from "../support/journal.ts";
import { bought, month, omnia, takes } from "../support/omnia-story.ts";
import { disputes, refunds } from "../support/reversal-story.ts";

// A hold ends by itself after people have last done something, the sweep writes that down, and then something is told of before.
// What the hold let go of, and where that went, stand or fall together.

const february = month("2026-02-01", "2026-03-01");
const pack = bought("pack_1000", "2026-02-18", { toldAt: "2026-03-22" });
const swept = passes("2026-03-19");

describe("a hold that outlived its lot and ended in the next cycle", () => {
  const march = month("2026-03-01", "2026-04-01");
  const history = [february, holds(225, "2026-02-24", "2026-03-15"), march, takes(1, "2026-03-05")] as const;
  const cent = refunds(february, "2026-02-18", { amount: 1, paid: 9_90, toldAt: "2026-03-22" });

  test("[X2] [X6] keeps what it gave back to the cycle where a pack is told that was bought before", () => {
    given(...history, swept)
      .when(pack)
      .emits({
        type: "purchased",
        movements: [granted(1_000, { source: "top-up" })],
        bySource: { plan: 724, "top-up": 1_000 },
      });
    given(...history, swept, pack)
      .when("2026-03-23")
      .emits();
    given(...history, swept, pack)
      .when("2026-04-04")
      .leaves({ "top-up": 1_000 });
  });

  test("[X2] [X3] whether or not anybody has looked before it was told", () => {
    for (const looks of [[], [swept]])
      given(...history, ...looks, pack)
        .when("2026-03-23")
        .leaves({ plan: 724, "top-up": 1_000 });
  });

  test("[X2] [X5] a cent that went back before takes nothing", () => {
    given(...history, swept)
      .when(cent)
      .emits({ type: "noted", movements: [], bySource: { plan: 724 } });
  });

  test("[X2] [X6] what it gave back is the cycle's still, and is turned over with it", () => {
    given(...history, swept, pack)
      .when(month("2026-04-01", "2026-05-01"))
      .leaves({ plan: 500, "top-up": 1_000 });
  });

  test("[X2] [X3] [X6] a payment that is told late gives it a cycle to come back to, as if it had been told in time", () => {
    const [first, hold, , spend] = history;
    const late = { ...march, now: pack.now };
    const paysFirst = bought("pack_1000", "2026-02-02");
    for (const looks of [[], [swept]])
      given(first, paysFirst, hold, spend, ...looks, late)
        .when("2026-03-23")
        .leaves({ plan: 725, "top-up": 999 });
  });
});

describe("a hold whose credits ended with it", () => {
  const policy: Policy = { ...omnia, leftovers: keep };
  const history: readonly Happening[] = [
    february,
    takes(40, "2026-02-22"),
    holds(225, "2026-02-24", "2026-03-15"),
    takes(235, "2026-03-11", "render"),
    swept,
  ];
  const disputed = disputes(february, "2026-02-18", { amount: 9_24, paid: 9_90, toldAt: "2026-03-22" });

  test.each([
    ["a pack", pack, { "top-up": 1_000 }],
    ["a dispute", disputed, {}],
  ])("[X2] [X5] brings nothing back for good where %s is told of before", (_, late, left) => {
    givenPolicy(policy, ...history, late)
      .when("2026-05-01")
      .leaves(left);
  });

  test("[X2] [X5] what people took of the same lot can still be taken back", () => {
    const { entries } = play(policy, [...history, disputed, reverses("render", "2026-04-10")]);
    expect(entries.at(-1)).toMatchObject({
      type: "re-credited",
      movements: [restored(235, "rollover")],
      balance: 235,
    });
  });
});
