import {
  type Account,
  cutTo,
  emptyAccount,
  givesTo,
  hasAged,
  type Lot,
  type Policy,
  rollOver as rollingOver,
  sharesAt,
  type Term,
} from "@passbook/core";
import { elevenlabs } from "@passbook/core/policies/elevenlabs";
import { describe, expect, test } from "vitest";
import { keepAll, rollOver, youngestFirst } from "../../core/carry-over.ts";
import { books, cancels, musiversal, reverses } from "../support/booking-story.ts";
import { expired, forfeited, givenPolicy, granted, rolledOver } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { addOn, bought, month, omnia, stands, takes } from "../support/omnia-story.ts";

const first = (n: number) => `2026-${String(n).padStart(2, "0")}-01`;
const paid = (plan: string, n: number, subscription = "sub_1") => month(first(n), first(n + 1), { plan, subscription });
const many = (plan: string, from: number, to: number, subscription?: string) =>
  Array.from({ length: to - from + 1 }, (_, i) => paid(plan, from + i, subscription));

const plain = (source: Lot["source"]): Lot => {
  return { number: 1, source, birth: 0, end: null, granted: 9, left: 9, held: 0, frozen: 0 };
};
const term: Term = {
  subscription: "sub_1",
  item: "sub_1_item",
  plan: "creator",
  interval: "year",
  boughtAt: 0,
  quantity: 1,
  from: 0,
  until: at("1971-01-01"),
  cycles: 12,
  given: 1,
  paidAt: 0,
  origin: 1,
  turn: 1,
  lotEnd: at("1970-02-01"),
  lots: [1],
};

describe("what came back too late for its own lot", () => {
  test("[X6] of what was carried over ends as the next allowance comes, and nothing else does with it", () => {
    const late = [...many("starter", 1, 2), takes(10_000, "2026-02-10", "p"), ...many("starter", 3, 4)];
    const aged = expired(30_000, "rollover", 2);
    const carried = [rolledOver(30_000, "plan", 5), granted(30_000, { source: "rollover", lot: 5 })];
    givenPolicy(elevenlabs, ...late, reverses("p", "2026-04-10"))
      .when(paid("starter", 5))
      .emits({ movements: [aged, expired(10_000, "rollover", 3), ...carried, granted(30_000)] });
  });
});

describe("what comes with the same payment", () => {
  test("[M13] an add-on of the renewal's own invoice, told first, is not held against the limit", () => {
    givenPolicy(musiversal, ...many("studio-5", 1, 6), addOn("extra", first(7), first(8)))
      .when(paid("studio-5", 7))
      .leaves({ plan: 5, rollover: 30, "add-on": 5 });
  });

  test("[M9] an add-on of a smaller plan's own invoice, told first, is not lost with the larger plan", () => {
    const strict: Policy = { ...musiversal, downgrading: { loses: ["add-on"] } };
    const before = [paid("studio-10", 1), addOn("extra", first(1), first(2))];
    givenPolicy(strict, ...before, addOn("extra", first(2), first(3)))
      .when(paid("studio-5", 2))
      .leaves({ plan: 5, rollover: 10, "add-on": 5 });
  });
});

describe("what a smaller plan takes away", () => {
  const creator = (subscription: string, from: string, until: string, paidAt = from) =>
    month(from, until, { plan: "creator", subscription, paidAt });

  test("[M9] [X1] is also what was paid when its own time was over, and is no cycle's", () => {
    givenPolicy(
      elevenlabs,
      creator("sub_1", first(1), first(2)),
      creator("sub_2", "2025-11-01", "2025-12-01", "2026-01-10"),
    )
      .when(paid("starter", 2))
      .emits({ movements: [forfeited(100_000, "plan", 1), forfeited(100_000, "plan", 2), granted(30_000)] });
  });

  test("[M9] [O14] is not what another subscription's cycle gave", () => {
    givenPolicy(elevenlabs, creator("sub_1", first(1), first(2)), creator("sub_2", "2026-01-10", "2026-02-10"))
      .when(paid("starter", 2))
      .emits({ movements: [forfeited(100_000, "plan", 1), granted(30_000)], bySource: { plan: 130_000 } });
  });
});

describe("carried over for some cycles", () => {
  const lot = { ...plain("rollover"), ages: { subscription: "sub_1", cycle: 4 } };
  const among = (...subscriptions: string[]): Account => ({
    ...emptyAccount("ada"),
    terms: subscriptions.map((subscription) => ({ ...term, subscription })),
  });

  test("[M13] [O14] its own subscription's cycles age a lot, another's don't while that one is there", () => {
    expect(hasAged(among("sub_1", "sub_2"), { ...term, subscription: "sub_1", turn: 3 })(lot)).toBe(false);
    expect(hasAged(among("sub_1", "sub_2"), { ...term, subscription: "sub_1", turn: 4 })(lot)).toBe(true);
    expect(hasAged(among("sub_1", "sub_2"), { ...term, subscription: "sub_2", turn: 9 })(lot)).toBe(false);
    expect(hasAged(among("sub_2", "sub_3"), { ...term, subscription: "sub_2", turn: 9 })(lot)).toBe(true);
  });

  test("[M13] where their subscription is gone, those of the one that came after it do", () => {
    const kept: Policy = { ...elevenlabs, cancelling: { loses: [] } };
    const gone = [...many("starter", 1, 2), stands("2026-02-10", { endedAt: "2026-02-10" })];
    givenPolicy(kept, ...gone, ...many("starter", 3, 4, "sub_2"))
      .when(paid("starter", 5, "sub_2"))
      .emits({
        movements: [
          expired(30_000, "rollover", 1),
          rolledOver(30_000, "plan", 5),
          granted(30_000, { source: "rollover" }),
          granted(30_000),
        ],
      });
  });
});

describe("the limit", () => {
  const upToSix: Policy = {
    ...musiversal,
    plans: { ...musiversal.plans, "studio-5": { allowance: 5, price: {}, leftovers: rollingOver({ upTo: 6 }) } },
  };

  test("[M13] is filled once, by all lots of a cycle together, the youngest first", () => {
    const booked = books("2026-04-20T10:00Z", "2026-02-03", { service: "mixing", length: 1, request: "r-1" });
    const back = cancels("2026-04-20T10:00Z", "2026-03-10", "r-1");
    givenPolicy(upToSix, paid("studio-5", 2), booked, takes(2, "2026-02-10"), paid("studio-5", 3), back)
      .when(paid("studio-5", 4))
      .emits({
        movements: [
          rolledOver(3, "plan", 2),
          granted(3, { source: "rollover", lot: 2 }),
          rolledOver(3, "plan", 4),
          granted(3, { source: "rollover", lot: 4 }),
          expired(2, "plan", 4),
          granted(5),
        ],
      });
  });

  test("[M13] where what was carried over is counted, it is, and what was bought is not", () => {
    const counting: Policy = { ...musiversal, rollover: { counting: "rollover", for: "everyone" } };
    givenPolicy(counting, bought("pack_1", "2026-01-01", { quantity: 40 }), ...many("studio-5", 1, 9))
      .when("2026-09-10")
      .leaves({ plan: 5, rollover: 30, "top-up": 40 });
  });
});

describe("lot by lot", () => {
  const lot = plain("plan");

  test("[X2] the youngest first, of one birth the larger, then the one that was granted last", () => {
    const [old, small, large, last] = [
      { ...lot, birth: 1, left: 99, number: 9 },
      { ...lot, birth: 2, left: 3, number: 8 },
      { ...lot, birth: 2, left: 4, number: 2 },
      { ...lot, birth: 2, left: 4, number: 3 },
    ];
    expect([old, small, large, last].toSorted(youngestFirst)).toEqual([last, large, small, old]);
    expect([last, large, small, old].toSorted(youngestFirst)).toEqual([last, large, small, old]);
  });

  test("[M13] what is carried over says whose payment's it was only where its number does not", () => {
    const over = { type: "granted", lot: 1, source: "rollover", credits: 4, birth: 5, end: null };
    expect(rollOver(lot, 4, 5)[1]).toStrictEqual(over);
    expect(rollOver({ ...lot, origin: 7 }, 4, 5)[1]).toStrictEqual({ ...over, origin: 7 });
  });

  test("[O5] [X5] of a lot that has nothing left to spend nothing is kept", () => {
    expect(keepAll([{ ...lot, left: 0, frozen: 9 }], 5)).toEqual([]);
  });

  test("[M9] what is held counts against what a smaller plan keeps", () => {
    expect(cutTo(omnia, [{ ...lot, left: 5, held: 4 }], 6)).toEqual([
      { type: "forfeited", lot: 1, source: "plan", credits: 3 },
    ]);
    expect(cutTo(omnia, [{ ...lot, left: 5, held: 4 }], 9)).toEqual([]);
  });
});

describe("what each payment gives of an allowance", () => {
  const upgraded = { ...term, upgrades: [60, 60].map((credits, k) => ({ origin: 5 + k, credits })) };

  test("[O8] where a version of the policy gives less than was added, the later upgrades give what is left of it", () => {
    const less: Policy = { ...omnia, plans: { creator: { allowance: 100, price: {} } } };
    const gives = (...shares: number[]) => shares.map((credits, k) => ({ origin: [1, 5, 6][k], credits }));
    expect(sharesAt(less, upgraded, 1)).toEqual(gives(0, 60, 40));
    expect(sharesAt(omnia, upgraded, 1)).toEqual(gives(380, 60, 60));
  });

  test("[X5] a paid time has its own payment, its upgrades', and no other", () => {
    expect([1, 5, 6, 7].map((payment) => givesTo(upgraded, payment))).toEqual([true, true, true, false]);
    expect(givesTo(term, 5)).toBe(false);
  });
});
