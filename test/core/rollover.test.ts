import { keep, members, type Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { describe, expect, test } from "vitest";
import { expired, givenPolicy, granted, rolledOver } from "../support/given.ts";
import { bought, month, omnia, signedUp, takes, year } from "../support/omnia-story.ts";

const given = (...history: Parameters<typeof givenPolicy>[1][]) => givenPolicy(musiversal, ...history);

/** The n-th paid month of 2026 of a Studio plan, paid an hour after its beginning. */
const studio = (plan: string, n: number, quantity = 1) => {
  const first = (k: number) =>
    k > 12 ? `2027-${String(k - 12).padStart(2, "0")}-01` : `2026-${String(k).padStart(2, "0")}-01`;
  return month(first(n), first(n + 1), { plan, quantity, paidAt: `${first(n)}T01:00Z` });
};
const months = (plan: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => studio(plan, from + i));

describe("credit rollover, at each new payment", () => {
  test("[M13] 5 unused credits in your quota are rolled over to the total count when your membership renews", () => {
    given(studio("studio-5", 1))
      .when(studio("studio-5", 2))
      .emits({
        reason: "renewal",
        movements: [rolledOver(5), granted(5, { source: "rollover", end: null }), granted(5)],
        balance: 10,
        bySource: { plan: 5, rollover: 5 },
      });
  });

  test("[M13] Studio 5 users can store up to 30 rolled over credits, Studio 10 users up to 60", () => {
    given(...months("studio-5", 1, 12))
      .when("2026-12-15")
      .leaves({ plan: 5, rollover: 30 });
    given(...months("studio-10", 1, 12))
      .when("2026-12-15")
      .leaves({ plan: 10, rollover: 60 });
  });

  test("[M13] what fits under the limit is carried over, the rest is lost at the new payment", () => {
    given(...months("studio-5", 1, 6), takes(2, "2026-06-10"))
      .when(studio("studio-5", 7))
      .emits({ movements: [rolledOver(3), granted(3, { source: "rollover", lot: 6 }), granted(5)], balance: 33 });
    given(...months("studio-5", 1, 6), bought("pack_1", "2026-06-10", { quantity: 2 }))
      .when(studio("studio-5", 7))
      .emits({ movements: [rolledOver(3), granted(3, { source: "rollover" }), expired(2), granted(5)] });
  });

  test("[M13] it is decided when the payment arrives, not at midnight", () => {
    given(studio("studio-5", 1), takes(4, "2026-02-01T00:30Z"))
      .when(studio("studio-5", 2))
      .emits({ movements: [rolledOver(1), granted(1, { source: "rollover" }), granted(5)], balance: 6 });
  });

  test("[M13] [X1] a payment after the grace carries nothing over", () => {
    given(studio("studio-5", 1))
      .when(month("2026-02-01", "2026-03-01", { plan: "studio-5", paidAt: "2026-02-04" }))
      .emits({ reason: "not renewed", movements: [expired(5)] }, { movements: [granted(5)], balance: 5 });
  });

  test("[M13] without the rollover feature unused credits are lost at the new payment: Studio 2", () => {
    given(studio("studio-2", 1))
      .when(studio("studio-2", 2))
      .emits({ movements: [expired(2), granted(2)], balance: 2 });
  });

  test("[M13] on yearly plans each monthly cycle rolls over, at its anchor", () => {
    given(year("2026-01-31", "2027-01-31", { plan: "studio-5" }))
      .when("2026-03-31")
      .emits(
        { at: "2026-02-28", movements: [rolledOver(5), granted(5, { source: "rollover" }), granted(5)] },
        { at: "2026-03-31", movements: [rolledOver(5), granted(5, { source: "rollover" }), granted(5)], balance: 15 },
      );
  });

  test("[X8] a subscription of two has twice the allowance and twice the limit", () => {
    const two = Array.from({ length: 12 }, (_, i) => studio("studio-5", i + 1, 2));
    given(...two)
      .when("2026-12-15")
      .leaves({ plan: 10, rollover: 60 });
  });

  test("[M13] rolled over credits pay after the plan's own, and live on", () => {
    given(studio("studio-5", 1), studio("studio-5", 2), takes(7, "2026-02-10"))
      .when(studio("studio-5", 3))
      .emits({ movements: [granted(5)], bySource: { plan: 5, rollover: 3 } });
  });
});

describe("not for everyone, and not always", () => {
  const legacy = signedUp("2022-06-01", "2022-06-01");
  const yearly = (from: string, until: string) => year(from, until, { plan: "studio-5" });

  test("[M13] not for legacy yearly plans bought before 1 July 2022", () => {
    given(legacy, yearly("2022-06-15", "2023-06-15"))
      .when("2022-07-15")
      .emits({ movements: [expired(5), granted(5)] });
    given(legacy, yearly("2022-07-01", "2023-07-01")).when("2022-08-01").leaves({ plan: 5, rollover: 5 });
  });

  test("[M13] bought is the subscription's start, not a renewal", () => {
    const renewed = [yearly("2022-06-15", "2023-06-15"), yearly("2023-06-15", "2024-06-15")];
    given(legacy, ...renewed)
      .when("2023-07-20")
      .leaves({ plan: 5 });
  });

  test("[M13] monthly plans of that time, and yearly ones of others, do roll over", () => {
    const monthly = (from: string, until: string) => month(from, until, { plan: "studio-5" });
    given(legacy, monthly("2022-06-15", "2022-07-15"), monthly("2022-07-15", "2022-08-15"))
      .when("2022-07-20")
      .leaves({ plan: 5, rollover: 5 });
    given(yearly("2022-06-15", "2023-06-15")).when("2022-07-15").leaves({ plan: 5, rollover: 5 });
  });

  test("[M14] credits of a payment before 5 January 2022 never roll over", () => {
    const paid = (from: string, until: string) => month(from, until, { plan: "studio-5" });
    given(paid("2022-01-04", "2022-02-04"))
      .when(paid("2022-02-04", "2022-03-04"))
      .emits({ movements: [expired(5), granted(5)] });
    given(paid("2022-01-05", "2022-02-05")).when(paid("2022-02-05", "2022-03-05")).leaves({ plan: 5, rollover: 5 });
  });

  test("[M13] were it for legacy users only, as the section's title says, others would lose what is left", () => {
    const forLegacy: Policy = {
      ...musiversal,
      rollover: { ...musiversal.rollover, counting: "account", for: members("legacy") },
    };
    const renewal = studio("studio-5", 2);
    givenPolicy(forLegacy, studio("studio-5", 1)).when(renewal).leaves({ plan: 5 });
    givenPolicy(forLegacy, legacy, studio("studio-5", 1)).when(renewal).leaves({ plan: 5, rollover: 5 });
    givenPolicy(forLegacy, signedUp("2023-01-01"), studio("studio-5", 1)).when(renewal).leaves({ plan: 5 });
  });
});

describe("changing plans", () => {
  test("[M10] upon upgrading, the rollover ability is 6 times the new plan, from its first payment on", () => {
    given(...months("studio-5", 1, 8), studio("studio-10", 9))
      .when("2026-09-10")
      .leaves({ plan: 10, rollover: 35 });
  });

  test("[M8] [M9] [M11] downgrading from Studio 100 with 500 stored and 100 unused: none is lost, 50 are added no more", () => {
    const stored = bought("pack_1", "2026-01-10", { quantity: 500 });
    given(studio("studio-100", 1), stored)
      .when(studio("studio-50", 2))
      .emits({ movements: [expired(100), granted(50)], balance: 550, bySource: { plan: 50, "top-up": 500 } });
  });

  test("[M11] nothing is rolled over until the credits in the account are below the new limit", () => {
    const history = [
      studio("studio-100", 1),
      bought("pack_1", "2026-01-10", { quantity: 320 }),
      studio("studio-50", 2),
    ];
    given(...history)
      .when(studio("studio-50", 3))
      .leaves({ plan: 50, "top-up": 320 });
    given(...history, takes(90, "2026-02-20"))
      .when(studio("studio-50", 3))
      .leaves({ plan: 50, "top-up": 280 });
    given(...history, takes(90, "2026-02-20"), studio("studio-50", 3))
      .when(studio("studio-50", 4))
      .leaves({ plan: 50, rollover: 20, "top-up": 280 });
  });

  test("[M8] the page's example, 250 for Studio 50, is one edit", () => {
    const as250: Policy = {
      ...musiversal,
      plans: {
        ...musiversal.plans,
        "studio-50": { allowance: 50, price: {}, leftovers: { leftovers: "rollOver", upTo: 250 } },
      },
    };
    const stored = bought("pack_1", "2026-01-10", { quantity: 240 });
    givenPolicy(as250, studio("studio-50", 1), stored)
      .when(studio("studio-50", 2))
      .leaves({ plan: 50, rollover: 10, "top-up": 240 });
    given(studio("studio-50", 1), stored)
      .when(studio("studio-50", 2))
      .leaves({ plan: 50, rollover: 50, "top-up": 240 });
  });
});

describe("other words of the same language", () => {
  test("[O5] were plan credits kept, as the page says elsewhere, all that is left would stay", () => {
    const kept: Policy = { ...omnia, leftovers: keep };
    const paid = (from: string, until: string) => month(from, until);
    givenPolicy(kept, paid("2026-01-01", "2026-02-01"), takes(100, "2026-01-10"), paid("2026-02-01", "2026-03-01"))
      .when(paid("2026-03-01", "2026-04-01"))
      .leaves({ plan: 500, rollover: 900 });
  });

  test("[M13] a limit that counts rolled over credits alone does not mind what was bought", () => {
    const counting: Policy = { ...musiversal, rollover: { counting: "rollover", for: "everyone" } };
    const stored = bought("pack_1", "2026-01-10", { quantity: 40 });
    givenPolicy(counting, studio("studio-5", 1), stored)
      .when(studio("studio-5", 2))
      .leaves({ plan: 5, rollover: 5, "top-up": 40 });
    given(studio("studio-5", 1), stored).when(studio("studio-5", 2)).leaves({ plan: 5, "top-up": 40 });
  });

  test("an account that was described twice signed up when it was said last", () => {
    const [entry] = given(signedUp("2022-06-01")).when(signedUp("2024-06-01")).entries();
    expect(entry).toMatchObject({ type: "noted", movements: [], by: "backend" });
  });
});
