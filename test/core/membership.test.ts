import { nextRenewal, type Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { describe, expect, test } from "vitest";
import { adjusts } from "../support/booking-story.ts";
import { expired, forfeited, given, givenPolicy, granted, restored, withdrawn } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { play } from "../support/journal.ts";
import { bought, month, omnia, signedUp, stands, takes, uses, year } from "../support/omnia-story.ts";

const studio = (from: string, until: string) => month(from, until, { plan: "studio-5" });
const member = (...history: Parameters<typeof givenPolicy>[1][]) =>
  givenPolicy(
    musiversal,
    studio("2026-01-01", "2026-02-01"),
    bought("pack_1", "2026-01-05", { quantity: 3 }),
    ...history,
  );

describe("cancelling a Musiversal membership", () => {
  const click = stands("2026-01-20", { cancelAt: "2026-02-01" });

  test("[M12] loses nothing at the click", () => {
    member(click).when("2026-01-31T23:59:59.999Z").leaves({ plan: 5, "top-up": 3 });
  });

  test("[M12] loses every stored credit at the end of the final billing period, whatever its source", () => {
    member(click)
      .when("2026-02-01")
      .emits({
        type: "forfeited",
        reason: "membership ended",
        at: "2026-02-01",
        movements: [forfeited(5), forfeited(3, "top-up")],
        balance: 0,
      });
  });

  test("[X1] there is no grace where the subscription is set to end, and none where it has ended", () => {
    member(click).when("2026-02-01T00:30Z").leaves({});
    member(stands("2026-02-01T00:00:05Z", { endedAt: "2026-02-01" }))
      .when("2026-02-01T00:30Z")
      .leaves({});
    member().when("2026-02-01T00:30Z").leaves({ plan: 5, "top-up": 3 });
  });

  test("[M12] resuming before the end loses nothing", () => {
    member(click, stands("2026-01-25")).when("2026-02-01T00:30Z").leaves({ plan: 5, "top-up": 3 });
  });

  test("[M12] Stripe's own word of the end, after ours, takes nothing more", () => {
    member(click, "2026-02-01")
      .when(stands("2026-02-01T00:00:07Z", { endedAt: "2026-02-01" }))
      .emits({ type: "noted", movements: [], balance: 0 });
  });

  test("[M12] cancelled now, everything is lost now; what was spent stays spent", () => {
    member(takes(2, "2026-01-08"))
      .when(stands("2026-01-10T00:00:01Z", { endedAt: "2026-01-10" }))
      .emits({ occurredAt: "2026-01-10", movements: [forfeited(3), forfeited(3, "top-up")], balance: 0 });
  });

  test("[M12] credits bought after the end belong to the next membership", () => {
    const history = [
      stands("2026-02-01", { endedAt: "2026-02-01" }),
      bought("pack_1", "2026-02-10", { session: "cs_2" }),
    ];
    member(...history)
      .when("2026-03-01")
      .leaves({ "top-up": 1 });
    const again = stands("2026-03-01", { subscription: "sub_2" });
    const over = stands("2026-04-01", { subscription: "sub_2", endedAt: "2026-04-01" });
    member(...history, again)
      .when(over)
      .emits({ movements: [forfeited(1, "top-up")], balance: 0 });
  });

  test("[X2] an end that is told late takes nothing of what was bought after it", () => {
    member(bought("pack_1", "2026-02-02", { session: "cs_2" }))
      .when(stands("2026-02-01", { endedAt: "2026-02-01", toldAt: "2026-02-03" }))
      .emits({ movements: [forfeited(5), forfeited(3, "top-up")], bySource: { "top-up": 1 } });
  });

  test("[X2] nor of what an operator gave after it; at that very instant it was still there to be lost", () => {
    const told = stands("2026-02-01", { endedAt: "2026-02-01", toldAt: "2026-02-03" });
    member(adjusts(2, "2026-02-02"))
      .when(told)
      .emits({ movements: [forfeited(5), forfeited(3, "top-up")], bySource: { adjustment: 2 } });
    member(adjusts(2, "2026-02-01")).when(told).leaves({});
  });

  test("[X2] [M12] nor is it cut to what the policy keeps; what was there at that instant is", () => {
    const cancelling = { loses: [], keepsAtMost: 2, fallback: "free" } as const;
    const told = stands("2026-02-01", { endedAt: "2026-02-01", toldAt: "2026-02-03" });
    const paid = month("2026-01-01", "2026-02-01");
    givenPolicy({ ...omnia, cancelling }, paid, adjusts(1_000, "2026-02-02"))
      .when(told)
      .leaves({ rollover: 100, adjustment: 1_000 });
    givenPolicy({ ...omnia, cancelling }, paid, adjusts(1_000, "2026-02-01"))
      .when(told)
      .leaves({ adjustment: 100 });
  });

  test("[M12] [X1] what was paid late outside any cycle is the plan's, and lost with it", () => {
    const late = month("2026-01-01", "2026-02-01", { paidAt: "2026-02-10" });
    givenPolicy({ ...omnia, cancelling: { loses: [] } }, stands("2026-02-01"), late)
      .when(stands("2026-02-20", { endedAt: "2026-02-20" }))
      .emits({ movements: [forfeited(500)], balance: 0 });
  });

  test("[O14] only the last subscription's end is the end of the membership", () => {
    const both = [stands("2026-01-01"), stands("2026-01-10", { subscription: "sub_2" })];
    member(...both)
      .when(stands("2026-01-20", { endedAt: "2026-01-20" }))
      .emits({ movements: [forfeited(5)], bySource: { "top-up": 3 } });
  });
});

describe("what Stripe says of a subscription", () => {
  const paid = month("2026-01-01", "2026-02-01");

  test("[X2] told again, or told late, changes nothing", () => {
    const cancelled = stands("2026-01-20", { cancelAt: "2026-02-01" });
    const late = { ...stands("2026-01-10"), now: at("2026-01-21") };
    given(paid, cancelled).when(late).emits({ type: "noted", occurredAt: "2026-01-10", movements: [], balance: 500 });
    given(paid, cancelled, late)
      .when("2026-02-01")
      .emits({ reason: "membership ended", movements: [forfeited(500)] });
    given(paid, cancelled, late)
      .when({ ...late, now: at("2026-01-22") })
      .emits();
    const ended = stands("2026-01-20", { endedAt: "2026-01-20" });
    given(paid, ended).when(stands("2026-01-30")).isKnown();
  });

  test("[X2] told after an end, and late, is nothing either, whatever time and people have done since", () => {
    const ended = stands("2026-01-20", { subscription: "sub_2", endedAt: "2026-01-20" });
    given(ended, year("2026-02-01", "2027-02-01"), takes(120, "2026-02-05"), "2026-03-01")
      .when(stands("2026-01-30", { subscription: "sub_2", toldAt: "2026-03-02" }))
      .isKnown();
  });

  test("[O12] the next renewal is none where the subscription is set to end before it", () => {
    const renewal = (...history: Parameters<typeof play>[1]) =>
      nextRenewal(omnia, play(omnia, history).account, at("2026-01-21"))?.at;
    expect(renewal(paid, stands("2026-01-20"))).toBe(at("2026-02-01"));
    expect(renewal(paid, stands("2026-01-20", { cancelAt: "2026-02-01" }))).toBeUndefined();
    const wholeYear = year("2026-01-01", "2027-01-01");
    expect(renewal(wholeYear, stands("2026-01-20", { cancelAt: "2027-01-01" }))).toBe(at("2026-02-01"));
  });

  test("[M13] says when it was bought, where its first payment was told of by nobody", () => {
    const legacy = signedUp("2022-06-01");
    const renewed = year("2023-06-15", "2024-06-15", { plan: "studio-5" });
    givenPolicy(musiversal, legacy, stands("2023-06-15", { startedAt: "2022-06-15" }), renewed)
      .when("2023-07-15")
      .emits({ movements: [expired(5), granted(5)] });
  });
});

describe("the grace between a period's end and its payment", () => {
  const paid = month("2026-01-01", "2026-02-01");

  test("[X1] ends for good when Stripe gives up, and not while it still tries", () => {
    given(paid, "2026-02-01")
      .when(stands("2026-02-02", { status: "past_due" }))
      .emits({ movements: [], balance: 500 });
    given(paid, "2026-02-01")
      .when(stands("2026-02-02", { status: "unpaid" }))
      .emits({ type: "expired", reason: "subscription unpaid", movements: [expired(500)], balance: 0 });
    given(paid, stands("2026-02-02", { status: "unpaid" }))
      .when(month("2026-02-01", "2026-03-01", { paidAt: "2026-02-03" }))
      .emits({ movements: [granted(500)], balance: 500 });
  });

  test("[X1] inside the paid time nothing ends, whatever is told", () => {
    given(paid)
      .when(stands("2026-01-20", { status: "unpaid" }))
      .emits({ movements: [], balance: 500 });
  });
});

describe("a subscription that was set to end, and is paid for all the same", () => {
  const history = [month("2026-01-01", "2026-02-01"), stands("2026-01-20", { cancelAt: "2026-02-01" }), "2026-02-01"];
  const renewal = month("2026-02-01", "2026-03-01", { paidAt: "2026-02-01T01:00Z" });

  test("[X2] was resumed: the payment says so before Stripe's word of it arrives", () => {
    given(...history)
      .when(renewal)
      .emits({ movements: [granted(500)], balance: 500 });
    given(...history, renewal)
      .when("2026-03-01T00:30Z")
      .leaves({ plan: 500 });
  });

  test("[X2] and ends when Stripe says that it ends", () => {
    given(...history, renewal, stands("2026-02-10", { cancelAt: "2026-03-01" }))
      .when("2026-03-01T00:30Z")
      .leaves({});
  });
});

describe("cancelling at OmniaStudio", () => {
  test("[O9] [O11] at the end of a paid year: the monthly allowances go on until then, top-ups stay", () => {
    given(
      year("2026-01-01", "2027-01-01"),
      bought("pack_1000", "2026-01-05"),
      stands("2026-03-10", { cancelAt: "2027-01-01" }),
    )
      .when("2027-01-01")
      .emits(
        ...Array.from({ length: 9 }, () => ({ type: "granted" as const, movements: [expired(500), granted(500)] })),
        { reason: "membership ended", movements: [forfeited(500)], bySource: { "top-up": 1_000 } },
      );
  });

  test("[O9] now: plan credits end now, and the rest of the year's allowances are dropped", () => {
    const history = [year("2026-01-01", "2027-01-01"), bought("pack_1000", "2026-01-05")];
    const now = stands("2026-03-10T00:00:02Z", { endedAt: "2026-03-10" });
    given(...history, "2026-03-09")
      .when(now)
      .emits({ movements: [forfeited(500)], bySource: { "top-up": 1_000 } });
    given(...history, now)
      .when("2026-12-31")
      .leaves({ "top-up": 1_000 });
  });

  test("[X2] an allowance that began after an end that was told late is withdrawn; what was spent of it stays spent", () => {
    given(year("2026-01-01", "2027-01-01"), "2026-03-01", takes(120, "2026-03-05"))
      .when(stands("2026-02-20", { endedAt: "2026-02-20", toldAt: "2026-03-06" }))
      .emits({
        type: "forfeited",
        reason: "membership ended",
        movements: [{ ...restored(500), undoes: "expired" }, forfeited(500), withdrawn(380)],
        balance: 0,
      });
  });

  test("[X4] an invoice paid at or after the end grants nothing; one paid before and told after it is granted and ends", () => {
    const ended = stands("2026-02-10", { endedAt: "2026-02-10" });
    given(ended)
      .when(month("2026-02-01", "2026-03-01", { paidAt: "2026-02-10" }))
      .emits({ type: "noted", movements: [] });
    given(ended)
      .when(month("2026-02-01", "2026-03-01", { paidAt: "2026-02-01T01:00Z", toldAt: "2026-02-11" }))
      .emits({ movements: [granted(500, { birth: "2026-02-01T01:00Z" }), forfeited(500)], balance: 0 });
    given(ended, month("2026-02-01", "2026-03-01", { paidAt: "2026-02-01T01:00Z", toldAt: "2026-02-11" }))
      .when("2026-02-11T00:01Z")
      .leaves({});
  });
});

describe("top-ups that need a subscription", () => {
  const neumeLike: Policy = { ...omnia, cancelling: { loses: ["plan", "top-up"] }, onlyWhileSubscribed: ["top-up"] };
  const subscribed = [month("2026-01-01", "2026-02-01"), stands("2026-01-01"), bought("pack_1000", "2026-01-05")];

  test.each(["trialing", "active", "past_due"] as const)("[N3] do not expire while it is %s", (status) => {
    givenPolicy(neumeLike, ...subscribed, stands("2026-01-10", { status }))
      .when("2026-01-20")
      .leaves({ plan: 500, "top-up": 1_000 });
  });

  test.each(["unpaid", "paused"] as const)("[N3] while it is %s they are shown, not spendable, not lost", (status) => {
    const suspended = givenPolicy(neumeLike, ...subscribed, stands("2026-01-10", { status }));
    suspended.when("2026-01-20").leaves({ plan: 500 });
    suspended.when(uses("video", "2026-01-20", { quantity: 10 })).refuses({ available: 500, short: 100 });
    givenPolicy(neumeLike, ...subscribed, stands("2026-01-10", { status }), stands("2026-01-21"))
      .when("2026-01-22")
      .leaves({ plan: 500, "top-up": 1_000 });
  });

  test("[N3] when it is canceled they end", () => {
    givenPolicy(neumeLike, ...subscribed)
      .when(stands("2026-01-20", { endedAt: "2026-01-20" }))
      .emits({ movements: [forfeited(500), forfeited(1_000, "top-up")], balance: 0 });
  });

  test("[N3] that were lost to nobody can be spent again when a payment says that the subscription was resumed", () => {
    const kept: Policy = { ...neumeLike, cancelling: { loses: ["plan"] } };
    const lapsed = [...subscribed, stands("2026-01-20", { cancelAt: "2026-02-01" }), "2026-02-01"];
    givenPolicy(kept, ...lapsed)
      .when("2026-02-01T00:30Z")
      .leaves({});
    givenPolicy(kept, ...lapsed)
      .when(month("2026-02-01", "2026-03-01", { paidAt: "2026-02-01T01:00Z" }))
      .emits({ bySource: { plan: 500, "top-up": 1_000 } });
  });

  test("[X4] money for a pack is granted also where there is no subscription, and waits for the next one", () => {
    const waiting = [bought("pack_1000", "2026-01-05")];
    givenPolicy(neumeLike, ...waiting)
      .when("2026-01-06")
      .leaves({});
    givenPolicy(neumeLike, ...waiting, stands("2026-02-01"))
      .when("2026-02-02")
      .leaves({ "top-up": 1_000 });
  });
});
