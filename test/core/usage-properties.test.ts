import { type Command, type Entry, type Movement, openBookings, settle } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { THE_END, theEnd } from "../support/histories.ts";
import { commandIn, emptyJournal, type Happening, happen, type Journal, play } from "../support/journal.ts";
import { A_LONG_LOOK, forAll } from "../support/properties.ts";
import { anyUsage, mixed } from "../support/usage-histories.ts";

/** Net of what was undone: facts that are told late undo what time did for not knowing them. */
type Totals = Record<Movement["type"], number>;
const NOTHING: Totals = {
  granted: 0,
  spent: 0,
  restored: 0,
  held: 0,
  captured: 0,
  released: 0,
  expired: 0,
  "rolled-over": 0,
  forfeited: 0,
  withdrawn: 0,
  "clawed-back": 0,
  frozen: 0,
  thawed: 0,
};

/** What happened to each lot in all, from the entries alone; `look` sees it after each movement. */
function totalsByLot(
  entries: readonly Entry[],
  look: (totals: Totals, movement: Movement, entry: Entry) => void = () => {},
): Map<string, Totals> {
  const lots = new Map<string, Totals>();
  for (const entry of entries) {
    for (const movement of entry.movements) {
      const name = `${movement.lot}/${movement.source}`;
      const before = lots.get(name) ?? NOTHING;
      const undone = movement.type === "restored" ? movement.undoes : undefined;
      const totals = undone
        ? { ...before, [undone]: before[undone] - movement.credits }
        : { ...before, [movement.type]: before[movement.type] + movement.credits };
      lots.set(name, totals);
      look(totals, movement, entry);
    }
  }
  return lots;
}

const paid = (of: Totals) => of.spent + of.captured - of.restored;
const held = (of: Totals) => of.held - of.captured - of.released;
/** I2, as a lot that is only read about: what was granted and is nowhere else is left. */
const left = (of: Totals) =>
  of.granted - of.withdrawn - paid(of) - held(of) - of.expired - of.forfeited - of["rolled-over"];

/** The commands of a life that were carried out. */
const accepted = (life: readonly Happening[]): Command[] => {
  const done: Command[] = [];
  life.reduce((journal, happening) => {
    const { decision, journal: after } = happen(journal, happening);
    const command = commandIn(journal, happening);
    if (command && decision?.decision === "accepted") done.push(command);
    return after;
  }, emptyJournal(mixed));
  return done;
};

describe("lot by lot nothing is minted and nothing is lost", A_LONG_LOOK, () => {
  test("[X9] [X6] granted = left + held + spent − restored + rolled over + expired", () => {
    forAll(anyUsage, (life) => {
      const { account, entries } = play(mixed, life);
      const lots = [...totalsByLot(entries)].map(([name, totals]) => [name, [left(totals), held(totals)]] as const);
      const stored = account.lots.map((lot) => [`${lot.number}/${lot.source}`, [lot.left, lot.held]] as const);
      const isStored = ([, [isLeft, isHeld]]: (typeof lots)[number]) => isLeft !== 0 || isHeld !== 0;
      expect(Object.fromEntries(lots.filter(isStored))).toEqual(Object.fromEntries(stored));
    });
  });

  test("[M1] no part of it is ever below zero, and every movement moves something", () => {
    forAll(anyUsage, (life) => {
      totalsByLot(play(mixed, life).entries, (totals, { credits }) => {
        expect(credits).toBeGreaterThan(0);
        expect(Math.min(left(totals), held(totals), paid(totals))).toBeGreaterThanOrEqual(0);
      });
    });
  });

  test("[X6] [X9] nothing is spent or held of a lot that has ended, and nothing stays left in one", () => {
    forAll(anyUsage, (life) => {
      const ends = new Map<string, number | null>();
      const { account, entries } = play(mixed, life);
      for (const { at, movements, corrected } of entries) {
        for (const movement of movements) {
          const name = `${movement.lot}/${movement.source}`;
          if (movement.type === "granted") ends.set(name, movement.end);
          else if (movement.type === "spent" || movement.type === "held")
            expect(ends.get(name) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(at);
        }
        // What came back to a cycle ends with another one where a payment is told late that makes that one the current cycle.
        for (const { lot, source, end } of corrected?.lotTerms ?? []) ends.set(`${lot}/${source}`, end);
      }
      for (const lot of settle(mixed, account, account.at).account.lots)
        if (lot.left > 0) expect(lot.end ?? Number.POSITIVE_INFINITY).toBeGreaterThan(account.at);
    });
  });

  test("[X9] a payment comes back at most once, and at most what it was", () => {
    forAll(anyUsage, (life) => {
      const { entries } = play(mixed, life);
      const total = ({ movements }: Entry, ...types: Movement["type"][]) =>
        movements.reduce((sum, { type, credits }) => (types.includes(type) ? sum + credits : sum), 0);
      for (const entry of entries.filter(({ key }) => key.kind === "undo")) {
        const spend = entries[Number(entry.ref["spend"]) - 1] as Entry;
        expect(total(entry, "restored")).toBeLessThanOrEqual(total(spend, "spent", "captured"));
      }
      expect(new Set(entries.map(({ key }) => `${key.kind}/${key.id}`)).size).toBe(entries.length);
    });
  });
});

describe("bookings and holds", A_LONG_LOOK, () => {
  test("[M5] never more are ahead than the policy allows", () => {
    forAll(anyUsage, (life) => {
      life.reduce((journal, happening) => {
        const after = happen(journal, happening).journal;
        expect(openBookings(after.account, after.account.at).length).toBeLessThanOrEqual(3);
        return after;
      }, emptyJournal(mixed));
    });
  });

  test("[X9] when everything is over nothing is held, and each hold has ended once", () => {
    forAll(anyUsage, (life) => {
      const { account, entries } = play(mixed, [...life, theEnd]);
      expect(account).toMatchObject({ holds: [] });
      expect(account.lots.every((lot) => lot.held === 0)).toBe(true);
      const placed = entries.filter(({ type }) => type === "held").map(({ seq }) => seq);
      const ended = entries.flatMap(({ hold }) => (hold && "ended" in hold ? [hold.ended] : []));
      expect(ended.toSorted((a, b) => a - b)).toEqual(placed);
    });
  });
});

test("[X2] [X9] what was done, asked again when everything is over, changes nothing", A_LONG_LOOK, () => {
  forAll(anyUsage, (life) => {
    const over = play(mixed, [...life, theEnd]);
    const ask = (journal: Journal, asked: Command) => happen(journal, { ...asked, now: THE_END }).journal;
    expect(accepted(life).reduce(ask, over)).toEqual(over);
  });
});
