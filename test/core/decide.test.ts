import { type Command, decide, type Entry, emptyAccount, keyOf, needsHistory, presentOf } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { adjusts, holds } from "../support/booking-story.ts";
import { at, iso } from "../support/instants.ts";
import { play } from "../support/journal.ts";
import { bought, calls, month, omnia, stands, takes } from "../support/omnia-story.ts";
import { disputes, refunds } from "../support/reversal-story.ts";

const payment = month("2026-02-01", "2026-03-01", { paidAt: "2026-02-01T01:00Z", toldAt: "2026-02-01T01:05Z" });
const pack = bought("pack_1000", "2026-01-10", { session: "cs_1", toldAt: "2026-01-11" });
const spend = takes(1, "2026-02-03", "r-1");
const hold = holds(1, "2026-02-03", "2026-02-04");

describe("the key under which a command is remembered", () => {
  test.each<[string, Command, string]>([
    [
      "[X2] an allowance: the item, its price and the period's begin",
      payment,
      `grant sub_1_item/price_creator_month/${payment.from}`,
    ],
    ["[O6] a pack: its session", pack, "buy cs_1"],
    ["[X9] a spend: the caller's own", spend, "req r-1"],
    ["[X9] an adjustment: the caller's own", adjusts(5, "2026-02-03"), "req adjust 2026-02-03"],
    ["[X9] a hold: the caller's own", hold, "req hold"],
  ])("%s", (_, command, key) => {
    expect(`${keyOf(command).kind} ${keyOf(command).id}`).toBe(key);
  });

  test("[M6] [X9] of what undoes or ends something it is that thing's own: the ways to do so exclude each other", () => {
    const [, spending, holding] = play(omnia, [pack, spend, hold]).entries as readonly [Entry, Entry, Entry];
    const undoing = { now: 0, by: "operator", reason: "sorry", spend: spending } as const;
    const ending = { now: 0, by: "ada", hold: holding } as const;
    for (const type of ["CancelBooking", "ReverseSpend"] as const)
      expect(keyOf({ type, ...undoing })).toEqual({ kind: "undo", id: "r-1" });
    for (const type of ["CaptureHold", "ReleaseHold"] as const)
      expect(keyOf({ type, ...ending })).toEqual({ kind: "hold-end", id: "hold" });
  });
});

describe("the instant that a command is decided at", () => {
  const account = { ...emptyAccount("ada"), at: at("2026-01-20") };
  test.each<[string, Command, string]>([
    ["is when it was asked", spend, "2026-02-03"],
    ["is never before the journal's last entry", { ...spend, now: 0 }, "2026-01-20"],
    ["[X2] of a payment is when it was paid, not when it was told", payment, "2026-02-01T01:00Z"],
    ["[X2] though our clock were behind Stripe's", { ...payment, now: at("2026-01-31") }, "2026-02-01T01:00Z"],
    ["[X2] also before the journal's last entry", pack, "2026-01-10"],
    [
      "[X2] of a subscription's state is when Stripe told it",
      stands("2026-01-05", { toldAt: "2026-02-01" }),
      "2026-01-05",
    ],
    [
      "[X2] of a subscription's end is that end",
      stands("2026-01-05", { endedAt: "2026-01-04", toldAt: "2026-02-01" }),
      "2026-01-04",
    ],
    ["[O1] of a first call is that call", calls("2026-01-15"), "2026-01-15"],
  ])("%s", (_, command, instant) => {
    expect(iso(presentOf(account, command))).toBe(instant);
  });
});

describe("what is decided with the whole journal", () => {
  const story = [pack, payment, takes(1, "2026-02-03")];

  test("[X2] [X5] a fact that is told late, and what has become of a payment; no request", () => {
    const { account } = play(omnia, story);
    expect(needsHistory(account, stands("2026-02-04"))).toBe(false);
    expect(needsHistory(account, stands("2026-01-31"))).toBe(true);
    expect(needsHistory(account, refunds(payment, "2026-02-04"))).toBe(true);
    expect(needsHistory(account, disputes(payment, "2026-02-04"))).toBe(true);
    expect(needsHistory({ ...account, isReopened: true }, spend)).toBe(false);
  });

  test("[X2] a fact that it has already is known", () => {
    const { account, entries } = play(omnia, story);
    for (const fact of [pack, payment]) expect(decide(omnia, account, fact, entries)).toEqual({ decision: "known" });
    const refund = refunds(payment, "2026-02-04");
    const after = play(omnia, [...story, refund]);
    expect(decide(omnia, after.account, refund, after.entries)).toEqual({ decision: "known" });
    const another = { ...refund, refund: "re_2" };
    expect(decide(omnia, after.account, another, after.entries)).toMatchObject({ decision: "accepted" });
  });
});
