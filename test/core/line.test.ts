import { type Entry, keep, type Payment, type Policy } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { lineOf, linesOf } from "../../core/line.ts";
import { captures, holds, reverses } from "../support/booking-story.ts";
import { at } from "../support/instants.ts";
import { type Happening, passes, play } from "../support/journal.ts";
import { addOn, bought, calls, month, omnia, stands, takes, uses, year } from "../support/omnia-story.ts";
import { changesPlan, disputes, refunds } from "../support/reversal-story.ts";

const january = month("2026-01-01", "2026-02-01");
const wholeYear = year("2026-01-01", "2027-01-01");
const pack = bought("pack_1000", "2026-01-02", { session: "cs_1" });

/** What has become of what a payment gave, after all of that. */
function lines(payment: Payment, story: readonly Happening[], policy: Policy = omnia) {
  const { account, entries } = play(policy, story);
  return linesOf(entries, payment).map((entry) => {
    const { lots, ...line } = lineOf(policy, account, entry, entries);
    return { ...line, lots: lots.map(({ number, source }) => `${number} ${source}`) };
  });
}
const ofJanuary = (...story: Happening[]) => lines({ invoice: january.invoice }, [january, ...story])[0];
const ofYear = (...story: Happening[]) => lines({ invoice: wholeYear.invoice }, [wholeYear, ...story])[0];

describe("what has become of a month's credits", () => {
  const fresh = { origin: 1, full: 500, lots: ["1 plan"], toCome: 0, spent: 0, charged: 0, givenBack: 0 };

  test("[X5] fresh from the payment all of them are there", () => {
    expect(ofJanuary()).toEqual(fresh);
  });

  test("[X5] some are spent, and not those that came back", () => {
    expect(ofJanuary(takes(100, "2026-01-05"))).toEqual({ ...fresh, spent: 100 });
    const back = [takes(100, "2026-01-05"), uses("image", "2026-01-06", { request: "image" })];
    expect(ofJanuary(...back, reverses("image", "2026-01-07"))).toEqual({ ...fresh, spent: 100 });
  });

  test("[X5] [X9] what is held counts as spent, captured or not", () => {
    const hold = holds(100, "2026-01-05", "2026-01-20");
    expect(ofJanuary(hold)).toEqual({ ...fresh, spent: 100 });
    expect(ofJanuary(hold, captures(60, "2026-01-06"))).toEqual({ ...fresh, spent: 60 });
  });

  test("[X5] what is frozen is still there", () => {
    expect(ofJanuary(takes(100, "2026-01-05"), disputes(january, "2026-01-06"))).toEqual({ ...fresh, spent: 100 });
  });

  test("[X5] what has expired or was taken back has been given back, and what was owed is charged", () => {
    expect(ofJanuary(takes(100, "2026-01-05"), passes("2026-02-10"))).toEqual({
      ...fresh,
      lots: [],
      spent: 100,
      givenBack: 400,
    });
    expect(ofJanuary(takes(400, "2026-01-05"), refunds(january, "2026-01-10", { amount: 4_95 }))).toEqual({
      ...fresh,
      lots: [],
      spent: 400,
      charged: 150,
      givenBack: 100,
    });
  });

  test("[X5] another payment's are not in it", () => {
    const other = month("2026-01-05", "2026-02-05", { subscription: "sub_2" });
    expect(ofJanuary(other, takes(600, "2026-01-06"), pack)).toEqual({ ...fresh, lots: [], spent: 500 });
  });

  test("[X5] one that is still to be granted may be short: it is none that anything could be taken of", () => {
    const { account, entries } = play(omnia, [january]);
    const [lot] = account.lots.map((there) => ({ ...there, left: -5 }));
    const short = { ...account, lots: lot ? [lot] : [] };
    expect(lineOf(omnia, short, entries[0] as Entry, entries)).toMatchObject({ lots: [], givenBack: 505 });
    const empty = { ...account, lots: lot ? [{ ...lot, left: 0, held: 7 }] : [] };
    expect(lineOf(omnia, empty, entries[0] as Entry, entries).lots).toHaveLength(1);
  });
});

describe("what has become of a year's credits", () => {
  test("[X5] the allowances still to come are of it, also when some are refunded", () => {
    expect(ofYear()).toMatchObject({ full: 6_000, toCome: 5_500, givenBack: 0 });
    expect(ofYear(takes(100, "2026-01-05"), passes("2026-03-05"))).toMatchObject({
      full: 6_000,
      toCome: 4_500,
      spent: 100,
      givenBack: 900,
    });
    expect(ofYear(refunds(wholeYear, "2026-01-10", { amount: 99 }))).toMatchObject({ toCome: 4_900, givenBack: 600 });
    expect(ofYear(passes("2026-12-05"))).toMatchObject({ full: 6_000, toCome: 0, givenBack: 5_500 });
  });

  test("[X5] none come once the subscription has ended", () => {
    expect(ofYear(stands("2026-03-10", { endedAt: "2026-03-10" }))).toMatchObject({
      full: 6_000,
      toCome: 0,
      lots: [],
      givenBack: 6_000,
    });
  });

  test("[O8] [X5] a larger plan's rest is its own: what it gave at once, and its part of each allowance to come", () => {
    const policy: Policy = { ...omnia, planChange: { up: "difference", down: "atCycleEnd" } };
    const upgrade = changesPlan(wholeYear, "pro", "2026-03-10");
    const story = [wholeYear, passes("2026-03-05"), upgrade];
    expect(lines({ invoice: upgrade.invoice }, story, policy)).toMatchObject([
      { full: 1_500 * 10, toCome: 1_500 * 9, lots: ["4 plan"], givenBack: 0 },
    ]);
    expect(lines({ invoice: wholeYear.invoice }, story, policy)).toMatchObject([{ full: 6_000, toCome: 4_500 }]);
    const later = [...story, passes("2026-05-05"), takes(2_000, "2026-05-06")];
    expect(lines({ invoice: upgrade.invoice }, later, policy)).toMatchObject([
      { full: 15_000, toCome: 1_500 * 7, spent: 1_500, givenBack: 3_000 },
    ]);
  });

  test("[O8] [X5] of two larger plans in one year each stands for its own part", () => {
    const policy: Policy = { ...omnia, planChange: { up: "difference", down: "atCycleEnd" } };
    const pro = changesPlan(wholeYear, "pro", "2026-03-10");
    const team = changesPlan({ ...wholeYear, plan: "pro" }, "team", "2026-03-20");
    const story = [wholeYear, passes("2026-03-05"), pro, team];
    expect(lines({ invoice: pro.invoice }, story, policy)).toMatchObject([{ full: 1_500 * 10, toCome: 1_500 * 9 }]);
    expect(lines({ invoice: team.invoice }, story, policy)).toMatchObject([{ full: 4_000 * 10, toCome: 4_000 * 9 }]);
  });

  test("[O8] [X2] told late, it stands for as much", () => {
    const policy: Policy = { ...omnia, planChange: { up: "difference", down: "atCycleEnd" } };
    const upgrade = changesPlan(wholeYear, "pro", "2026-03-10", { toldAt: "2026-03-20" });
    const story = [wholeYear, takes(10, "2026-03-15"), stands("2026-03-16"), upgrade];
    expect(lines({ invoice: upgrade.invoice }, story, policy)).toMatchObject([{ full: 15_000, toCome: 13_500 }]);
  });

  test("[O8] a month that is made a year stands for the year's other allowances", () => {
    const toYear = {
      ...changesPlan(january, "creator", "2026-01-10"),
      interval: "year" as const,
      until: wholeYear.until,
      price: "price_creator_year",
    };
    expect(lines({ invoice: toYear.invoice }, [january, toYear])).toMatchObject([{ full: 5_500, toCome: 5_500 }]);
    expect(ofJanuary(toYear)).toMatchObject({ full: 500, toCome: 0 });
  });
});

describe("what has become of anything else", () => {
  test("[X5] a pack stands for what it gave, wherever the rest of the account's is", () => {
    expect(lines({ session: "cs_1" }, [january, pack, takes(600, "2026-01-05")])).toMatchObject([
      { origin: 2, full: 1_000, lots: ["2 top-up"], toCome: 0, spent: 100, givenBack: 0 },
    ]);
    expect(lines({ session: "cs_2" }, [january, pack])).toEqual([]);
  });

  test("[M2] [X5] an add-on on the plan's invoice is a line of its own", () => {
    const policy: Policy = {
      ...omnia,
      addOns: { more: { credits: 70, price: { month: 3_00 }, lasts: { lifetime: "forever" } } },
    };
    const both = [january, addOn("more", "2026-01-01", "2026-02-01")];
    expect(lines({ invoice: january.invoice }, both, policy)).toMatchObject([
      { full: 500, lots: ["1 plan"] },
      { full: 70, lots: ["2 add-on"] },
    ]);
  });

  test("[X8] a trial's month stands for what the trial gave", () => {
    const trial = month("2026-01-01", "2026-02-01", { amount: 0 });
    expect(lines({ invoice: trial.invoice }, [trial], { ...omnia, trial: { credits: 30 } })).toMatchObject([
      { full: 30, givenBack: 0 },
    ]);
    expect(lines({ invoice: trial.invoice }, [trial])).toMatchObject([{ full: 0, lots: [] }]);
    const policy: Policy = { ...omnia, trial: { credits: 30 }, leftovers: keep };
    const next = month("2026-02-01", "2026-03-01", { amount: 0 });
    expect(lines({ invoice: trial.invoice }, [calls("2025-12-20"), trial], policy)).toMatchObject([{ full: 30 }]);
    expect(lines({ invoice: next.invoice }, [january, next], policy)).toMatchObject([{ full: 30, lots: ["2 plan"] }]);
  });

  test("[X5] what paid a debt at once was given all the same", () => {
    const owing = [january, takes(400, "2026-01-05"), refunds(january, "2026-01-06", { amount: 4_95 })];
    const late = bought("pack_1000", "2026-01-07", { session: "cs_7" });
    expect(lines({ session: "cs_7" }, [...owing, late])).toMatchObject([{ full: 1_000, spent: 150, givenBack: 0 }]);
    const policy: Policy = { ...omnia, planChange: { up: "difference", down: "atCycleEnd" } };
    const upgrade = changesPlan(january, "pro", "2026-01-10");
    expect(lines({ invoice: upgrade.invoice }, [...owing, upgrade], policy)).toMatchObject([
      { full: 1_500, spent: 150 },
    ]);
  });

  test("[X5] [X1] a renewal that was given up has given nothing", () => {
    const name = { subscription: "sub_1", invoice: "in_2" };
    const givenUp = { type: "GiveUpInvoice", ...name, now: at("2026-02-02"), happenedAt: at("2026-02-02") } as const;
    expect(lines({ invoice: "in_2" }, [january, givenUp])).toEqual([]);
  });

  test("[X5] what gave nothing stands for nothing, and what nobody was told of is no line", () => {
    const upgrade = changesPlan(january, "pro", "2026-01-10");
    expect(lines({ invoice: upgrade.invoice }, [january, upgrade])).toMatchObject([{ full: 0, lots: [] }]);
    expect(linesOf(play(omnia, [january, takes(1, "2026-01-05")]).entries, { session: "cs_1" })).toEqual([]);
  });
});
