import { subscriptionKey } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { given } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { month, omnia, stands } from "../support/omnia-story.ts";

const january = month("2026-01-01", "2026-02-01");
const subscriptionsAfter = (...told: Happening[]) => play(omnia, told).account.subscriptions;

describe("how a subscription stands", () => {
  test("[M15] is written down with whose it is, what it is and when it is set to end", () => {
    given(january)
      .when(stands("2026-01-10", { cancelAt: "2026-02-01" }))
      .emits({
        key: `state/sub_1/${at("2026-01-10")}/active/${at("2026-02-01")}/`,
        ref: { subscription: "sub_1", status: "active", cancelAt: at("2026-02-01") },
        by: "stripe",
      });
    const [entry] = given(january).when(stands("2026-01-10")).entries();
    expect(entry?.ref).toEqual({ subscription: "sub_1", status: "active" });
    expect(subscriptionKey(stands("2026-01-10")).kind).toBe("state");
  });

  test("[O14] is each one's own: another's newer word does not hide it", () => {
    const known = subscriptionsAfter(stands("2026-01-10", { subscription: "sub_2" }), stands("2026-01-05"));
    expect(known.map(({ id }) => id)).toEqual(["sub_1", "sub_2"]);
  });

  const lapsed = [january, stands("2026-01-10", { cancelAt: "2026-01-20" }), "2026-01-25"] as const;
  const [paid, setToEnd, later] = lapsed;
  const passed = { type: "TimePasses", now: at(later) } as const;

  test.each([
    ["stays ended by time while it is still said to end then", { cancelAt: "2026-01-20" }, "2026-01-20"],
    ["lives again when it is said to end later", { cancelAt: "2026-03-01" }, null],
    ["lives again when it is not set to end any more", {}, null],
    ["has ended when time saw it, whatever Stripe's own instant", { endedAt: "2026-01-26" }, "2026-01-20"],
  ])("[X2] what was set to end %s", (_, state, lapsedAt) => {
    const [known] = subscriptionsAfter(paid, setToEnd, passed, stands("2026-01-26", state));
    expect(known?.lapsedAt).toBe(lapsedAt === null ? null : at(lapsedAt));
  });
});
