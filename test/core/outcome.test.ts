import { type Account, type Fact, type Outcome, outcome, type Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { describe, expect, test } from "vitest";
import { at } from "../support/instants.ts";
import { emptyJournal, play } from "../support/journal.ts";
import { bought, month, omnia, stands, takes } from "../support/omnia-story.ts";

const january = month("2026-01-01", "2026-02-01");
const NOW = "2026-01-10";

/** What an instant would do, if these facts came true on the tenth of January. */
function would(policy: Policy, account: Account, facts: readonly Fact[], on: string): Outcome {
  return outcome(policy, account, at(NOW), facts, at(on));
}

describe("what a change would do to the credits", () => {
  test("[X3] is what time would do, where nothing changes", () => {
    const { account } = play(omnia, [january, takes(100, "2026-01-05")]);
    expect(would(omnia, account, [], "2026-02-01")).toMatchObject({
      before: { plan: 400 },
      after: { plan: 500 },
      kept: 0,
      carried: 0,
      expired: { plan: 400 },
      forfeited: {},
      granted: 500,
    });
  });

  test("[M8] [M11] tells what a smaller plan carries over and what it lets go", () => {
    const studio = { ...january, plan: "studio-50" };
    const { account } = play(musiversal, [studio, bought("pack_20", "2026-01-02")]);
    const planned = { plan: "studio-5", interval: "month", quantity: 1, at: at("2026-02-01") } as const;
    const told = { ...stands(NOW), planned };
    expect(would(musiversal, account, [told], "2026-02-01")).toMatchObject({
      before: { plan: 50, "top-up": 20 },
      after: { plan: 5, rollover: 10, "top-up": 20 },
      kept: 20,
      carried: 10,
      expired: { plan: 40 },
      granted: 5,
      next: { at: at("2026-03-01"), credits: 5, plan: "studio-5" },
    });
  });

  test("[M9] [X7] tells what the policy cuts apart from what is over", () => {
    const policy: Policy = { ...musiversal, downgrading: { loses: ["top-up"] } };
    const { account } = play(policy, [{ ...january, plan: "studio-50" }, bought("pack_20", "2026-01-02")]);
    const planned = { plan: "studio-5", interval: "month", quantity: 1, at: at("2026-02-01") } as const;
    expect(would(policy, account, [{ ...stands(NOW), planned }], "2026-02-01")).toMatchObject({
      forfeited: { "top-up": 20 },
      expired: { plan: 20 },
      carried: 30,
      kept: 0,
    });
  });

  test("[O9] of an end that is still ahead it tells what is lost then, and that nothing comes after", () => {
    const { account } = play(omnia, [january, bought("pack_1000", "2026-01-02")]);
    expect(would(omnia, account, [stands(NOW, { cancelAt: "2026-02-01" })], "2026-02-01")).toMatchObject({
      before: { plan: 500, "top-up": 1_000 },
      after: { "top-up": 1_000 },
      kept: 1_000,
      forfeited: { plan: 500 },
      next: null,
    });
  });

  test("[X5] what is owed is paid of what comes, and counts as neither lost nor kept", () => {
    const refund = {
      refund: "re_1",
      payment: { invoice: january.invoice },
      amount: 1,
      paid: 1,
      outcome: "live",
    } as const;
    const told = { type: "RefundPayment", now: at("2026-01-07"), happenedAt: at("2026-01-07"), ...refund } as const;
    const { account } = play(omnia, [january, takes(300, "2026-01-05"), told]);
    expect(account.debt).toBe(300);
    const change = month("2026-01-10", "2026-02-10", { plan: "pro" });
    expect(would(omnia, account, [change], NOW)).toMatchObject({ after: { plan: 1_700 }, kept: 0, granted: 2_000 });
  });

  test("[X2] facts of this very instant are decided as if they were the latest: nothing is reopened", () => {
    const { account } = play(omnia, [{ ...january, paidAt: at(NOW), now: at(NOW), from: at(NOW) }]);
    const larger = month(NOW, "2026-02-10", { plan: "pro" });
    expect(would(omnia, account, [larger], NOW).after).toEqual({ plan: 2_000 });
  });

  test("changes nothing of the account", () => {
    const { account } = play(omnia, [january]);
    const before = structuredClone(account);
    would(omnia, account, [stands(NOW, { endedAt: NOW })], NOW);
    expect(account).toEqual(before);
    expect(would(omnia, emptyJournal(omnia).account, [], NOW)).toMatchObject({ before: {}, after: {}, next: null });
  });
});
