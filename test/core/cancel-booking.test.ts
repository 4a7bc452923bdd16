import { givesBack, hours, moreThan, type Policy, percent } from "@passbook/core";
import { describe, test } from "vitest";
import { adjusts, books, cancels, captures, holds, musiversal, reverses } from "../support/booking-story.ts";
import { given as givenOmnia, givenPolicy, restored, spent } from "../support/given.ts";
import { bought, month, takes, uses } from "../support/omnia-story.ts";

const given = (...history: Parameters<typeof givenPolicy>[1][]) => givenPolicy(musiversal, ...history);

const studio = month("2026-02-01", "2026-03-01", { plan: "studio-5" });
const START = "2026-02-20T10:00Z";
const mixing = books(START, "2026-02-03", { service: "mixing", request: "r-1" });
const cancelled = (now: string) => cancels(START, now, "r-1");

describe("a booking that is cancelled", () => {
  test("[M6] [M15] more than 48 hours ahead gives back all that it cost", () => {
    given(studio, mixing)
      .when(cancelled("2026-02-18T09:59:59.999Z"))
      .emits({
        key: "undo/r-1",
        type: "re-credited",
        reason: "booking cancelled",
        ref: { service: "mixing", spend: 2 },
        booking: { cancelled: 2 },
        by: "ada",
        movements: [restored(3, "plan", 1)],
        balance: 5,
      });
  });

  test("[M6] exactly 48 hours ahead is not more: it gives nothing back, and its place is free", () => {
    given(studio, mixing)
      .when(cancelled("2026-02-18T10:00Z"))
      .emits({
        key: "undo/r-1",
        type: "noted",
        reason: "booking cancelled",
        movements: [],
        booking: { cancelled: 2 },
        balance: 2,
      });
  });

  test("[M6] after its start gives nothing back, however the windows stand", () => {
    const whenever: Policy = {
      ...musiversal,
      bookings: { openAtOnce: 30, lengths: [1], cancelled: [givesBack(percent(100), moreThan(-hours(1)))] },
    };
    givenPolicy(whenever, studio, mixing)
      .when(cancelled("2026-02-20T09:59:59.999Z"))
      .emits({ movements: [restored(3)] });
    givenPolicy(whenever, studio, mixing)
      .when(cancelled(START))
      .emits({ type: "noted", reason: "booking cancelled after its start", movements: [], balance: 2 });
  });

  test("[M4] [M6] of triple length gives back three times its cost, as the one booking that it is", () => {
    given(month("2026-02-01", "2026-03-01", { plan: "studio-10" }), books(START, "2026-02-03", { length: 3 }))
      .when(cancels(START, "2026-02-10"))
      .emits({ movements: [restored(3)], balance: 10 });
  });

  test("[M6] [X9] gives back once, whoever cancels and whenever", () => {
    given(studio, mixing, cancelled("2026-02-10")).when(cancelled("2026-02-11")).emits();
    given(studio, mixing, cancelled("2026-02-10")).when(reverses("r-1", "2026-02-11")).emits();
    given(studio, mixing, cancelled("2026-02-19")).when(reverses("r-1", "2026-02-20")).emits();
  });

  test("[M6] what was no booking can't be cancelled", () => {
    givenOmnia(month("2026-02-01", "2026-03-01"), uses("audio", "2026-02-03", { request: "r-2" }))
      .when(cancels(START, "2026-02-04", "r-2"))
      .refuses({ code: "invalid_request", problems: [{ field: "spend", message: "is not a booking" }] });
  });
});

describe("several windows", () => {
  const steps: Policy = {
    ...musiversal,
    bookings: {
      openAtOnce: 30,
      lengths: [1, 2, 3],
      cancelled: [givesBack(percent(50), moreThan(hours(24))), givesBack(percent(100), moreThan(hours(48)))],
    },
  };
  test.each([
    ["2026-02-18T09:59Z", 3],
    ["2026-02-18T10:00Z", 1],
    ["2026-02-19T09:59Z", 1],
  ])("[M6] the one that gives most counts, and shares are rounded down: at %s %i of 3", (now, credits) => {
    givenPolicy(steps, studio, mixing)
      .when(cancelled(now))
      .emits({ type: "re-credited", movements: [restored(credits)] });
  });

  test("[M6] too late for each of them nothing comes back", () => {
    givenPolicy(steps, studio, mixing).when(cancelled("2026-02-19T10:00Z")).emits({ type: "noted", movements: [] });
  });

  test("[M6] half of what two lots paid comes back to the one that paid last", () => {
    const five = books(START, "2026-02-03", { service: "mixing", length: 3, request: "r-1" });
    givenPolicy(steps, studio, bought("pack_1", "2026-02-02", { quantity: 4 }), five)
      .when(cancelled("2026-02-19"))
      .emits({ movements: [restored(4, "top-up", 2)], bySource: { "top-up": 4 } });
    const two = books(START, "2026-02-03", { service: "mixing", length: 2, request: "r-1" });
    givenPolicy(steps, studio, bought("pack_1", "2026-02-02"), two)
      .when(cancelled("2026-02-19"))
      .emits({ movements: [restored(1, "top-up", 2), restored(2, "plan", 1)], bySource: { plan: 2, "top-up": 1 } });
  });
});

describe("an operator's reversal", () => {
  test("[X9] gives back all of a spend, whatever it was for, and says why", () => {
    givenOmnia(month("2026-02-01", "2026-03-01"), bought("pack_1000", "2026-02-02"), takes(600, "2026-02-03", "r-3"))
      .when(reverses("r-3", "2026-02-04"))
      .emits({
        key: "undo/r-3",
        type: "re-credited",
        reason: "made good",
        by: "operator",
        movements: [restored(100, "top-up", 2), restored(500, "plan", 1)],
        bySource: { plan: 500, "top-up": 1_000 },
      });
  });

  test("[M6] gives back a booking at whatever notice, and frees its place", () => {
    given(studio, mixing)
      .when(reverses("r-1", "2026-02-21"))
      .emits({ type: "re-credited", movements: [restored(3)], booking: { cancelled: 2 } });
  });

  test("[X9] gives back what a hold has paid, and not what it released", () => {
    const month1 = month("2026-02-01", "2026-03-01");
    givenOmnia(month1, holds(100, "2026-02-02", "2026-02-09"), captures(70, "2026-02-03"))
      .when({ type: "FollowUp", verb: "ReverseSpend", of: 0, now: mixing.now })
      .emits({ movements: [restored(70)], balance: 500 });
  });

  test("[X9] of what has taken nothing is refused", () => {
    givenOmnia(adjusts(-5, "2026-02-03"), adjusts(5, "2026-02-04"))
      .when(reverses("adjust 2026-02-04", "2026-02-05"))
      .refuses({ code: "invalid_request", problems: [{ field: "spend", message: "has taken nothing" }] });
  });

  test("[X9] what came back pays again", () => {
    givenOmnia(month("2026-02-01", "2026-03-01"), takes(500, "2026-02-03", "r-4"), reverses("r-4", "2026-02-04"))
      .when(takes(500, "2026-02-05"))
      .emits({ movements: [spent(500, "plan", 1)], balance: 0 });
  });
});
