import { mayBuy, type Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { describe, expect, test } from "vitest";
import { givenPolicy, granted } from "../support/given.ts";
import { type Happening, passes, play } from "../support/journal.ts";
import { bought, month, omnia, signedUp, stands, takes } from "../support/omnia-story.ts";

const may = (policy: Policy, pack: string, now: string, ...history: Happening[]) =>
  mayBuy(policy, play(policy, [...history, passes(now)]).account, pack);

const yes = { may: "yes" };
const notForYou = { may: "no", why: { code: "not_for_you" } };
const legacy = signedUp("2022-12-31", "2026-02-01");

describe("who may buy a pack", () => {
  test("[O6] everyone, where the policy says nothing else", () => {
    expect(may(omnia, "pack_1000", "2026-02-03")).toEqual(yes);
  });

  test.each(["pack_5", "pack_20"])("[M7] legacy users top up with %s, others may not", (pack) => {
    expect(may(musiversal, pack, "2026-02-03", legacy)).toEqual(yes);
    expect(may(musiversal, pack, "2026-02-03", signedUp("2023-01-01", "2026-02-01"))).toEqual(notForYou);
    expect(may(musiversal, pack, "2026-02-03")).toEqual(notForYou);
  });

  test("[M2] [M7] everybody pays as they go, also without a plan", () => {
    expect(may(musiversal, "pack_1", "2026-02-03")).toEqual(yes);
    expect(may(musiversal, "pack_1", "2026-02-03", legacy)).toEqual(yes);
  });

  test.each(["pack_50", "pack_200", "pack_1000"])("[N3] %s needs a subscription, of whatever plan", (pack) => {
    const subscribed = month("2026-02-01", "2026-03-01", { plan: "basic" });
    expect(may(neume, pack, "2026-02-03")).toEqual(notForYou);
    expect(may(neume, pack, "2026-02-03", subscribed)).toEqual(yes);
    expect(may(neume, pack, "2026-03-03T23:59:59Z", subscribed)).toEqual(yes);
    const ended = stands("2026-03-04", { endedAt: "2026-03-04" });
    expect(may(neume, pack, "2026-03-04", subscribed, ended)).toEqual(notForYou);
  });

  test("[N3] a subscription of which only a payment was told lives until Stripe tells its end", () => {
    const subscribed = month("2026-02-01", "2026-03-01", { plan: "basic" });
    expect(may(neume, "pack_50", "2026-03-04", subscribed)).toEqual(yes);
  });

  test.each(["unpaid", "paused"] as const)("[N3] who is %s is not subscribed", (status) => {
    const subscribed = month("2026-02-01", "2026-03-01", { plan: "basic" });
    expect(may(neume, "pack_50", "2026-02-03", subscribed, stands("2026-02-02", { status }))).toEqual(notForYou);
    expect(may(neume, "pack_50", "2026-02-03", subscribed, stands("2026-02-02", { status: "trialing" }))).toEqual(yes);
  });

  test("a pack that the policy does not have is a mistake of the caller's", () => {
    expect(() => may(omnia, "pack_7", "2026-02-03")).toThrow(RangeError);
  });
});

describe("a refusal offers what may be bought, and nothing else", () => {
  test("[M7] [O12] legacy users their top-ups, others On Demand alone", () => {
    givenPolicy(musiversal, legacy)
      .when(takes(7, "2026-02-03"))
      .refuses({
        packs: [
          { pack: "pack_1", quantity: 7 },
          { pack: "pack_5", quantity: 2, credits: 10, price: 450_00, currency: "USD" },
          { pack: "pack_20", quantity: 1 },
        ],
      });
    givenPolicy(musiversal)
      .when(takes(7, "2026-02-03"))
      .refuses({ packs: [{ pack: "pack_1", quantity: 7 }] });
  });

  test("[N3] [O12] without a subscription no top-up", () => {
    const subscribed = month("2026-02-01", "2026-03-01", { plan: "basic" });
    givenPolicy(neume).when(takes(101, "2026-02-03")).refuses({ packs: [] });
    givenPolicy(neume, subscribed)
      .when(takes(101, "2026-02-03"))
      .refuses({ short: 1, packs: [{ pack: "pack_50" }, { pack: "pack_200" }, { pack: "pack_1000" }] });
  });

  test("[M7] [X4] money that has arrived is granted all the same", () => {
    givenPolicy(musiversal)
      .when(bought("pack_5", "2026-02-03"))
      .emits({ movements: [granted(5, { source: "top-up" })], balance: 5 });
  });
});
