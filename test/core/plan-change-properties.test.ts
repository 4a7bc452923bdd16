import type { ChangePlan, Fact, GrantAllowance, Policy } from "@passbook/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { iso } from "../support/instants.ts";
import { type Journal, passes, play } from "../support/journal.ts";
import { month, omnia, year } from "../support/omnia-story.ts";
import { forAll } from "../support/properties.ts";
import { changesPlan } from "../support/reversal-story.ts";

const HOUR_MS = 3_600_000;
const PERIOD_MS = 30 * 24 * HOUR_MS;
const START = Date.parse("2026-01-01T00:00Z");
const PLANS = ["creator", "pro", "team"] as const;
type PlanName = (typeof PLANS)[number];
const sizeOf = (plan: string): number => omnia.plans[plan]?.allowance ?? 0;

const word = fc.constantFrom("atRenewal", "difference", "prorated", "newCycle");
const under = (up: Policy["planChange"]["up"]): Policy => ({ ...omnia, planChange: { up, down: "atCycleEnd" } });

interface Step {
  /** How long after the one before it. */
  readonly hours: number;
  readonly plan: PlanName;
}
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ hours: fc.integer({ min: 1, max: 45 * 24 }), plan: fc.constantFrom(...PLANS) }),
  { maxLength: 12 },
);

/** A paid period, and the plans whose rest was paid for in it. */
interface Period {
  readonly line: GrantAllowance;
  readonly changes: ChangePlan[];
}

/** What Stripe bills for a loop of changes: renewals of the plan last wanted, and for each change a proration or a new period. */
function billed(up: Policy["planChange"]["up"], loop: readonly Step[]): Period[] {
  const periods: Period[] = [];
  const begin = (from: number, plan: string) =>
    periods.push({ line: month(iso(from), iso(from + PERIOD_MS), { plan }), changes: [] });
  let wanted: string = "creator";
  let now = START;
  begin(now, wanted);
  for (const { hours, plan } of loop) {
    now += hours * HOUR_MS;
    for (let last = periods.at(-1); last && last.line.until <= now; last = periods.at(-1))
      begin(last.line.until, wanted);
    const period = periods.at(-1);
    if (up === "newCycle" && sizeOf(plan) > sizeOf(wanted)) begin(now, plan);
    else if (period) period.changes.push(changesPlan(period.line, plan, iso(now)));
    wanted = plan;
  }
  return periods;
}

const factsOf = (periods: readonly Period[]): Fact[] => periods.flatMap(({ line, changes }) => [line, ...changes]);

function grantedIn({ entries }: Journal): number {
  const movements = entries.flatMap((entry) => entry.movements);
  const total = (type: string) => movements.reduce((sum, one) => sum + (one.type === type ? one.credits : 0), 0);
  return total("granted") - total("rolled-over") - total("withdrawn");
}

/** What one cycle stands for: its plan's allowance, and what was paid for a larger one by the policy's word. */
function worth(up: Policy["planChange"]["up"], { line, changes }: Period): number {
  let size = sizeOf(line.plan);
  let credits = size;
  for (const { plan, from } of changes) {
    const more = Math.max(0, sizeOf(plan) - size);
    const left = (line.until - from) / (line.until - line.from);
    credits += up === "atRenewal" ? 0 : Math.floor(up === "difference" ? more : Math.round(more * left * 1e6) / 1e6);
    if (up !== "atRenewal") size += more;
  }
  return credits;
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

test("[X7] loops of upgrades and downgrades never farm a credit: what is given is what the paid lines stand for (llmgateway#2479)", () => {
  forAll(fc.tuple(word, steps), ([up, loop]) => {
    const periods = billed(up, loop);
    const granted = grantedIn(play(under(up), factsOf(periods)));
    expect(granted).toBe(sum(periods.map((period) => worth(up, period))));
    const most = periods.map(({ line, changes }) => Math.max(...[line, ...changes].map(({ plan }) => sizeOf(plan))));
    expect(granted).toBeLessThanOrEqual(sum(most));
  });
});

test("[X7] [X2] nor does telling each of them twice, or in another order", () => {
  const told = fc.tuple(word, steps).chain(([up, loop]) => {
    const all = factsOf(billed(up, loop));
    return fc.tuple(
      fc.constant(up),
      fc.constant(all),
      fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
    );
  });
  forAll(told, ([up, all, shuffled]) => {
    const now = START + 2 * 366 * 24 * HOUR_MS;
    const late = shuffled.map((fact) => ({ ...fact, now }));
    expect(grantedIn(play(under(up), late))).toBe(grantedIn(play(under(up), all)));
  });
});

test("[O8] [X7] inside a paid year no month gives more than the largest plan that was paid for by then", () => {
  forAll(fc.tuple(word, steps), ([up, loop]) => {
    const paid = year("2026-01-01", "2027-01-01", { amount: 99_00 });
    let now = START;
    const changes = loop.flatMap(({ hours, plan }) => {
      now += hours * HOUR_MS;
      return now < paid.until ? [changesPlan(paid, plan, iso(now))] : [];
    });
    const journal = play(under(up), [paid, ...changes, passes("2027-02-01")]);
    const anchors = Array.from({ length: 12 }, (_, k) => Date.UTC(2026, k + 1, 1));
    const most = anchors.map((end) =>
      Math.max(...[paid, ...changes.filter(({ from }) => from < end)].map(({ plan }) => sizeOf(plan))),
    );
    expect(grantedIn(journal)).toBeLessThanOrEqual(sum(most));
    expect(journal.account.lots).toEqual([]);
  });
});

test("[X7] [X2] what began in the middle of a month gives the same in whatever order it is told, and never more than the months' own", () => {
  const lives = fc
    .record({
      up: word,
      begins: fc.integer({ min: 0, max: 30 * 24 - 1 }),
      /** At once, or with the next invoice. */
      isBilledLater: fc.boolean(),
      plan: fc.constantFrom(...PLANS),
      changes: fc.array(fc.record({ hours: fc.integer({ min: 1, max: 400 }), plan: fc.constantFrom(...PLANS) }), {
        maxLength: 3,
      }),
    })
    .chain((life) => {
      const next = month(iso(START + PERIOD_MS), iso(START + 2 * PERIOD_MS), { plan: life.plan });
      const first = { ...next, from: START, until: START + PERIOD_MS };
      const from = START + life.begins * HOUR_MS;
      const paidAt = life.isBilledLater ? first.until : from;
      const rest: Fact = { ...changesPlan(first, life.plan, iso(from)), isNew: true, paidAt, now: paidAt };
      const changes = life.changes
        .map(({ hours, plan }) => changesPlan(next, plan, iso(next.from + hours * HOUR_MS)))
        .toSorted((a, b) => a.from - b.from);
      const all: Fact[] = [rest, next, ...changes];
      const twice = fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 });
      return fc.record({ up: fc.constant(life.up), all: fc.constant(all), changes: fc.constant(changes), twice });
    });
  forAll(lives, ({ up, all, changes, twice }) => {
    const granted = grantedIn(play(under(up), all));
    const now = START + 366 * 24 * HOUR_MS;
    const late = twice.map((fact) => ({ ...fact, now }));
    expect(grantedIn(play(under(up), late))).toBe(granted);
    const plan = (all[0] as ChangePlan).plan;
    const most = Math.max(...[plan, ...changes.map((change) => change.plan)].map(sizeOf));
    expect(granted).toBeLessThanOrEqual(sizeOf(plan) + most);
    expect(granted).toBeGreaterThanOrEqual(sizeOf(plan));
  });
});
