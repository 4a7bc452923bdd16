import {
  cycleEnd,
  END_OF_TIME,
  emptyAccount,
  endOf,
  isLive,
  isNewer,
  isSubscriber,
  type Policy,
  paidFor,
  type Subscription,
  type SubscriptionStatus,
  subscriptionKey,
  suspension,
  type Term,
} from "@passbook/core";
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

  test("[M2] is another state with other add-ons beside it", () => {
    const beside = (quantity: number) => ({
      ...stands("2026-01-10"),
      addOns: [{ item: "si_1", addOn: "extra", quantity }],
    });
    expect(subscriptionsAfter(january, beside(2))).toMatchObject([{ addOns: [{ addOn: "extra", quantity: 2 }] }]);
    expect(subscriptionKey(beside(2)).id).toBe(`${subscriptionKey(stands("2026-01-10")).id}/si_1/extra/2`);
    expect(subscriptionsAfter(january, beside(2), stands("2026-01-11"))[0]).not.toHaveProperty("addOns");
  });

  test("[O14] is each one's own: another's newer word does not hide it", () => {
    const known = subscriptionsAfter(stands("2026-01-10", { subscription: "sub_2" }), stands("2026-01-05"));
    expect(known.map(({ id }) => id)).toEqual(["sub_1", "sub_2"]);
  });

  test("[O14] nor does another's end", () => {
    given(stands("2026-01-05", { subscription: "sub_2", endedAt: "2026-01-05" }))
      .when(stands("2026-01-10"))
      .emits({ type: "noted", reason: "subscription active" });
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

describe("what a state comes to", () => {
  const alive: Subscription = {
    id: "sub_1",
    status: "active",
    startedAt: 10,
    cancelAt: null,
    endedAt: null,
    lapsedAt: null,
    toldAt: 20,
  };
  const ended = { ...alive, endedAt: 50 };
  const lapsed = { ...alive, cancelAt: 40, lapsedAt: 40 };
  const withSubscriptions = (...subscriptions: Subscription[]) => ({ ...emptyAccount("ada"), subscriptions });

  test("[M15] it ended when time saw it, or else when Stripe says; until then it lives", () => {
    expect([alive, ended, lapsed, { ...lapsed, endedAt: 50 }].map(endOf)).toEqual([END_OF_TIME, 50, 40, 40]);
    expect([alive, ended, lapsed].map(isLive)).toEqual([true, false, false]);
  });

  test.each<[SubscriptionStatus, boolean]>([
    ["trialing", true],
    ["active", true],
    ["past_due", true],
    ["unpaid", false],
    ["paused", false],
  ])("[N3] whose subscription is %s is subscribed: %s", (status, is) => {
    expect(isSubscriber(withSubscriptions({ ...alive, status }))).toBe(is);
    expect(isSubscriber(withSubscriptions({ ...ended, status }))).toBe(false);
    expect(isSubscriber(withSubscriptions({ ...ended, status }, { ...alive, id: "sub_2" }))).toBe(true);
  });

  test("[X2] an end counts before all, then what was told later; the same instant is not later", () => {
    expect(isNewer({ endedAt: null, toldAt: 21 }, alive)).toBe(true);
    expect(isNewer({ endedAt: null, toldAt: 20 }, alive)).toBe(false);
    expect(isNewer({ endedAt: 50, toldAt: 5 }, alive)).toBe(true);
    expect(isNewer({ endedAt: null, toldAt: 99 }, ended)).toBe(false);
    expect(isNewer({ endedAt: 60, toldAt: 21 }, ended)).toBe(true);
    expect(isNewer({ endedAt: 60, toldAt: 20 }, ended)).toBe(false);
  });

  test("[X1] a running cycle ends with its grace, and where Stripe has given up without one", () => {
    const term = { subscription: "sub_1", until: 100, lotEnd: 130 } as Term;
    const givenUp = { ...alive, status: "unpaid" } as const;
    expect(cycleEnd(withSubscriptions(alive), term)).toBe(130);
    expect(cycleEnd(withSubscriptions(givenUp), term)).toBe(100);
    expect(cycleEnd(withSubscriptions(alive, { ...givenUp, id: "sub_2" }), term)).toBe(130);
    expect(cycleEnd(withSubscriptions(givenUp), { ...term, lotEnd: 60 })).toBe(60);
    expect(cycleEnd(withSubscriptions(), term)).toBe(130);
  });

  test("[X2] a payment says that its subscription lives, where nobody has, and that what time had ended was resumed", () => {
    const paid = { subscription: "sub_1", paidAt: 70 };
    const toldOf = paidFor(withSubscriptions({ ...alive, id: "sub_2" }), paid).subscription;
    expect(toldOf).toMatchObject({ id: "sub_1", status: "active", startedAt: 70, cancelAt: null, endedAt: null });
    expect(toldOf && isNewer(alive, toldOf)).toBe(true);
    expect(paidFor(withSubscriptions(alive), paid)).toEqual({});
    expect(paidFor(withSubscriptions({ ...lapsed, id: "sub_2" }, lapsed), paid)).toEqual({
      subscription: { ...lapsed, lapsedAt: null, cancelAt: null },
    });
  });

  test("[N3] what waits for a subscription waits from the end of the last one until there is one again", () => {
    const policy: Policy = { ...omnia, onlyWhileSubscribed: ["top-up"] };
    const waiting = { suspended: ["top-up"] as const };
    const over = { ...withSubscriptions(ended), ...waiting };
    expect(suspension(policy, emptyAccount("ada"))).toEqual(waiting);
    expect(suspension(policy, withSubscriptions(alive))).toEqual({});
    expect(suspension(policy, withSubscriptions(alive), ended)).toEqual(waiting);
    expect(suspension(policy, withSubscriptions(alive, { ...alive, id: "sub_2" }), ended)).toEqual({});
    expect(suspension(policy, over)).toEqual({});
    expect(suspension(policy, over, { ...alive, id: "sub_2" })).toEqual({ suspended: [] });
    expect(suspension(policy, over, { ...ended, id: "sub_2" })).toEqual({});
  });
});
