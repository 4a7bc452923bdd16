import { balance, type Movement, settle, signed } from "@passbook/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instant, state } from "../support/facts.ts";
import { ordinaryLife } from "../support/histories.ts";
import { at } from "../support/instants.ts";
import { emptyJournal, type Happening, happen, type Journal, play } from "../support/journal.ts";
import { calls } from "../support/omnia-story.ts";
import { policies } from "../support/policies.ts";
import { forAll } from "../support/properties.ts";

// The lives of `histories.ts`, with subscriptions that come and go, under policies that treat leftovers and ends differently.

const HOUR_MS = 3_600_000;
const START = at("2026-01-01");
const byTime = (happenings: readonly Happening[]) => happenings.toSorted((a, b) => a.now - b.now);
const life = fc
  .tuple(ordinaryLife, fc.array(state, { maxLength: 12 }), fc.boolean())
  .map(([told, states, isPersonal]) => byTime([...told, ...states, ...(isPersonal ? [calls("2026-01-02")] : [])]));
const ruled = fc.tuple(fc.constantFrom(...policies), life);

const all = ({ entries }: Journal): Movement[] => entries.flatMap(({ movements }) => [...movements]);
const leftIn = ({ account }: Journal) => account.lots.reduce((total, { left }) => total + left, 0);

describe("with subscriptions that come and go, under any of these policies", () => {
  test("[X9] nothing is minted and nothing is lost: what came less what went is what is left", () => {
    forAll(ruled, ([policy, happenings]) => {
      const journal = play(policy, happenings);
      expect(all(journal).reduce((total, movement) => total + signed(movement), 0)).toBe(leftIn(journal));
    });
  });

  test("[M11] what rolls over out of the plan's lots goes into rollover lots, credit for credit", () => {
    forAll(ruled, ([policy, happenings]) => {
      for (const { movements } of play(policy, happenings).entries) {
        const out = movements.reduce((total, { type, credits }) => total + (type === "rolled-over" ? credits : 0), 0);
        const into = movements.filter(({ type, source }) => type === "granted" && source === "rollover");
        expect(into.reduce((total, { credits }) => total + credits, 0)).toBe(out);
      }
    });
  });

  test("[X3] settled at once or in many steps, the entries are the same", () => {
    forAll(fc.tuple(ruled, fc.array(instant, { maxLength: 6 })), ([[policy, happenings], looks]) => {
      const { account } = play(policy, happenings);
      const end = Math.max(account.at, START + 3 * 366 * 24 * HOUR_MS);
      const atOnce = settle(policy, account, end).entries;
      const steps = [...looks.filter((look) => look > account.at), end].toSorted((a, b) => a - b);
      let stepwise = account;
      const inSteps = steps.flatMap((step) => {
        const settled = settle(policy, stepwise, step);
        stepwise = settled.account;
        return settled.entries;
      });
      expect(inSteps).toEqual(atOnce);
    });
  });

  test("[X2] a fact that is told again, at any distance, changes nothing", () => {
    forAll(fc.tuple(ruled, fc.nat()), ([[policy, happenings], which]) => {
      const facts = happenings.filter(({ type }) => type === "ChangeSubscription");
      const again = facts[which % Math.max(1, facts.length)];
      if (!again) return;
      const journal = play(policy, happenings);
      const now = Math.max(journal.account.at, again.now);
      const settled = happen(journal, { type: "TimePasses", now }).journal;
      expect(happen(settled, { ...again, now }).written).toEqual([]);
    });
  });

  test("[N3] what is suspended is neither spendable nor lost", () => {
    forAll(ruled, ([policy, happenings]) => {
      let journal = emptyJournal(policy);
      for (const happening of happenings) {
        ({ journal } = happen(journal, happening));
        const { account } = journal;
        const suspended = account.lots.filter(({ source }) => account.suspended.includes(source));
        expect(balance(account) + suspended.reduce((total, { left }) => total + left, 0)).toBe(leftIn(journal));
      }
    });
  });

  test("[O1] Free and a subscription's paid time never stand beside each other", () => {
    forAll(ruled, ([policy, happenings]) => {
      const { account } = play(policy, happenings);
      const running = account.terms.filter(({ lotEnd }) => account.at < lotEnd);
      const free = running.filter(({ subscription }) => subscription === "free");
      expect(free.length === 0 || free.length === running.length).toBe(true);
    });
  });
});
