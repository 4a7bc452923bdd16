import { booked, costs, costsBy, decide, type Entry, free, givenBack, givesBackNow, type Policy } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { books, cancels, musiversal } from "../support/booking-story.ts";
import { given as givenOmnia, givenPolicy, spent } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { play } from "../support/journal.ts";
import { month, omnia, uses } from "../support/omnia-story.ts";

const given = (...history: Parameters<typeof givenPolicy>[1][]) => givenPolicy(musiversal, ...history);

const studio = month("2026-02-01", "2026-03-01", { plan: "studio-50" });
const minute = (n: number) => `2026-02-20T10:${String(n).padStart(2, "0")}Z`;
const thirty = Array.from({ length: 30 }, (_, n) => books(minute(n), "2026-02-03"));

describe("sessions are booked in exchange for credits", () => {
  test("[M1] [M3] a session costs 1, and is there until it starts", () => {
    given(studio)
      .when(books("2026-02-20T10:00Z", "2026-02-03", { request: "r-1" }))
      .emits({
        key: "req/r-1",
        type: "spent",
        reason: "session",
        ref: { service: "session", quantity: 1, options: {}, startsAt: "2026-02-20T10:00Z" },
        booking: { startsAt: "2026-02-20T10:00Z" },
        movements: [spent(1)],
        balance: 49,
      });
  });

  test.each([
    ["session", 1],
    ["stem-mastering", 2],
    ["mixing", 3],
  ])("[M3] [M4] %s costs %i; double and triple length as many times that, as one booking", (service, cost) => {
    for (const length of [1, 2, 3]) {
      given(studio)
        .when(books("2026-02-20", "2026-02-03", { service, length }))
        .emits({ ref: { options: { length } }, movements: [spent(cost * length)], balance: 50 - cost * length });
    }
  });

  test.each([0, 4, 1.5, -1])("[M4] a length of %d is none", (length) => {
    given(studio)
      .when(books("2026-02-20", "2026-02-03", { length }))
      .refuses({
        code: "invalid_request",
        problems: [{ field: "options.length", message: "is not one of 1, 2, 3" }],
      });
  });

  test("[M4] only what is booked has a length", () => {
    givenOmnia(month("2026-02-01", "2026-03-01"))
      .when(uses("audio", "2026-02-03", { options: { length: 2 } }))
      .refuses({ problems: [{ field: "options.length", message: "is not an option of audio" }] });
  });

  test("[M4] what is booked has a length, and no other option", () => {
    const seated = books("2026-02-20", "2026-02-03");
    given(studio)
      .when({ ...seated, for: { ...seated.for, service: "session", quantity: 1, options: { seats: 1 } } })
      .refuses({ problems: [{ field: "options.seats", message: "is not an option of session" }] });
  });

  test("[M1] credits must be there before: one that costs more than there is is refused, whole", () => {
    given(month("2026-02-01", "2026-03-01", { plan: "studio-5" }))
      .when(books("2026-02-20", "2026-02-03", { service: "mixing", length: 2 }))
      .refuses({ code: "insufficient_credits", needed: 6, available: 5, short: 1 });
  });
});

describe("a booking starts ahead of now", () => {
  const refused = (message: string) => ({ code: "invalid_request", problems: [{ field: "startsAt", message }] });

  test("[M5] a millisecond ahead is ahead, now is not", () => {
    given(studio).when(books("2026-02-03T09:00:00.001Z", "2026-02-03T09:00Z")).emits({ balance: 49 });
    given(studio).when(books("2026-02-03T09:00Z", "2026-02-03T09:00Z")).refuses(refused("is not ahead of now"));
  });

  test("[M5] now is never before the journal's last entry, though our clock were behind", () => {
    given(studio, books("2026-02-20", "2026-02-10"))
      .when(books("2026-02-09", "2026-02-08"))
      .refuses(refused("is not ahead of now"));
  });

  test("[M5] without a start nothing is booked, and what is not booked has none", () => {
    given(studio).when(uses("session", "2026-02-03")).refuses(refused("says when the booking starts, and is missing"));
    const audio = uses("audio", "2026-02-03");
    givenOmnia(month("2026-02-01", "2026-03-01"))
      .when({ ...audio, for: { service: "audio", quantity: 1, options: {}, startsAt: audio.now + 1 } })
      .refuses(refused("is for services that are booked"));
  });

  test("[M5] each has a start, and so a place, of its own: none is for several", () => {
    const session = books("2026-02-20", "2026-02-03");
    given(studio)
      .when({ ...session, for: { service: "session", quantity: 2, options: {}, startsAt: session.now + 1 } })
      .refuses({ problems: [{ field: "quantity", message: "is 1 for a booking" }] });
  });

  test("[M3] all that is wrong is told at once, and of an unknown service nothing but that", () => {
    given(studio)
      .when(uses("mixing", "2026-02-03", { quantity: 0, options: { length: 9 } }))
      .refuses({ problems: [{ field: "quantity" }, { field: "options.length" }, { field: "startsAt" }] });
    given(studio)
      .when(books("2026-01-01", "2026-02-03", { service: "toString" }))
      .refuses({ problems: [{ field: "service", message: "is not one of session, stem-mastering, mixing" }] });
  });
});

describe("at most 30 at any given time", () => {
  const another = books("2026-02-25", "2026-02-03");

  test("[M5] the 30th is booked, the 31st is refused with its own code", () => {
    given(studio, ...thirty.slice(1))
      .when(another)
      .emits({ balance: 20 });
    given(studio, ...thirty)
      .when(another)
      .refuses({ code: "booking_limit", limit: 30, open: 30 });
  });

  test("[M5] which comes before what is missing: credits would not help", () => {
    given(month("2026-02-01", "2026-03-01", { plan: "studio-10", quantity: 3 }), ...thirty)
      .when(another)
      .refuses({ code: "booking_limit" });
  });

  test("[M5] once one starts another fits: at its start it has started, a millisecond before it has not", () => {
    const then = (now: string) => books("2026-02-25", now);
    given(studio, ...thirty)
      .when(then("2026-02-20T09:59:59.999Z"))
      .refuses({ code: "booking_limit", open: 30 });
    given(studio, ...thirty)
      .when(then("2026-02-20T10:00Z"))
      .emits({ balance: 19 });
  });

  test("[M5] once one is cancelled another fits, with or without re-credit", () => {
    const early = cancels(minute(0), "2026-02-03");
    given(studio, ...thirty, early)
      .when(another)
      .emits({ balance: 20 });
    const late = cancels(minute(0), "2026-02-19");
    given(studio, ...thirty, late)
      .when(books("2026-02-25", "2026-02-19"))
      .emits({ balance: 19 });
  });

  test("[M5] those that have started leave the account with its next entry, without one of their own", () => {
    const booked30 = play(musiversal, [studio, ...thirty]);
    expect(booked30.account.bookings).toHaveLength(30);
    const after = play(musiversal, [studio, ...thirty, books("2026-02-25", "2026-02-20T10:05Z")]);
    expect(after.account.bookings).toHaveLength(25);
    expect(after.entries).toHaveLength(32);
  });

  test("[M5] a policy that says nothing of bookings allows none", () => {
    const { bookings: _, ...silent } = musiversal;
    givenPolicy(silent, studio)
      .when(books("2026-02-20", "2026-02-03"))
      .refuses({ code: "booking_limit", limit: 0, open: 0 });
  });

  test("[M5] a booking that costs nothing takes a place all the same", () => {
    const talk: Policy = { ...musiversal, services: { talk: booked(free), session: booked(costs(1)) } };
    givenPolicy(talk)
      .when(books("2026-02-20", "2026-02-03", { service: "talk" }))
      .emits({ type: "spent", movements: [], booking: { startsAt: "2026-02-20" }, balance: 0 });
  });
});

describe("a policy without rules for bookings", () => {
  const { bookings: _, ...rest } = musiversal;
  const without: Policy = rest;

  test("[M5] has a place for none, and knows no length", () => {
    givenPolicy(without, studio)
      .when(books("2026-02-20", "2026-02-03"))
      .refuses({ code: "booking_limit", limit: 0, open: 0 });
    givenPolicy(without, studio)
      .when(books("2026-02-20", "2026-02-03", { length: 1 }))
      .refuses({ problems: [{ field: "options.length", message: "is not one of " }] });
  });

  test("[M6] gives nothing back for one that was booked before", () => {
    const { account, entries } = play(musiversal, [studio, books("2026-02-20", "2026-02-03")]);
    const cancel = { type: "CancelBooking", now: at("2026-02-04"), by: "ada", spend: entries[1] as Entry } as const;
    expect(decide(without, account, cancel)).toMatchObject({ entry: { type: "noted", movements: [] } });
  });

  test("[M4] has a service whose option is a length, and that is a choice like any other", () => {
    const policy: Policy = { ...omnia, services: { mix: costsBy("length", { short: 1, long: 5 }) } };
    givenPolicy(policy, month("2026-02-01", "2026-03-01"))
      .when(uses("mix", "2026-02-03", { options: { length: "long" } }))
      .emits({ movements: [spent(5)] });
  });
});

test("[M6] a window that would end after the start ends at the start", () => {
  const cancelled = [{ percent: 100, moreThan: -3_600_000 }];
  const policy: Policy = { ...musiversal, bookings: { openAtOnce: 1, lengths: [1], cancelled } };
  expect([1, 0, -1].map((notice) => givenBack(policy, 10, notice))).toEqual([10, 0, 0]);
});

test("[M6] what a booking gives back is the same until the next of the policy's windows has passed", () => {
  const cancelled = [
    { percent: 100, moreThan: 48 * 3_600_000 },
    { percent: 50, moreThan: 24 * 3_600_000 },
  ];
  const policy: Policy = { ...musiversal, bookings: { openAtOnce: 1, lengths: [1], cancelled } };
  const back = (now: string) => givesBackNow(policy, 3, at("2026-02-20"), at(now));
  expect(back("2026-02-17")).toEqual({ credits: 3, until: at("2026-02-18") });
  expect(back("2026-02-18")).toEqual({ credits: 1, until: at("2026-02-19") });
  expect(back("2026-02-19")).toEqual({ credits: 0, until: null });
});
