import fc from "fast-check";
import { expect, test } from "vitest";
import { holds } from "../support/booking-story.ts";
import { inOrder } from "../support/histories.ts";
import { at, iso } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { lateLife } from "../support/late-lives.ts";
import { answers, stateAt } from "../support/net-state.ts";
import { A_LONG_LOOK, forAll } from "../support/properties.ts";

const HOUR_MS = 3_600_000;
const BEGIN = at("2026-01-01");
const THE_END = at("2027-03-01");
const DAYS = 300;

const instant = fc.nat(DAYS * 24).map((hours) => BEGIN + hours * HOUR_MS);
const looks = fc.array(
  instant.map((now): Happening => ({ type: "TimePasses", now })),
  { maxLength: 30, size: "max" },
);

/** Mostly they end by themselves, some when people have last done something, and before somebody tells of weeks ago. */
const longHolds = fc.array(
  fc
    .tuple(fc.nat(150 * 24), fc.nat(60 * 24), fc.integer({ min: 1, max: 400 }), fc.nat(1_000_000))
    .map(([begins, lasts, credits, id]): Happening => {
      const now = BEGIN + begins * HOUR_MS;
      return holds(credits, iso(now), iso(now + (lasts + 1) * HOUR_MS), `long hold ${id}`);
    }),
  { minLength: 1, maxLength: 3 },
);

const lives = fc
  .tuple(lateLife, longHolds, looks)
  .map(([[policy, life], held, seen]) => ({ policy, life: inOrder([...life, ...held]), seen }));

test("[X2] [X3] [X6] whoever has looked before something is told late, the account is the same", A_LONG_LOOK, () => {
  forAll(lives, ({ policy, life, seen }) => {
    const swept = inOrder([...life, ...seen]);
    expect(answers(policy, swept)).toEqual(answers(policy, life));
    expect(stateAt(THE_END, play(policy, swept))).toEqual(stateAt(THE_END, play(policy, life)));
  });
});
