import { neume } from "@passbook/core/policies/neume";
import { describe, test } from "vitest";
import { books, captures, holds, musiversal, releases, reverses } from "../support/booking-story.ts";
import { expired, forfeited, given, givenPolicy, granted, restored } from "../support/given.ts";
import { bought, calls, month, omnia, stands, takes } from "../support/omnia-story.ts";

// What a membership's end took, no re-credit brings back: whoever had spent or held it then has lost it with the rest.

const studio = month("2026-01-01", "2026-02-01", { plan: "studio-5" });
const ended = stands("2026-01-20", { endedAt: "2026-01-20" });
const member = (...history: Parameters<typeof givenPolicy>[1][]) =>
  givenPolicy(musiversal, studio, bought("pack_1", "2026-01-05", { quantity: 3 }), ...history);

describe("after a Musiversal membership has ended", () => {
  const booked = books("2026-03-10", "2026-01-10", { service: "mixing", length: 2, request: "r" });

  test("[M12] [X6] what a booking had cost does not come back, from the plan or from what was bought", () => {
    member(booked, ended)
      .when(reverses("r", "2026-01-25"))
      .emits({
        movements: [restored(1, "top-up"), forfeited(1, "top-up"), restored(5), forfeited(5)],
        balance: 0,
      });
  });

  test("[M12] a place that was booked outside any membership gives back what was paid outside it", () => {
    givenPolicy(
      musiversal,
      studio,
      ended,
      bought("pack_1", "2026-02-05"),
      books("2026-03-10", "2026-02-06", { request: "r" }),
    )
      .when(reverses("r", "2026-02-07"))
      .emits({ movements: [restored(1, "top-up")], balance: 1 });
  });

  test("[M12] another membership does not bring it back either", () => {
    const again = [
      stands("2026-02-01", { subscription: "sub_2" }),
      month("2026-02-01", "2026-03-01", { plan: "studio-5", subscription: "sub_2" }),
    ];
    member(booked, ended, ...again)
      .when(reverses("r", "2026-02-07"))
      .emits({ movements: [restored(1, "top-up"), forfeited(1, "top-up"), restored(5), forfeited(5)], balance: 5 });
  });
});

describe("what a plan gave and was spent", () => {
  test("[M12] [X6] does not come back after the end, also where the policy names no plan", () => {
    const paid = month("2026-01-01", "2026-02-01");
    givenPolicy({ ...omnia, cancelling: { loses: [] } }, paid, takes(100, "2026-01-05", "r"), ended)
      .when(reverses("r", "2026-01-25"))
      .emits({ movements: [restored(100), forfeited(100)], balance: 0 });
  });

  test("[O1] [X6] comes back to Free, which went on through a trial that nobody has paid for", () => {
    const trial = [stands("2026-01-10", { status: "trialing" }), ended];
    given(calls("2026-01-01"), takes(20, "2026-01-02", "r"), ...trial)
      .when(reverses("r", "2026-01-25"))
      .emits({ movements: [restored(20)], balance: 50 });
  });
});

describe("a hold across the end", () => {
  const paid = month("2026-01-01", "2026-02-01");
  const held = holds(300, "2026-01-19", "2026-01-25");

  test("[X9] can be captured: its credits were taken while the lot lived", () => {
    given(paid, held, ended).when(captures(300, "2026-01-21")).emits({ type: "captured", balance: 0 });
  });

  test("[X9] [O9] released, or ended by itself, it gives nothing back, also not to the Free plan", () => {
    const released = [{ type: "released" as const, credits: 300, source: "plan" as const }, forfeited(300)];
    given(paid, held, ended).when(releases("2026-01-21")).emits({ movements: released, balance: 0 });
    given(calls("2026-01-01"), paid, held, ended)
      .when("2026-01-25")
      .emits({ reason: "hold expired", movements: released, balance: 50 });
  });

  test("[O9] top-ups stay, and what was held of them comes back", () => {
    const topUp = bought("pack_1000", "2026-01-05");
    given(paid, topUp, takes(500, "2026-01-06"), held, ended).when(releases("2026-01-21")).emits({ balance: 1_000 });
  });
});

describe("while the membership goes on", () => {
  test("[M6] a cancelled end takes nothing from what comes back", () => {
    const booked = books("2026-03-10", "2026-01-10", { request: "r" });
    member(booked, stands("2026-01-12", { cancelAt: "2026-02-01" }), stands("2026-01-15"))
      .when(reverses("r", "2026-01-25"))
      .emits({ movements: [restored(1)], balance: 8 });
    given()
      .when(calls("2026-01-01"))
      .emits({ movements: [granted(50)] });
  });
});

describe("what came back too late for its own lot, to end with a cycle", () => {
  const packs = { pack_5: { credits: 5, price: 9_00, lasts: { months: 1 } } };
  const paid = [month("2026-01-01", "2026-02-01"), takes(500, "2026-01-02"), bought("pack_5", "2026-01-03")];
  const returned = [takes(5, "2026-01-04", "r"), month("2026-02-01", "2026-03-01"), reverses("r", "2026-02-10")];
  const subscriber = (...history: Parameters<typeof givenPolicy>[1][]) =>
    givenPolicy({ ...omnia, packs }, ...paid, ...returned, ...history);

  test("[X6] [O9] ends with the subscription, for its cycle does", () => {
    subscriber()
      .when(stands("2026-02-15", { endedAt: "2026-02-15" }))
      .emits({ movements: [forfeited(500), expired(5, "top-up")], balance: 0 });
    subscriber(stands("2026-02-15", { cancelAt: "2026-03-01" }))
      .when("2026-03-01")
      .leaves({});
  });

  test("[X6] [O14] and with no other one", () => {
    const other = month("2026-01-15", "2026-02-15", { subscription: "sub_2" });
    subscriber(other)
      .when(stands("2026-02-12", { subscription: "sub_2", endedAt: "2026-02-12" }))
      .leaves({ plan: 500, "top-up": 5 });
  });
});

describe("cancelled and subscribed again in one second", () => {
  const again = (old: string, next: string) =>
    givenPolicy(
      neume,
      month("2026-01-01", "2026-02-01", { plan: "plus", subscription: old }),
      bought("pack_200", "2026-01-05"),
      stands("2026-01-10", { subscription: old, startedAt: "2026-01-01", endedAt: "2026-01-10" }),
      stands("2026-01-10", { subscription: next }),
    );

  test.each([
    ["sub_1", "sub_2"],
    ["sub_2", "sub_1"],
  ])("[N3] [M12] [X2] what ended ended first, whichever name it had: %s, then %s", (old, next) => {
    again(old, next)
      .when(month("2026-01-10", "2026-02-10", { plan: "plus", subscription: next }))
      .leaves({ plan: 500 });
  });
});
