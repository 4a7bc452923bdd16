import type { Instant, Policy } from "@passbook/core";
import fc from "fast-check";
import { at, iso } from "../../support/instants.ts";
import type { Happening } from "../../support/journal.ts";
import { DAY_MS } from "../model/cycles.ts";
import { anyPolicy, EARLY, type Ruled } from "./any-policy.ts";
import { anyLoan, anyReturn, anySpend, anyUse, type Use } from "./any-use.ts";
import { Biller } from "./biller.ts";
import { isOpen } from "./open-questions.ts";
import type { Terms } from "./subscribed.ts";

// Random lives of one account, told in order. What people do is random; what Stripe makes of it is the biller's.

const HOUR_MS = 3_600_000;
const START = at("2026-01-01");
/** Few times of day, so that instants often fall together. */
const TIMES_OF_DAY = [0, 1, 9, 12];

export type Doing =
  | { readonly does: "subscribe"; readonly terms: Terms; readonly trialDays: number }
  | { readonly does: "change"; readonly terms: Terms; readonly when: "now" | "next" }
  | { readonly does: "pays"; readonly after: number; readonly givesUpAfter: number }
  | { readonly does: "cancel"; readonly when: "now" | "end" | "soon" }
  | { readonly does: "resume" | "pause" | "give up" | "call" | "sign up" }
  | { readonly does: "add"; readonly addOn: string; readonly quantity: number }
  | { readonly does: "use"; readonly use: Use; readonly isBack: boolean };

/** So many days after the one before, at a time of day. */
interface Deed {
  readonly days: number;
  readonly hour: number;
  readonly doing: Doing;
}

const quantity = fc.constantFrom(1, 1, 1, 2);
const terms: fc.Arbitrary<Terms> = fc.record({
  plan: fc.constantFrom("small", "small", "other", "large"),
  interval: fc.constantFrom("month", "month", "year"),
  quantity,
  months: fc.constantFrom(1, 1, 1, 2),
});

/** How many hours after it is due a payment arrives; -1: never. */
const after = fc.constantFrom(0, 1, 1, 24, 71, 72, 96, 24 * 31, 24 * 32, 24 * 65, -1);

const givesUpAfter = fc.constantFrom(-1, -1, -1, 24, 48, 24 * 14);

const named = <const Name extends string>(does: Name) => ({ does: fc.constant(does) });
const usage = (use: fc.Arbitrary<Use>, { isBack = false } = {}) =>
  fc.record({ ...named("use"), use, isBack: fc.constant(isBack) });
const subscribing = fc.record({ ...named("subscribe"), terms, trialDays: fc.constantFrom(0, 0, 0, 7, 40) });
const changing = fc.record({ ...named("change"), terms, when: fc.constantFrom("now", "next", "next") });
const doing: fc.Arbitrary<Doing> = fc.oneof(
  { weight: 3, arbitrary: subscribing },
  { weight: 2, arbitrary: changing },
  { weight: 3, arbitrary: fc.record({ ...named("pays"), after, givesUpAfter }) },
  { weight: 2, arbitrary: fc.record({ ...named("cancel"), when: fc.constantFrom("now", "end", "end", "soon") }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom("resume", "pause", "give up", "call", "sign up") }) },
  { weight: 1, arbitrary: fc.record({ ...named("add"), addOn: fc.constantFrom("extra", "seasonal"), quantity }) },
  { weight: 5, arbitrary: usage(anyUse) },
  { weight: 4, arbitrary: usage(anyReturn, { isBack: true }) },
  { weight: 1, arbitrary: usage(anyLoan) },
);

const when = {
  days: fc.oneof({ weight: 5, arbitrary: fc.nat(3) }, { weight: 3, arbitrary: fc.nat(30) }, fc.nat(120)),
  hour: fc.constantFrom(...TIMES_OF_DAY),
};

export interface Life {
  readonly policy: Policy;
  readonly story: readonly Happening[];
  readonly until: Instant;
}

/** The story of these deeds, and an end long after it. */
function lived({ ruled, deeds, isUntold, signedUpAt, isPersonal, seconds }: Chances): Life {
  const biller = new Biller(ruled.policy.cancelling.fallback === undefined);
  biller.now = START;
  if (signedUpAt !== undefined) biller.tell(signsUp(START, signedUpAt));
  if (isPersonal) act(biller, { does: "call" });
  for (const { days, hour, doing: what } of deeds) {
    const day = biller.now - (biller.now % DAY_MS) + days * DAY_MS + hour * HOUR_MS;
    biller.liveUntil(day >= biller.now ? day : day + DAY_MS);
    if (!isOpen(ruled, what)) act(biller, what);
  }
  const until = biller.now + 100 * DAY_MS;
  biller.liveUntil(until);
  const { cancelling, onlyWhileSubscribed } = ruled.policy;
  // Without any state the payments speak for the subscription; that it has ended nobody says then.
  const isTelling = cancelling.fallback !== undefined || onlyWhileSubscribed.length > 0;
  const isSilent = isUntold && !isTelling && biller.subscriptions < 2;
  const story = biller
    .story(seconds)
    .filter(({ type, now }) => now <= until + DAY_MS && !(isSilent && type === "ChangeSubscription"));
  return { policy: ruled.policy, story, until: until + DAY_MS };
}

function signsUp(now: Instant, signedUpAt: Instant): Happening {
  return { type: "DescribeAccount", now, by: "backend", request: `${now} ${signedUpAt}`, signedUpAt };
}

function act(biller: Biller, what: Doing): void {
  const { now, live } = biller;
  switch (what.does) {
    case "subscribe":
      biller.subscribe(what.terms, what.trialDays);
      return;
    case "change":
      biller.change(what.terms, what.when);
      return;
    case "pays":
      biller.paysAfter = what.after;
      biller.givesUpAfter = what.givesUpAfter;
      return;
    case "cancel":
      if (what.when === "soon") biller.cancelAt(now + 5 * DAY_MS);
      // An end at the very instant of a cycle's beginning would be told after it: that is a late fact.
      else if (live && (what.when === "end" || live.anchor % DAY_MS === now % DAY_MS)) biller.cancelAt(live.until);
      else biller.end();
      return;
    case "resume":
      biller.resume();
      return;
    case "pause":
      biller.stands("paused");
      return;
    case "give up":
      biller.stands("unpaid");
      return;
    case "call":
      biller.tell({ type: "MarkPersonal", now, by: "ada" });
      return;
    case "sign up":
      biller.tell(signsUp(now, now));
      return;
    case "use":
      for (const happening of what.use({ now, nth: biller.nth(), until: biller.monthEnd() })) biller.tell(happening);
      return;
    case "add":
      biller.add(what.addOn, what.quantity);
  }
}

/** As fast-check prints it: the rules that differ, and the story with its instants as dates. */
function readably(life: Life): Life {
  const { plans, packs: _, addOns: __, services: ___, cohorts: ____, bookings, ...rules } = life.policy;
  const said = { ...rules, large: plans["large"]?.leftovers, openAtOnce: bookings?.openAtOnce };
  const told = life.story.map((happening) => JSON.stringify(happening, asDate));
  return Object.assign(life, {
    [fc.toStringMethod]: () => [JSON.stringify(said), ...told, `until ${iso(life.until)}`].join("\n"),
  });
}

const asDate = (_: string, value: unknown): unknown =>
  typeof value === "number" && value >= START ? iso(value) : value;

interface Chances {
  readonly ruled: Ruled;
  readonly deeds: readonly Deed[];
  /** Nobody tells how the subscription stands. */
  readonly isUntold: boolean;
  /** What the product says of it at the beginning. */
  readonly signedUpAt: Instant | undefined;
  readonly isPersonal: boolean;
  readonly seconds: readonly number[];
}

/** Lives of people who do such things, in accounts that may be a person's own. */
function livesOf(doings: fc.Arbitrary<Doing>, isPersonal: fc.Arbitrary<boolean>): fc.Arbitrary<Life> {
  return fc
    .record({
      ruled: anyPolicy,
      deeds: fc.array(fc.record({ ...when, doing: doings }), { maxLength: 30, size: "max" }),
      isUntold: fc.boolean(),
      signedUpAt: fc.constantFrom(undefined, EARLY - 1, EARLY, START),
      isPersonal,
      seconds: fc.array(fc.constantFrom(0, 0, 3), { maxLength: 5 }),
    })
    .map((chances) => readably(lived(chances)));
}

export const anyLife: fc.Arbitrary<Life> = livesOf(doing, fc.boolean());

/** Lives of teams that change their plans all the time, and spend; whatever they are given, they have paid for. */
export const restlessLife: fc.Arbitrary<Life> = livesOf(
  fc.oneof(subscribing, { weight: 4, arbitrary: changing }, { weight: 3, arbitrary: usage(anySpend) }),
  fc.constant(false),
);
