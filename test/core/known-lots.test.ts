import type { Entry, Movement } from "@passbook/core";
import { expect, test } from "vitest";
import { KnownLots } from "../../core/known-lots.ts";

const plan = { lot: 1, source: "plan", birth: 10, end: 90 } as const;
const carried = {
  lot: 1,
  source: "rollover",
  birth: 50,
  end: null,
  ages: { subscription: "sub_1", cycle: 3 },
} as const;
const later = { lot: 1.0001, source: "plan", birth: 50, end: 95, origin: 1 } as const;

const entry = (movements: readonly object[], lotTerms?: readonly object[]) =>
  ({ movements: movements as Movement[], ...(lotTerms && { corrected: { lotTerms } }) }) as unknown as Entry;
const granted = (credits: number, terms: object) => ({ type: "granted", ...terms, credits });
const spent = (credits: number, of: number, terms: object) => ({ type: "spent", ...terms, granted: of, credits });

test("[X2] a lot is known from its grant, or from whatever could bring it back; those that come from others are last", () => {
  const lots = new KnownLots([entry([granted(5, carried), granted(500, plan)]), entry([spent(20, 300, later)])]);
  expect(lots.all()).toStrictEqual([plan, later, carried]);
  expect(lots.termsOf({ lot: 1, source: "rollover" })).toEqual(carried);
});

test("[X2] it was granted the most that anything says, whatever has gone since", () => {
  const gone = { type: "expired", lot: 1, source: "plan", credits: 900 };
  const lots = new KnownLots([entry([granted(500, plan), spent(20, 700, plan), gone, spent(20, 600, plan)])]);
  expect(lots.grantedTo(plan)).toBe(700);
  expect(lots.grantedTo(carried)).toBe(0);
});

test("[X2] what a correction says of its begin and end counts from then on, and what it was granted stays", () => {
  const moved = { ...plan, end: 200 };
  expect(new KnownLots([entry([granted(500, plan)], [moved])]).termsOf(plan)).toEqual(moved);
  expect(new KnownLots([entry([granted(500, plan)], [moved])]).grantedTo(plan)).toBe(500);
  expect(new KnownLots([entry([granted(500, plan)], [moved]), entry([spent(1, 500, plan)])]).termsOf(plan)).toEqual(
    plan,
  );
});

test("a lot that nothing has granted is a defect", () => {
  const lots = new KnownLots([entry([granted(500, plan), { type: "expired", lot: 2, source: "plan", credits: 1 }])]);
  expect(lots.all()).toEqual([plan]);
  expect(() => lots.termsOf({ lot: 2, source: "plan" })).toThrow(new RangeError("lot 2 (plan) was never granted"));
});
