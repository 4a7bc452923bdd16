import type { Entry, GrantAllowance, Policy } from "@passbook/core";
import { expect, test } from "vitest";
import { type Happening, happen, play } from "../support/journal.ts";
import { A_LONG_LOOK, forAll } from "../support/properties.ts";
import { agreeOn } from "./agree.ts";
import { restlessLife } from "./lives/any-life.ts";

/** What a paid line stands for, if all of its allowances are given. */
function worth({ plans, trial }: Policy, { plan, interval, quantity, amount }: GrantAllowance): number {
  const allowance = (plans[plan]?.allowance ?? 0) * quantity;
  if (amount > 0) return interval === "year" ? 12 * allowance : allowance;
  if ("credits" in trial) return trial.credits;
  return trial.trial === "full" ? allowance : 0;
}

/** What came in, less what only moved from one lot to another. */
function granted(entries: readonly Entry[]): number {
  const movements = entries.flatMap((entry) => entry.movements);
  const sum = (type: string) =>
    movements.filter((movement) => movement.type === type).reduce((total, { credits }) => total + credits, 0);
  return sum("granted") - sum("rolled-over");
}

const isLine = (happening: Happening): happening is GrantAllowance => happening.type === "GrantAllowance";

test(
  "[X7] [O8] whoever changes plans up and down, month and year, never gets more than was paid for",
  A_LONG_LOOK,
  () => {
    forAll(restlessLife, ({ policy, story, until }) => {
      let paidFor = 0;
      let journal = play(policy, []);
      for (const happening of [...story, { type: "TimePasses" as const, now: until }]) {
        if (isLine(happening)) paidFor += worth(policy, happening);
        ({ journal } = happen(journal, happening));
        expect(granted(journal.entries)).toBeLessThanOrEqual(paidFor);
      }
    });
  },
);

test("[X3] [X7] and has, day by day, what the model says", A_LONG_LOOK, () => {
  forAll(restlessLife, ({ policy, story, until }) => agreeOn(policy, story, until));
});
