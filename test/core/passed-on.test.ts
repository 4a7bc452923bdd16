import { type Entry, everyone, type Policy, rollOver } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { isPassedOn } from "../../core/lineage.ts";
import { holds } from "../support/booking-story.ts";
import { clawedBack, given, givenPolicy, restored, spent } from "../support/given.ts";
import { play } from "../support/journal.ts";
import { lateLife } from "../support/late-lives.ts";
import { bought, month, omnia, takes } from "../support/omnia-story.ts";
import { forAll } from "../support/properties.ts";
import { refunds } from "../support/reversal-story.ts";

// What leaves a lot to live on in another is granted there. Whatever is told late, one never stands without the other.

const [february, march, april] = [
  month("2026-02-01", "2026-03-01"),
  month("2026-03-01", "2026-04-01"),
  month("2026-04-01", "2026-05-01"),
];

describe("credits of a hold that came back too late for their own lot, and a refund that is told late", () => {
  const history = [
    february,
    holds(190, "2026-02-14", "2026-02-15", "another"),
    takes(410, "2026-02-20"),
    holds(90, "2026-02-28", "2026-03-02"),
    march,
    takes(60, "2026-03-09"),
    april,
  ] as const;
  const late = refunds(february, "2026-02-07", { amount: 6, paid: 990, toldAt: "2026-04-11" });

  test("[X5] [X6] they stay where they went, and what is owed is the refund's share and no more", () => {
    given(...history)
      .when(late)
      .emits({ movements: [restored(3), spent(3)].map((moved) => ({ ...moved, lot: 6 })), ref: { charged: { 1: 3 } } });
  });

  test("[X5] [X6] [X2] nothing is granted that was not paid for", () => {
    const { entries } = play(omnia, [...history, late]);
    expect(grantedIn(entries)).toBe(1_500);
  });
});

describe("credits that were carried over and spent", () => {
  const policy: Policy = { ...omnia, leftovers: rollOver({ upTo: 700 }) };

  test("[X5] [M8] a refund that is told late can't take them back where they came from: they are owed", () => {
    givenPolicy(policy, february, march, takes(557, "2026-03-05"))
      .when(refunds(february, "2026-02-07", { amount: 900, paid: 990, toldAt: "2026-03-06" }))
      .emits({
        movements: [restored(443), clawedBack(443), { type: "withdrawn", credits: 443, source: "rollover" }],
        debt: 11,
      });
  });

  test("[M8] [X2] were carried over, also where a purchase that is told late leaves no room for them", () => {
    const cut: Policy = { ...policy, rollover: { counting: "account", for: everyone } };
    const { entries } = play(cut, [
      february,
      march,
      takes(501, "2026-03-05"),
      bought("pack_1000", "2026-02-20", { toldAt: "2026-03-06" }),
    ]);
    expect(grantedIn(entries)).toBe(2_000);
  });
});

test("[X6] [X2] [X5] what goes on into other lots is what comes into them, whatever is told late", () => {
  forAll(lateLife, ([policy, life]) => {
    const { left, came } = passedOn(play(policy, life).entries);
    expect(came).toBe(left);
  });
});

/** In all, net of what was undone and of what only went on into another lot. */
function grantedIn(entries: readonly Entry[]): number {
  const { left } = passedOn(entries);
  const movements = entries.flatMap((entry) => entry.movements);
  const of = (type: string) => movements.reduce((sum, one) => (one.type === type ? sum + one.credits : sum), 0);
  return of("granted") - of("withdrawn") - left;
}

/** What left lots to live on in others, and what was granted to those, net of what was undone. */
function passedOn(entries: readonly Entry[]): { readonly left: number; readonly came: number } {
  const heirs = new Set<string>();
  let [left, came] = [0, 0];
  for (const movement of entries.flatMap(({ movements }) => movements)) {
    const { type, credits, lot, source } = movement;
    if (type === "granted" && isPassedOn(movement)) heirs.add(`${lot}/${source}`);
    if (type === "rolled-over") left += credits;
    if (type === "restored" && movement.undoes === "rolled-over") left -= credits;
    if (type === "granted" && heirs.has(`${lot}/${source}`)) came += credits;
    if (type === "withdrawn" && heirs.has(`${lot}/${source}`)) came -= credits;
  }
  return { left, came };
}
