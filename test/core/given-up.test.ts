import { type GiveUpInvoice, rollOver } from "@passbook/core";
import { neume } from "@passbook/core/policies/neume";
import { describe, test } from "vitest";
import { holds, reverses } from "../support/booking-story.ts";
import { expired, given, givenPolicy, granted, restored } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { bought, month, omnia, stands, takes, uses } from "../support/omnia-story.ts";

/** Stripe says that nobody will pay for a renewal: its invoice is void, or uncollectible. */
function givesUp(happenedAt: string, toldAt = happenedAt): GiveUpInvoice {
  const name = { subscription: "sub_1", invoice: "in_2" };
  return { type: "GiveUpInvoice", now: at(toldAt), ...name, happenedAt: at(happenedAt) };
}

const january = month("2026-01-01", "2026-02-01");

describe("a renewal that is given up", () => {
  test("[X1] ends the grace with that word, and takes nothing else", () => {
    given(january, takes(100, "2026-01-05"), bought("pack_1000", "2026-01-06"))
      .when(givesUp("2026-02-02"))
      .emits({
        key: "state/given up/in_2",
        type: "expired",
        occurredAt: "2026-02-02",
        reason: "invoice given up",
        ref: { subscription: "sub_1", invoice: "in_2" },
        by: "stripe",
        movements: [expired(400)],
        bySource: { "top-up": 1_000 },
      });
  });

  test("[X1] [O14] of one subscription ends nothing of another, which waits for its own payment", () => {
    const other = month("2026-01-01", "2026-02-01", { plan: "pro", subscription: "sub_2" });
    given(january, other)
      .when(givesUp("2026-02-02"))
      .emits({ movements: [expired(500)], balance: 2_000 });
  });

  test("[X1] at the very end of the period too, and of held credits nothing", () => {
    given(january)
      .when(givesUp("2026-02-01"))
      .emits({ movements: [expired(500)] });
    given(january, holds(500, "2026-01-05", "2026-03-01"))
      .when(givesUp("2026-02-02"))
      .emits({ type: "noted", movements: [] });
  });

  test("[X1] [M13] with the last of their cycles what was carried over ends, and not before", () => {
    const february = month("2026-02-01", "2026-03-01");
    const over = (cycles: number) => ({ ...omnia, leftovers: rollOver({ cycles }) });
    givenPolicy(over(1), january, february)
      .when(givesUp("2026-03-02"))
      .emits({ movements: [expired(500, "rollover"), expired(500, "plan")], balance: 0 });
    givenPolicy(over(3), january, february).when(givesUp("2026-03-02")).leaves({ rollover: 500 });
  });

  test("[X1] ends no cycle that is still paid for", () => {
    given(january).when(givesUp("2026-01-20")).emits({ type: "noted", movements: [], balance: 500 });
  });

  test("[X1] and is paid all the same later: that grants, and carries nothing over", () => {
    given(january, givesUp("2026-02-02"))
      .when(month("2026-02-01", "2026-03-01", { paidAt: "2026-02-03" }))
      .emits({ movements: [granted(500)], balance: 500 });
  });

  test("[X2] told after a payment that came later, it had ended the credits before", () => {
    const paid = month("2026-02-01", "2026-03-01", { paidAt: "2026-02-03" });
    given(january, paid).when(givesUp("2026-02-02", "2026-02-04")).emits({ balance: 500 });
  });

  test("[X2] told twice, and beside the end of the subscription, it happens once", () => {
    given(january, givesUp("2026-02-02"))
      .when(stands("2026-02-02T01:00Z", { status: "unpaid" }))
      .emits({ type: "noted", movements: [] });
    given(january, givesUp("2026-02-02")).when(givesUp("2026-02-02", "2026-02-05")).emits();
  });

  test("[X1] [X6] leaves no cycle that credits could come back to", () => {
    given(january, takes(100, "2026-01-20", "r"), givesUp("2026-02-02"))
      .when(reverses("r", "2026-02-02T05:00Z"))
      .emits({ movements: [restored(100), expired(100)], balance: 0 });
    given(january, givesUp("2026-02-02"), month("2026-02-01", "2026-03-01", { paidAt: "2026-02-03" }))
      .when("2026-03-03")
      .leaves({ plan: 500 });
  });

  test("[X1] [N6] and no plan whose premium services could be used, or whose renewal expected", () => {
    const pro = month("2026-01-01", "2026-02-01", { plan: "pro" });
    const studio = uses("song-studio", "2026-02-02T05:00Z");
    const history = [pro, bought("pack_50", "2026-01-05")] as const;
    givenPolicy(neume, ...history)
      .when(studio)
      .leaves({ plan: 1_980, "top-up": 50 });
    givenPolicy(neume, ...history, givesUp("2026-02-02"))
      .when(studio)
      .refuses({ code: "plan_required" });
    given(january, givesUp("2026-02-02"))
      .when(takes(10, "2026-02-02T05:00Z"))
      .refuses({ code: "insufficient_credits", nextRenewal: null });
  });

  test("[X1] [N6] the same where the subscription is unpaid", () => {
    const pro = month("2026-01-01", "2026-02-01", { plan: "pro" });
    givenPolicy(neume, pro, stands("2026-02-02", { status: "unpaid" }))
      .when(uses("song-studio", "2026-02-02T05:00Z"))
      .refuses({ code: "plan_required" });
  });

  test("[X1] is the end of every plan that waits for it", () => {
    const second = { ...january, item: "si_2", line: "il_2" };
    given(january, second, takes(1_000, "2026-01-20", "r"), givesUp("2026-02-02"))
      .when(reverses("r", "2026-02-02T05:00Z"))
      .leaves({});
  });
});
