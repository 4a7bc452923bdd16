import { type Account, type Instant, nextVisit, type Policy, settle, warningsDue } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, test } from "vitest";
import { holds } from "../support/booking-story.ts";
import { at, iso } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { bought, calls, month, stands, takes, year } from "../support/omnia-story.ts";

const NEVER_WARNED = Number.NEGATIVE_INFINITY;
const accountAfter = (...history: Happening[]): Account => play(omnia, history).account;
const said = (instant: Instant | null) => (instant === null ? null : iso(instant));
const visit = (account: Account, warnedUntil: Instant = NEVER_WARNED, policy: Policy = omnia) =>
  said(nextVisit(policy, account, warnedUntil));
const warned = (account: Account, now: string, warnedUntil: Instant = NEVER_WARNED, policy: Policy = omnia) =>
  warningsDue(policy, settle(policy, account, at(now)).account, warnedUntil, at(now)).map((warning) => ({
    ...warning,
    endsAt: iso(warning.endsAt),
  }));

const february = month("2026-02-01", "2026-03-01");
const short: Policy = { ...omnia, packs: { pack_1000: { credits: 1_000, price: 19_00, lasts: { months: 1 } } } };

describe("When somebody should look at an account that nobody uses", () => {
  test("[X3] a week and a day before its paid month is over, then when what is left ends", () => {
    const account = accountAfter(february);
    expect(visit(account)).toBe("2026-02-22");
    expect(visit(account, at("2026-02-22"))).toBe("2026-02-28");
    // The last day of the grace, and its end.
    expect(visit(account, at("2026-02-28"))).toBe("2026-03-03");
    expect(visit(account, at("2026-03-03"))).toBe("2026-03-04");
  });

  test("[X3] whatever is spent, until there is nothing left: the index need not be touched", () => {
    const account = accountAfter(february, takes(499, "2026-02-05"));
    expect(visit(account)).toBe(visit(accountAfter(february)));
    const empty = accountAfter(february, takes(500, "2026-02-05"));
    expect(visit(empty)).toBe("2026-02-22");
    expect(visit(empty, at("2026-03-01"))).toBe(null);
  });

  test("[O2] at each month of a year that was paid at once", () => {
    const account = accountAfter(year("2026-01-31", "2027-01-31"));
    expect(visit(account, at("2026-02-27"))).toBe("2026-02-28");
    const june = settle(omnia, account, at("2026-06-01")).account;
    expect(visit(june, at("2026-06-29"))).toBe("2026-06-30");
  });

  test("[O1] never for what the free plan gives, and never for a pack that has no end", () => {
    expect(visit(accountAfter(calls("2026-01-01")))).toBe(null);
    expect(visit(accountAfter(calls("2026-01-01"), bought("pack_1000", "2026-01-02")))).toBe(null);
  });

  test("[O9] before the end that a subscription is set to", () => {
    const leaving = accountAfter(february, stands("2026-02-02", { cancelAt: "2026-02-20" }));
    expect(visit(leaving, at("2026-02-18"))).toBe("2026-02-19");
    expect(visit(leaving, at("2026-02-19"))).toBe("2026-02-20");
  });

  test("[X9] not for a hold, whose credits nobody loses by its end, but for one that outlives its lot", () => {
    const held = accountAfter(february, holds(100, "2026-02-02", "2026-02-03"));
    expect(visit(held)).toBe("2026-02-22");
    const outlives = accountAfter(february, holds(500, "2026-02-28", "2026-03-20"));
    expect(visit(outlives, at("2026-03-10"))).toBe("2026-03-20");
  });
});

describe("What is warned of", () => {
  test("[N5] is what will be lost if nothing is spent and the renewal is paid", () => {
    const account = accountAfter(february, takes(120, "2026-02-10"));
    expect(warned(account, "2026-02-22")).toEqual([
      { endsAt: "2026-03-01", days: 7, credits: 380, bySource: { plan: 380 } },
    ]);
    expect(warned(account, "2026-02-28", at("2026-02-22"))).toMatchObject([{ days: 1, credits: 380 }]);
    expect(warned(account, "2026-02-24", at("2026-02-22"))).toEqual([]);
  });

  test("[X3] told late, only the later of two warnings is told, and none of what is over", () => {
    const account = accountAfter(february);
    expect(warned(account, "2026-02-28T12:00:00Z")).toMatchObject([{ days: 1, endsAt: "2026-03-01" }]);
    expect(warned(account, "2026-03-01T12:00:00Z")).toEqual([]);
  });

  test("[X1] of a renewal that is not paid it is the end of the grace", () => {
    expect(warned(accountAfter(february), "2026-03-03", at("2026-03-01"))).toEqual([
      { endsAt: "2026-03-04", days: 1, credits: 500, bySource: { plan: 500 } },
    ]);
  });

  test("[M8] nothing where all of it will be carried over", () => {
    const studio = play(musiversal, [month("2026-02-01", "2026-03-01", { plan: "studio-5" })]).account;
    expect(warned(studio, "2026-02-22", NEVER_WARNED, musiversal)).toEqual([]);
  });

  test("[N3] a pack that ends, once, though another begins meanwhile", () => {
    const packs = play(short, [bought("pack_1000", "2026-02-01")]).account;
    expect(visit(packs, NEVER_WARNED, short)).toBe("2026-02-22");
    expect(warned(packs, "2026-02-22", NEVER_WARNED, short)).toMatchObject([{ days: 7, credits: 1_000 }]);
    const more = play(short, [bought("pack_1000", "2026-02-01"), bought("pack_1000", "2026-02-23", { session: "2" })]);
    expect(warned(more.account, "2026-02-23", at("2026-02-22"), short)).toEqual([]);
  });
});
