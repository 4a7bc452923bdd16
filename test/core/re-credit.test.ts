import { type Account, endOfCycle, lost, type Policy } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { adjusts, books, cancels, musiversal, reverses } from "../support/booking-story.ts";
import { expired, given as givenOmnia, givenPolicy, granted, restored, rolledOver, spent } from "../support/given.ts";
import { play } from "../support/journal.ts";
import { bought, month, omnia, takes, year } from "../support/omnia-story.ts";

const given = (...history: Parameters<typeof givenPolicy>[1][]) => givenPolicy(musiversal, ...history);

const studio = (n: number) =>
  month(`2026-0${n}-01`, `2026-0${n + 1}-01`, { plan: "studio-5", paidAt: `2026-0${n}-01T01:00Z` });
const START = "2026-04-20T10:00Z";
const five = books(START, "2026-02-03", { service: "mixing", length: 1, request: "r-1" });
const two = books(START, "2026-02-03", { service: "stem-mastering", request: "r-2" });
const cancelled = (now: string, of = "r-1") => cancels(START, now, of);

describe("credits come back to the lots that they came from", () => {
  test("[M6] to a lot that has left the account, as it was, and it ends as it would have", () => {
    given(studio(2), five, two)
      .when(cancelled("2026-02-10"))
      .emits({ movements: [{ ...restored(3, "plan", 1), birth: "2026-02-01T01:00Z", end: "2026-03-04" }], balance: 3 });
    given(studio(2), five, two, cancelled("2026-02-10"))
      .when("2026-03-10")
      .emits({ reason: "not renewed", movements: [expired(3, "plan", 1)] });
    const { account } = play(musiversal, [studio(2), five, two, cancelled("2026-02-10")]);
    expect(account.lots).toMatchObject([{ number: 1, source: "plan", granted: 5, left: 3 }]);
  });

  test("[M11] at the turnover they are turned over with the rest", () => {
    given(studio(2), five, two, cancelled("2026-02-10"))
      .when(studio(3))
      .emits({ movements: [rolledOver(3), granted(3, { source: "rollover" }), granted(5)], balance: 8 });
  });

  test("[X6] between the end of the period and its payment the lot lives, and takes them back", () => {
    given(studio(2), five, two)
      .when(cancelled("2026-03-01T00:30Z"))
      .emits({ movements: [restored(3, "plan", 1)], balance: 3 });
  });

  test("[X6] a bought lot that never ends takes them back whenever", () => {
    given(bought("pack_1", "2026-01-10", { quantity: 3 }), five)
      .when(cancelled("2026-04-10"))
      .emits({ movements: [{ ...restored(3, "top-up", 1), end: null }], bySource: { "top-up": 3 } });
  });

  test("[X9] a rollover lot that was emptied, came back, grew and takes back more holds what was granted to it", () => {
    const march = [studio(2), studio(3), takes(5, "2026-03-02", "p"), takes(3, "2026-03-03", "a")];
    const april = [reverses("p", "2026-03-04"), studio(4), takes(5, "2026-04-02", "q"), takes(7, "2026-04-03", "b")];
    given(...march, ...april, reverses("a", "2026-04-04"), reverses("q", "2026-04-05"), studio(5))
      .when(reverses("b", "2026-05-05"))
      .emits({
        movements: [restored(5, "rollover", 2), restored(2, "rollover", 1)],
        bySource: { plan: 5, rollover: 15 },
      });
    const { account } = play(musiversal, [
      ...march,
      ...april,
      reverses("a", "2026-04-04"),
      reverses("q", "2026-04-05"),
      studio(5),
      reverses("b", "2026-05-05"),
    ]);
    const rollover = account.lots.filter(({ source }) => source === "rollover");
    expect(rollover.map(({ number, granted: of, left }) => `${number}: ${left} of ${of}`).toSorted()).toEqual([
      "1: 5 of 5",
      "2: 5 of 5",
      "6: 5 of 5",
    ]);
  });
});

describe("to a lot that has ended meanwhile", () => {
  const history = [studio(2), five, studio(3)];

  test("[X6] as a lot of the same source that ends with the current cycle", () => {
    given(...history)
      .when(cancelled("2026-03-10"))
      .emits({
        movements: [
          restored(3, "plan", 1),
          rolledOver(3, "plan", 1),
          granted(3, { birth: "2026-03-10", end: "2026-04-04" }),
        ],
        bySource: { plan: 8, rollover: 2 },
      });
  });

  test("[X6] a lot that was turned over by the payment has ended, though its grace would have been longer", () => {
    given(...history)
      .when(cancelled("2026-03-02"))
      .emits({ movements: [restored(3), rolledOver(3), granted(3, { end: "2026-04-04" })], balance: 10 });
  });

  test("[M11] [X6] and is turned over with that cycle", () => {
    given(...history, cancelled("2026-03-10"))
      .when(studio(4))
      .emits({
        movements: [
          rolledOver(3, "plan", 2),
          granted(3, { source: "rollover", lot: 2 }),
          rolledOver(5, "plan", 3),
          granted(5, { source: "rollover", lot: 3 }),
          granted(5),
        ],
        balance: 15,
      });
  });

  test("[X6] without a current cycle it is lost, and the entry says so", () => {
    given(studio(2), five)
      .when(cancelled("2026-03-10"))
      .emits(
        { reason: "not renewed", movements: [expired(2)] },
        { type: "re-credited", movements: [restored(3, "plan", 1), expired(3, "plan", 1)], balance: 0 },
      );
  });

  test("[X6] were it the policy's word, it would be lost in any case", () => {
    const strict: Policy = { ...musiversal, recredit: lost };
    givenPolicy(strict, ...history)
      .when(cancelled("2026-03-10"))
      .emits({ movements: [restored(3), expired(3)], balance: 7 });
    givenPolicy(strict, studio(2), five).when(cancelled("2026-02-10")).leaves({ plan: 5 });
  });

  test("[X6] a policy that says nothing means the end of the cycle", () => {
    expect([musiversal.recredit, omnia.recredit]).toEqual([endOfCycle, endOfCycle]);
    const { recredit: _, ...silent } = musiversal;
    givenPolicy(silent, ...history)
      .when(cancelled("2026-03-10"))
      .leaves({ plan: 8, rollover: 2 });
  });

  test("[X6] what two ended lots of one source paid comes back as two, each with its origin", () => {
    const credits = [adjusts(4, "2026-02-01", "2026-02-20"), adjusts(4, "2026-02-02", "2026-02-21")];
    givenOmnia(...credits, takes(8, "2026-02-03", "r-5"), month("2026-02-10", "2026-03-10"))
      .when(reverses("r-5", "2026-02-25"))
      .emits({
        movements: [
          restored(4, "adjustment", 2),
          rolledOver(4, "adjustment", 2),
          restored(4, "adjustment", 1),
          rolledOver(4, "adjustment", 1),
          { ...granted(4, { source: "adjustment", lot: 3, end: "2026-03-13" }), origin: 2 },
          { ...granted(4, { source: "adjustment", lot: 3.0001, end: "2026-03-13" }), origin: 1 },
        ],
        bySource: { plan: 500, adjustment: 8 },
      });
  });

  test("[X6] at its end a lot has ended, a millisecond before it has not", () => {
    const story = [
      adjusts(4, "2026-02-01", "2026-02-20"),
      takes(4, "2026-02-03", "r-9"),
      month("2026-02-10", "2026-03-10"),
    ];
    givenOmnia(...story)
      .when(reverses("r-9", "2026-02-19T23:59:59.999Z"))
      .emits({ movements: [restored(4, "adjustment", 1)] });
    givenOmnia(...story)
      .when(reverses("r-9", "2026-02-20"))
      .emits({
        movements: [restored(4, "adjustment", 1), rolledOver(4, "adjustment"), granted(4, { source: "adjustment" })],
      });
  });

  test("[X6] at its end a cycle runs no more, a millisecond before it does", () => {
    const story = [
      adjusts(4, "2026-02-01", "2026-02-20"),
      takes(4, "2026-02-03", "r-9"),
      month("2026-02-10", "2026-03-10"),
    ];
    givenOmnia(...story)
      .when(reverses("r-9", "2026-03-12T23:59:59.999Z"))
      .emits({
        movements: [restored(4, "adjustment"), rolledOver(4, "adjustment"), granted(4, { source: "adjustment" })],
      });
    givenOmnia(...story)
      .when(reverses("r-9", "2026-03-13"))
      .emits(
        { reason: "not renewed" },
        { movements: [restored(4, "adjustment"), expired(4, "adjustment")], balance: 0 },
      );
  });

  test("[X6] of several cycles that run the one that ends last takes it", () => {
    const longer = month("2026-03-20", "2026-04-20", { subscription: "sub_2" });
    givenOmnia(
      month("2026-02-01", "2026-03-01"),
      takes(9, "2026-02-02", "r-6"),
      month("2026-03-01", "2026-04-01"),
      longer,
    )
      .when(reverses("r-6", "2026-03-25"))
      .emits({ movements: [restored(9), rolledOver(9), granted(9, { end: "2026-04-23" })] });
  });

  test("[X6] a lot that no paid time knows lives to its end while no cycle has begun since", () => {
    const late = month("2025-12-01", "2026-01-01", { paidAt: "2026-02-01" });
    givenOmnia(late, takes(500, "2026-02-02", "r-7"))
      .when(reverses("r-7", "2026-02-27"))
      .emits({ movements: [{ ...restored(500, "plan", 1), end: "2026-03-01" }], balance: 500 });
    givenOmnia(late, takes(499, "2026-02-02", "r-7"), month("2026-02-10", "2026-03-10", { subscription: "sub_2" }))
      .when(reverses("r-7", "2026-02-27"))
      .emits({ movements: [restored(499, "plan", 1)], balance: 1_000 });
  });

  test("[X6] inside a paid year at the anchor the lot has ended", () => {
    const paid = year("2026-01-31", "2027-01-31");
    givenOmnia(paid, takes(20, "2026-02-01", "r-8"))
      .when(reverses("r-8", "2026-02-28"))
      .emits(
        { at: "2026-02-28" },
        { movements: [restored(20), rolledOver(20), granted(20, { end: "2026-03-31" })], balance: 520 },
      );
    givenOmnia(paid, takes(20, "2026-02-01", "r-8"), reverses("r-8", "2026-02-28"))
      .when("2026-03-31")
      .emits({ movements: [expired(500), expired(20), granted(500)], balance: 500 });
  });

  test("[X6] what came back late is spent like the rest, and can come back again", () => {
    given(...history, cancelled("2026-03-10"), takes(8, "2026-03-11", "again"))
      .when(reverses("again", "2026-03-12"))
      .emits({ movements: [restored(3, "plan", 2), restored(5, "plan", 3)], bySource: { plan: 8, rollover: 2 } });
  });
});

test("[X6] a spend remembers of each lot what is needed to bring it back", () => {
  given(studio(2))
    .when(five)
    .emits({
      movements: [{ ...spent(3, "plan", 1), birth: "2026-02-01T01:00Z", end: "2026-03-04", granted: 5 } as never],
    });
  const account: Account = play(musiversal, [studio(2), five, two]).account;
  expect(account.lots).toEqual([]);
});
