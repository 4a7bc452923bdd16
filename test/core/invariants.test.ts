import { type Entry, emptyAccount, evolveChecked, InvariantBroken, MAX_CREDITS } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { play } from "../support/journal.ts";
import { bought, month, omnia, takes } from "../support/omnia-story.ts";

type Movement = Entry["movements"][number];

/** Of whom it complains. */
const SUBJECT = /^(?:entry \d|lot \d \(|the account )/;

/** A pack and a month, and a spend that both pay. */
function story() {
  const { account, entries } = play(omnia, [
    bought("pack_1000", "2026-01-10"),
    month("2026-02-01", "2026-03-01"),
    takes(600, "2026-02-10"),
  ]);
  const [purchase, granting, spending] = entries as readonly [Entry, Entry, Entry];
  const [fromPlan, fromPack] = spending.movements as [Movement, Movement];
  const grant = granting.movements[0] as Movement;
  const before = evolveChecked(emptyAccount("ada"), [purchase, granting]);
  return { account, entries, before, purchase, spending, fromPlan, fromPack, grant };
}

describe("what the rules can't have made is refused before it is written", () => {
  test("what they did make is not", () => {
    const { account, before, spending } = story();
    expect(evolveChecked(before, [spending])).toEqual(account);
    expect(evolveChecked(before, [])).toBe(before);
  });

  test.each<[string, (of: ReturnType<typeof story>) => Partial<Entry>, string]>([
    ["a number that was used", () => ({ seq: 2 }), "is not the next entry"],
    ["a number left out", () => ({ seq: 4 }), "is not the next entry"],
    [
      "an instant before the journal's last",
      ({ before }) => ({ at: before.at - 1, occurredAt: 0 }),
      "goes back in time",
    ],
    ["written before it happened", ({ spending }) => ({ occurredAt: spending.at + 1 }), "goes back in time"],
    ["half a credit", ({ fromPlan }) => ({ movements: [{ ...fromPlan, credits: 0.5 }] }), "moves what are no credits"],
    ["fewer than none", ({ fromPlan }) => ({ movements: [{ ...fromPlan, credits: -1 }] }), "moves what are no credits"],
    [
      "more than there can be",
      ({ grant }) => ({ movements: [{ ...grant, lot: 3, credits: MAX_CREDITS + 1 }] }),
      "moves what are no credits",
    ],
    [
      "not a number",
      ({ fromPlan }) => ({ movements: [{ ...fromPlan, credits: Number.NaN }] }),
      "moves what are no credits",
    ],
    ["a balance that it does not leave", () => ({ balance: 899 }), "carries another balance than it leaves"],
    ["sources that are not the balance", () => ({ bySource: { "top-up": 899 } }), "has sources that do not add up"],
    [
      "more than the lot has",
      ({ fromPack }) => ({ movements: [{ ...fromPack, credits: 1_001 }], balance: 499, bySource: { plan: 499 } }),
      "holds what are no credits",
    ],
    [
      "a grant that nothing paid for",
      ({ grant }) => ({
        movements: [{ ...grant, lot: 3 }],
        balance: 2_000,
        bySource: { plan: 1_000, "top-up": 1_000 },
      }),
      "grants what did not leave another lot",
    ],
    [
      "a re-credit that nobody gave",
      ({ fromPlan }) => ({ movements: [{ ...fromPlan, type: "restored", credits: 1 } as Movement] }),
      "restores what nobody gave back",
    ],
    [
      "a lot of nothing",
      ({ grant }) => ({ movements: [{ ...grant, lot: 3, credits: 0 }], balance: 1_500, bySource: { plan: 1_500 } }),
      "holds nothing",
    ],
  ])("[X10] an entry with %s", (_, defect, complaint) => {
    const of = story();
    const append = () => evolveChecked(of.before, [{ ...of.spending, ...defect(of) }]);
    expect(append).toThrow(InvariantBroken);
    expect(append).toThrow(complaint);
    expect(append).toThrow(SUBJECT);
  });

  const more = ({ grant }: ReturnType<typeof story>) => ({
    movements: [{ ...grant, lot: 3, credits: 5 } as Movement],
    balance: 1_505,
    bySource: { plan: 505, "top-up": 1_000 },
  });

  // A membership's end may bring the free plan's.
  const BRINGING: Entry["type"][] = ["granted", "purchased", "adjusted", "forfeited"];
  test.each(BRINGING)("an entry of what is %s may bring credits", (type) => {
    const of = story();
    expect(evolveChecked(of.before, [{ ...of.spending, type, ...more(of) }]).lots).toHaveLength(3);
  });

  test.each<Entry["type"]>([
    "spent",
    "held",
    "captured",
    "released",
    "re-credited",
    "expired",
    "noted",
    "clawed-back",
    "frozen",
  ])("an entry of what is %s brings none, but for those that left another lot", (type) => {
    const of = story();
    const append = (entry: Partial<Entry>) => evolveChecked(of.before, [{ ...of.spending, type, ...entry }]);
    expect(() => append(more(of))).toThrow(new InvariantBroken("entry 3 grants what did not leave another lot"));
    const { lot, source } = of.grant;
    const left: Movement = { type: "rolled-over", lot, source, credits: 5 };
    const moved = [left, { ...more(of).movements[0], lot: 1, source: "rollover" } as Movement];
    const bySource = { plan: 495, rollover: 5, "top-up": 1_000 };
    expect(append({ movements: moved, balance: 1_500, bySource }).lots).toHaveLength(3);
    expect(() => append({ movements: [left], balance: 1_495, bySource: { plan: 495, "top-up": 1_000 } })).toThrow(
      "grants what did not leave another lot",
    );
  });

  test("what is granted may be more than what left another lot, and never less", () => {
    const of = story();
    const left: Movement = { type: "rolled-over", lot: of.grant.lot, source: "plan", credits: 5 };
    const append = (credits: number) => {
      const movements = [left, { ...of.grant, lot: 3, credits } as Movement];
      const plan = 495 + credits;
      return evolveChecked(of.before, [
        { ...of.spending, type: "granted", movements, balance: 1_000 + plan, bySource: { plan, "top-up": 1_000 } },
      ]);
    };
    expect(() => append(5)).not.toThrow();
    expect(() => append(4)).toThrow("grants what did not leave another lot");
  });

  test("[X2] a correction may bring credits, and bring some back; so may a re-credit bring back, and nothing else", () => {
    const of = story();
    const back = { ...of.fromPlan, type: "restored", credits: 5 } as Movement;
    const paid = { ...of.fromPlan, credits: 5 } as Movement;
    const entry = { ...of.spending, movements: [paid, back], balance: 1_500, bySource: { plan: 500, "top-up": 1_000 } };
    const append = (change: Partial<Entry>) => () => evolveChecked(of.before, [{ ...entry, ...change }]);
    expect(append({})).toThrow("entry 3 restores what nobody gave back");
    expect(append({ type: "adjusted" })).toThrow("restores what nobody gave back");
    const { terms, subscriptions, suspended, isPersonal, freeTimes, turns, isReopened } = of.before;
    const corrected = { terms, subscriptions, suspended, isPersonal, freeTimes, turns, isReopened };
    expect(append({ type: "noted", corrected })).not.toThrow();
    expect(append({ type: "noted", corrected, ...more(of) })).not.toThrow();
    expect(append({ type: "re-credited", debt: 0 })).toThrow("owes more or less than it says why");
  });

  describe("[X5] what is owed", () => {
    const owing = () => {
      const { before, ...of } = story();
      return { ...of, before: { ...before, debt: 20 } };
    };
    const nothing = { movements: [], balance: 1_500, bySource: { plan: 500, "top-up": 1_000 } };
    const append = (change: Partial<Entry>) => () => {
      const { before, spending } = owing();
      return evolveChecked(before, [{ ...spending, ...nothing, ...change }]);
    };

    test.each<Entry["type"]>(["clawed-back", "noted"])("grows with what is %s, and does not shrink by it", (type) => {
      expect(append({ type, debt: 21 })().debt).toBe(21);
      expect(append({ type })().debt).toBe(20);
      expect(append({ type, debt: 19 })).toThrow(new InvariantBroken("entry 3 owes more or less than it says why"));
    });

    test.each<Entry["type"]>(["expired", "granted", "purchased", "held", "released", "re-credited", "frozen"])(
      "stays as it is where something is %s",
      (type) => {
        expect(append({ type, debt: 20 })().debt).toBe(20);
        expect(append({ type, debt: 21 })).toThrow("owes more or less than it says why");
        expect(append({ type, debt: 19 })).toThrow("owes more or less than it says why");
      },
    );

    test("shrinks by what an entry pays of it, to the credit", () => {
      const { fromPlan } = owing();
      const pays = { movements: [{ ...fromPlan, credits: 5 } as Movement], balance: 1_495 };
      const entry = { type: "released", ...pays, bySource: { plan: 495, "top-up": 1_000 } } as const;
      expect(append({ ...entry, debt: 15 })().debt).toBe(15);
      expect(append({ ...entry, debt: 16 })).toThrow("owes more or less than it says why");
      expect(append({ ...entry, debt: 14 })).toThrow("owes more or less than it says why");
    });

    test("is not what an operator takes, who may also give it, nor what is spent", () => {
      const { fromPlan } = owing();
      const pays = { movements: [{ ...fromPlan, credits: 5 } as Movement], balance: 1_495 };
      expect(append({ type: "adjusted", ...pays, bySource: { plan: 495, "top-up": 1_000 } })().debt).toBe(20);
      expect(append({ type: "spent", ...pays, bySource: { plan: 495, "top-up": 1_000 } })().debt).toBe(20);
    });

    test.each([-1, 0.5, Number.NaN, MAX_CREDITS + 1])("is never %d", (debt) => {
      expect(append({ type: "clawed-back", debt })).toThrow(new InvariantBroken("entry 3 owes what are no credits"));
    });
  });

  test("an entry of a lot that is not there", () => {
    const { spending } = story();
    expect(() => evolveChecked(emptyAccount("ada"), [{ ...spending, seq: 1 }])).toThrow(RangeError);
  });

  test("entries are checked one by one, each on the account that the one before it left", () => {
    const { account, entries, purchase } = story();
    expect(evolveChecked(emptyAccount("ada"), entries)).toEqual(account);
    expect(() => evolveChecked(emptyAccount("ada"), entries.toReversed())).toThrow();
    expect(() => evolveChecked(emptyAccount("ada"), [purchase, purchase])).toThrow("is not the next entry");
  });

  test("it is called by its name, and says of what it complains", () => {
    const { before, spending } = story();
    const complaint = { name: "InvariantBroken", message: "entry 9 is not the next entry" };
    expect(() => evolveChecked(before, [{ ...spending, seq: 9 }])).toThrow(expect.objectContaining(complaint));
  });

  test("the same instant twice is no way back", () => {
    const { before, spending } = story();
    expect(evolveChecked(before, [{ ...spending, at: before.at, occurredAt: before.at }]).at).toBe(before.at);
  });
});
