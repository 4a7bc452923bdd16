import { accountStatus, type Policy, subscriptionInForce } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { at } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { bought, calls, month, omnia, stands } from "../support/omnia-story.ts";

const NOW = at("2026-02-10");
const paid = month("2026-02-01", "2026-03-01");
const pro = month("2026-02-02", "2026-03-02", { subscription: "sub_2", plan: "pro" });
const accountAfter = (...life: Happening[]) => play(omnia, life).account;
const statusAfter = (...life: Happening[]) => accountStatus(omnia, accountAfter(...life), NOW);

describe("how an account is subscribed", () => {
  const cancelAt = "2026-03-01";
  test.each<[string, readonly Happening[]]>([
    ["none", []],
    ["none", [bought("pack_1000", "2026-02-01")]],
    ["none", [calls("2026-02-01")]],
    ["active", [paid]],
    ["trialing", [stands("2026-02-02", { status: "trialing" })]],
    ["ending", [paid, stands("2026-02-02", { cancelAt })]],
    ["ending", [stands("2026-02-02", { status: "trialing", cancelAt })]],
    ["past_due", [paid, stands("2026-02-02", { status: "past_due", cancelAt })]],
    ["unpaid", [paid, stands("2026-02-02", { status: "unpaid", cancelAt })]],
    ["paused", [paid, stands("2026-02-02", { status: "paused", cancelAt })]],
    ["ended", [paid, stands("2026-02-05", { endedAt: "2026-02-05" })]],
    ["ended", [paid, stands("2026-02-02", { cancelAt: "2026-02-05" }), "2026-02-06"].map(timeOr)],
    ["none", [calls("2026-01-20"), paid, stands("2026-02-05", { endedAt: "2026-02-05" })]],
  ])("[O3] is %s", (status, life) => {
    expect(statusAfter(...life)).toBe(status);
  });

  test("[O14] is that of the plan in force; of two without a plan that of the younger", () => {
    expect(statusAfter(paid, pro, stands("2026-02-05", { status: "past_due" }))).toBe("active");
    expect(statusAfter(paid, pro, stands("2026-02-05", { status: "past_due", subscription: "sub_2" }))).toBe(
      "past_due",
    );
    const trial = (subscription: string, startedAt: string) => stands(startedAt, { status: "trialing", subscription });
    const two = [trial("sub_a", "2026-02-03"), trial("sub_b", "2026-02-01")];
    expect(subscriptionInForce(omnia, accountAfter(...two), NOW)?.id).toBe("sub_a");
    expect(subscriptionInForce(omnia, accountAfter(...two.toReversed()), NOW)?.id).toBe("sub_a");
  });

  test("[O1] is ended where there is no free plan to fall back to", () => {
    const strict: Policy = { ...omnia, cancelling: { loses: [] } };
    const { account } = play(strict, [calls("2026-01-20"), paid, stands("2026-02-05", { endedAt: "2026-02-05" })]);
    expect(accountStatus(strict, account, NOW)).toBe("ended");
  });
});

function timeOr(step: Happening | string): Happening {
  return typeof step === "string" ? { type: "TimePasses", now: at(step) } : step;
}
