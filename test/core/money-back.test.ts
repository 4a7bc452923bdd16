import { emptyAccount, isLostWithMembership, type Policy, type Subscription } from "@passbook/core";
import { clay } from "@passbook/core/policies/clay";
import { describe, expect, test } from "vitest";
import { holds, musiversal, releases, reverses } from "../support/booking-story.ts";
import { clawedBack, expired, forfeited, given, givenPolicy, restored } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { bought, month, stands, takes, year } from "../support/omnia-story.ts";
import { disputes, refunds } from "../support/reversal-story.ts";

const january = month("2026-01-01", "2026-02-01");

describe("a refund is one payment's", () => {
  const second = bought("pack_1000", "2026-01-06", { session: "cs_2" });
  const other = month("2026-01-02", "2026-02-02", { subscription: "sub_2" });
  const pack = bought("pack_1000", "2026-01-05");
  const again = { refund: "re_2", amount: 2_50 };

  test("[X5] what went back of an invoice counts neither for a session nor for another invoice", () => {
    given(january, pack, refunds(january, "2026-01-10"))
      .when(refunds(pack, "2026-01-11", again))
      .emits({ movements: [clawedBack(250, "top-up", 2)] });
    given(january, other, refunds(january, "2026-01-10"))
      .when(refunds(other, "2026-01-11", { refund: "re_2", amount: 4_95 }))
      .emits({ movements: [clawedBack(250, "plan", 2)] });
  });

  test("[X5] what went back of a session counts neither for an invoice nor for another session", () => {
    given(pack, january, refunds(pack, "2026-01-10", { amount: 5_00 }))
      .when(refunds(january, "2026-01-11", { refund: "re_2", amount: 4_95 }))
      .emits({ movements: [clawedBack(250, "plan", 2)] });
    given(pack, second, refunds(pack, "2026-01-10"))
      .when(refunds(second, "2026-01-11", again))
      .emits({ movements: [clawedBack(250, "top-up", 2)] });
  });

  test("[X5] of a year takes allowances to come, and nothing is owed for what was spent of the first", () => {
    const paid = year("2026-01-01", "2027-01-01");
    given(paid, takes(100, "2026-01-05"))
      .when(refunds(paid, "2026-01-10", { amount: 4_95 }))
      .owes(0);
  });

  test("[X5] of a payment of nothing takes nothing, and nothing is owed", () => {
    given(pack)
      .when(refunds(pack, "2026-01-10", { amount: 0, paid: 0 }))
      .emits({ type: "noted", movements: [], balance: 1_000 });
    given(pack)
      .when(refunds(pack, "2026-01-10", { amount: 0, paid: 0 }))
      .owes(0);
  });

  test("[X5] that failed before it was told is noted, and why", () => {
    given(january)
      .when(refunds(january, "2026-01-10", { outcome: "failed" }))
      .emits({ type: "noted", reason: "refund failed", movements: [], balance: 500 });
  });

  test("[X5] [X9] a dispute freezes nothing of what is all held", () => {
    given(pack, holds(1_000, "2026-01-06", "2026-01-20"))
      .when(disputes(pack, "2026-01-10"))
      .emits({ type: "noted", movements: [] });
  });
});

describe("what comes back", () => {
  test("[X9] from a hold names its lot, source and credits, and nothing else", () => {
    const { movements } = given(january, holds(100, "2026-01-05", "2026-01-20"))
      .when(releases("2026-01-06"))
      .entries()[0] as { movements: unknown };
    expect(movements).toStrictEqual([{ type: "released", lot: 1, source: "plan", credits: 100 }]);
  });

  test("[X6] [X1] to a plan that Stripe has given up, after its paid time, is lost: there was no grace", () => {
    const unpaid = stands("2026-01-25", { status: "unpaid" });
    given(january, takes(500, "2026-01-10", "p"), unpaid)
      .when(reverses("p", "2026-02-02"))
      .emits({ type: "re-credited", movements: [restored(500, "plan", 1), expired(500, "plan", 1)], balance: 0 });
    given(january, takes(500, "2026-01-10", "p"), unpaid)
      .when(reverses("p", "2026-01-31"))
      .emits({ movements: [restored(500, "plan", 1)], balance: 500 });
  });
});

describe("the end of a membership", () => {
  test("[O14] one of two subscriptions that ends takes its own plan's credits and no others", () => {
    given(january, month("2026-01-02", "2026-02-02", { subscription: "sub_2" }))
      .when(stands("2026-01-20", { subscription: "sub_2", endedAt: "2026-01-20" }))
      .emits({ movements: [forfeited(500, "plan", 2)], bySource: { plan: 500 } });
  });

  test("[O9] what is kept is measured by the plan that it falls back to; without one nothing is kept", () => {
    const strict: Policy = { ...clay, cancelling: { loses: [], keepsAtMost: 2 } };
    givenPolicy(strict, month("2026-01-01", "2026-02-01", { plan: "starter" }))
      .when(stands("2026-01-20", { endedAt: "2026-01-20" }))
      .emits({ movements: [forfeited(2_000, "plan", 1)], balance: 0 });
  });

  const lived = (id: string, startedAt: string, endedAt: string | null): Subscription => ({
    id,
    status: endedAt === null ? "active" : "canceled",
    startedAt: at(startedAt),
    cancelAt: null,
    endedAt: endedAt === null ? null : at(endedAt),
    lapsedAt: null,
    toldAt: at(startedAt),
  });
  const isLost = (birth: string, asOf: string, ...subscriptions: Subscription[]) =>
    isLostWithMembership(
      musiversal,
      { ...emptyAccount("ada"), subscriptions },
      { lot: 1, source: "top-up", birth: at(birth) },
      at(asOf),
    );

  test("[M12] what came back after it is lost where it had been there before it, from its instant on", () => {
    const ended = lived("sub_1", "2026-01-01", "2026-02-01");
    expect(isLost("2026-01-10", "2026-02-02", ended)).toBe(true);
    expect(isLost("2026-01-10", "2026-02-01", ended)).toBe(true);
    expect(isLost("2026-01-10", "2026-01-31", ended)).toBe(false);
    expect(isLost("2026-02-01", "2026-02-02", ended)).toBe(false);
  });

  test("[M12] [O14] is that of the last subscription: none that lives over it, or that ends after it", () => {
    const ended = lived("sub_1", "2026-01-01", "2026-02-01");
    const isLostBeside = (other: Subscription) => isLost("2026-01-10", "2026-02-02", ended, other);
    expect(isLostBeside(lived("sub_2", "2026-01-05", null))).toBe(false);
    expect(isLostBeside(lived("sub_2", "2026-01-05", "2026-03-01"))).toBe(false);
    expect(isLostBeside(lived("sub_2", "2026-01-05", "2026-02-01"))).toBe(true);
    expect(isLostBeside(lived("sub_2", "2026-01-05", "2026-01-08"))).toBe(true);
    expect(isLostBeside(lived("sub_2", "2026-02-01", null))).toBe(true);
  });
});
