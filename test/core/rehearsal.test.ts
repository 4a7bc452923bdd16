import { type Account, type Entry, emptyAccount, grantAllowance, type Lot, type Movement } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { decidedIn, doneIn, isDecided } from "../../core/decided.ts";
import { KnownLots } from "../../core/known-lots.ts";
import { Rehearsal } from "../../core/rehearsal.ts";
import { adjusts, holds, releases, reverses } from "../support/booking-story.ts";
import { expired, granted, spent } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { bought, month, omnia, takes } from "../support/omnia-story.ts";
import { disputes, refunds } from "../support/reversal-story.ts";

const january = month("2026-01-01", "2026-02-01");
const february = month("2026-02-01", "2026-03-01");
const pack = bought("pack_1000", "2026-01-02");

const entriesOf = (...story: Happening[]) => play(omnia, story).entries;

interface Playing {
  /** The whole journal. */
  readonly of?: readonly Entry[];
  readonly base?: Account;
  readonly kept?: readonly Entry[];
}

/** Those entries of a journal played again, on an account as it was before them. */
function rehearse(entries: readonly Entry[], { of = entries, base = emptyAccount("ada"), kept = [] }: Playing = {}) {
  const known = new KnownLots(of);
  return new Rehearsal(omnia, base, kept, entries, (movement) => known.termsOf(movement));
}

/** The lots that are shown to who decides. */
function seenIn(rehearsal: Rehearsal): readonly Lot[] {
  let seen: readonly Lot[] = [];
  rehearsal.decide(9, ({ lots }) => {
    seen = lots;
    return undefined;
  });
  return seen;
}

const pays = (rehearsal: Rehearsal, seq: number, payment = january) =>
  rehearsal.decide(seq, (seen) => grantAllowance(omnia, seen, payment));

describe("what follows from facts and time, and what somebody did", () => {
  const [paid, took, ended] = [
    ...entriesOf(january, takes(100, "2026-01-05"), { type: "TimePasses", now: at("2026-02-10") }),
  ] as [Entry, Entry, Entry];

  test("[X2] a fact and what was due can be decided again, a request can't", () => {
    expect([paid, took, ended].map(isDecided)).toEqual([true, false, true]);
    expect([paid, took, ended].map(doneIn)).toEqual([[], took.movements, []]);
    expect([paid, took, ended].map(decidedIn)).toEqual([paid.movements, [], ended.movements]);
  });

  test("[X2] [X5] what a gift pays of a debt is not its giver's doing", () => {
    const story = [january, takes(400, "2026-01-05"), refunds(january, "2026-01-10"), adjusts(200, "2026-01-11")];
    const gift = entriesOf(...story).at(-1) as Entry;
    const [brought, paidOff] = gift.movements;
    expect(doneIn(gift)).toEqual([brought]);
    expect(decidedIn(gift)).toEqual([paidOff]);
  });
});

describe("a part of the journal played again", () => {
  test("[X2] what people took is gone from the lot before it is granted, and nobody is shown a lot that is short", () => {
    const [, took] = entriesOf(january, takes(100, "2026-01-05"));
    const rehearsal = rehearse([took as Entry]);
    expect(rehearsal.account.lots).toEqual([]);
    pays(rehearsal, 1);
    expect(rehearsal.account.lots).toMatchObject([{ number: 1, source: "plan", granted: 500, left: 400, held: 0 }]);
  });

  test("[X2] what was decided is not there before it is decided again", () => {
    const rehearsal = rehearse(entriesOf(january, takes(100, "2026-01-05")));
    expect(rehearsal.account).toMatchObject({ subscriptions: [], terms: [], lots: [] });
  });

  test("[X2] a lot that is there is short of nothing, and one of its number and another source is another", () => {
    const base = play(omnia, [january]).account;
    const [, took] = entriesOf(january, takes(100, "2026-01-05")) as [Entry, Entry];
    expect(seenIn(rehearse([took], { base }))).toMatchObject([{ source: "plan", left: 400 }]);
    const carried = took.movements.map((movement) => ({ ...movement, source: "rollover" as const }));
    expect(seenIn(rehearse([{ ...took, movements: carried }], { base }))).toMatchObject([
      { source: "plan", left: 500 },
      { source: "rollover", granted: 0, left: -100 },
    ]);
  });

  test("[X2] [X5] a lot of which all is frozen is there", () => {
    const base = play(omnia, [january, disputes(january, "2026-01-05")]).account;
    expect(rehearse([], { base }).account.lots).toMatchObject([{ left: 0, frozen: 500 }]);
  });

  test("[X2] [X9] what they hold is held of it", () => {
    const entries = entriesOf(january, holds(100, "2026-01-05", "2026-03-01"));
    const rehearsal = rehearse(entries.slice(1), { of: entries });
    expect(rehearsal.account.lots).toMatchObject([{ left: -100, held: 100 }]);
    pays(rehearsal, 1);
    expect(rehearsal.account.lots).toMatchObject([{ granted: 500, left: 400, held: 100, frozen: 0 }]);
  });

  test("a lot that the journal does not know is a defect", () => {
    const [, hold] = entriesOf(january, holds(100, "2026-01-05", "2026-03-01"));
    expect(() => rehearse([hold as Entry])).toThrow(new RangeError("lot 1 (plan) was never granted"));
  });

  test("[X2] a smaller lot than what was taken of it is empty", () => {
    const [, took] = entriesOf(january, takes(400, "2026-01-05"));
    const rehearsal = rehearse([took as Entry]);
    pays(rehearsal, 1, { ...january, plan: "free" });
    expect(rehearsal.account.lots).toEqual([]);
    expect(seenIn(rehearsal)).toMatchObject([{ granted: 50, left: 0 }]);
    expect(rehearsal.decided).toHaveLength(1);
  });

  test("[X2] an entry has the number that it has in the journal, whatever time has done before", () => {
    const rehearsal = rehearse([]);
    pays(rehearsal, 1);
    rehearsal.until(at("2026-02-10"));
    pays(rehearsal, 2, { ...february, paidAt: at("2026-02-20") });
    expect(rehearsal.decided).toMatchObject([
      { seq: 1, reason: "first allowance" },
      { seq: 2, type: "expired", movements: [expired(500)] },
      { seq: 2, type: "granted", movements: [granted(500, { lot: 2 })] },
    ]);
    expect(rehearsal.entryOf(2)).toBe(rehearsal.decided[2]);
    expect(rehearsal.entryOf(3)).toBeUndefined();
  });

  test("[X2] [X5] who decides sees the journal as it would be: what was kept, what people did, what was decided since", () => {
    const kept = entriesOf(pack);
    const [, , took] = entriesOf(pack, january, takes(100, "2026-01-05"));
    const rehearsal = rehearse([took as Entry], { base: play(omnia, [pack]).account, kept });
    pays(rehearsal, 2);
    let journal: readonly Entry[] = [];
    rehearsal.decide(4, (_, seen) => {
      journal = seen;
      return undefined;
    });
    expect(journal.map(({ type, movements }) => [type, movements.length])).toEqual([
      ["purchased", 1],
      ["spent", 1],
      ["granted", 1],
    ]);
  });

  test("[X2] [X5] what a gift brings pays what is owed in this playing, and no more", () => {
    const story = [january, takes(400, "2026-01-05"), refunds(january, "2026-01-10")];
    const gift = entriesOf(...story, adjusts(500, "2026-01-11")).at(-1) as Entry;
    const owing = (debt: number) => rehearse([gift], { base: { ...play(omnia, story).account, debt } });
    expect(owing(0).decided).toEqual([]);
    expect(owing(0).account.lots).toMatchObject([{ source: "adjustment", left: 500 }]);
    const rehearsal = owing(30);
    expect(rehearsal.decided).toMatchObject([{ movements: [spent(30, "adjustment")], debt: 0 }]);
    expect(rehearsal.account).toMatchObject({ debt: 0, lots: [{ source: "adjustment", left: 470 }] });
    expect(owing(600).account).toMatchObject({ debt: 100, lots: [] });
  });

  test("[X2] a lot that was short of just what comes back is there for what the same entry takes of it", () => {
    const lot: Lot = { number: 1, source: "plan", birth: 0, end: null, granted: 500, left: -100, held: 0, frozen: 0 };
    const other: Lot = { ...lot, source: "top-up", left: 7 };
    const another: Lot = { ...lot, number: 9, left: 3 };
    const there = [other, another];
    const base = { ...emptyAccount("ada"), lots: [...there, lot] };
    const rehearsal = rehearse([], { base });
    const [paid] = entriesOf(january) as [Entry];
    const terms = { lot: 1, source: "plan", birth: 0, end: null } as const;
    const movements: Movement[] = [
      { type: "restored", ...terms, granted: 500, credits: 100 },
      { type: "forfeited", lot: 1, source: "plan", credits: 40 },
    ];
    rehearsal.decide(2, () => ({ ...paid, movements }));
    expect(rehearsal.account.lots).toEqual(there);
    rehearsal.decide(3, () => ({ ...paid, movements: [{ type: "granted", ...terms, credits: 50 }] }));
    expect(rehearsal.account.lots).toMatchObject([...there, { granted: 550, left: 10 }]);
    const anew = rehearse([], { base });
    anew.decide(2, () => ({
      ...paid,
      movements: [movements[0] as Movement, { type: "granted", ...terms, credits: 50 }],
    }));
    expect(seenIn(anew)).toMatchObject([...there, { granted: 50, left: 50 }]);
    anew.decide(3, () => ({ ...paid, movements: [{ type: "spent", ...terms, granted: 50, credits: 5 }] }));
    expect(seenIn(anew)).toMatchObject([...there, { granted: 50, left: 45 }]);
  });

  test("[X2] [X6] a re-credit that had joined a cycle joins it again, whenever that begins", () => {
    const paid = month("2026-01-01", "2026-02-01", { paidAt: "2026-01-01T01:00Z" });
    const story = [paid, takes(500, "2026-01-05", "work"), february, reverses("work", "2026-02-10")];
    const entries = entriesOf(...story);
    const back = entries.at(-1) as Entry;
    expect(back.term).toBeDefined();
    const rehearsal = rehearse([entries[1], back] as Entry[]);
    pays(rehearsal, 1, paid);
    pays(rehearsal, 3, february);
    expect(rehearsal.account.terms[0]?.lots).toEqual(play(omnia, story).account.terms[0]?.lots);
    pays(rehearsal, 5, month("2026-03-01", "2026-04-01"));
    expect(rehearsal.account.terms[0]?.lots).toEqual([5]);
    const alone = rehearse([back]);
    pays(alone, 1, { ...february, item: "another" });
    expect(alone.account.terms[0]?.lots).toEqual([1]);
  });

  test("[X2] [X9] a hold that its holder has let go of is let go of", () => {
    const entries = entriesOf(january, holds(100, "2026-01-05", "2026-03-01"), releases("2026-01-06"));
    const rehearsal = rehearse(entries.slice(1), { of: entries });
    pays(rehearsal, 1);
    expect(rehearsal.account).toMatchObject({ holds: [], lots: [{ left: 500, held: 0 }] });
  });
});
