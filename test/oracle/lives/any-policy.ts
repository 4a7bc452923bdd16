import {
  booked,
  costs,
  costsBy,
  type Downgrading,
  everyone,
  everything,
  expire,
  forever,
  forMonths,
  free,
  full,
  givesBack,
  giving,
  hours,
  type Instant,
  keep,
  type Leftovers,
  lost,
  members,
  moreThan,
  nothing,
  onlyOn,
  type Policy,
  percent,
  policy,
  type Rollover,
  rollOver,
  type Source,
  signedUpBefore,
  type Trial,
  yearlyBoughtBefore,
} from "@passbook/core";
import fc from "fast-check";
import { at, iso } from "../../support/instants.ts";

// Policies that no product has: the words of all five, mixed.

/** Who signed up before it is a member of the cohort. */
export const EARLY: Instant = at("2025-12-01");

const upTo = fc.integer({ min: 0, max: 60 });

const rollover: fc.Arbitrary<Rollover> = fc.record(
  {
    counting: fc.constantFrom("account", "rollover"),
    for: fc.constantFrom(everyone, everyone, members("early")),
    forPaymentsFrom: fc.constantFrom<Instant>(at("2026-02-15"), at("2026-05-01")),
    notFor: fc.constantFrom(
      yearlyBoughtBefore("2026-01-02", everyone),
      yearlyBoughtBefore("2026-04-01", everyone),
      yearlyBoughtBefore("2026-07-01", members("early")),
    ),
  },
  { requiredKeys: ["counting", "for"] },
);

const someSources: fc.Arbitrary<readonly Source[]> = fc.constantFrom<readonly Source[]>(
  ["plan", "rollover"],
  ["plan", "rollover"],
  ["plan", "rollover", "top-up"],
  ["plan"],
  ["top-up", "rollover"],
  everything,
);

const downgrading: fc.Arbitrary<Downgrading> = fc.oneof(
  someSources.map((loses) => ({ loses })),
  fc.integer({ min: 0, max: 3 }).map((keepsAtMost) => ({ keepsAtMost })),
  fc.constant({ loses: ["rollover" as const], keepsAtMost: 1 }),
);

/**
 * What the end takes, and whether Free comes after it. That carried-over credits are lost and the plan's kept, as carried over,
 * is among the findings.
 */
const cancelling: fc.Arbitrary<Policy["cancelling"]> = fc.oneof(
  { weight: 3, arbitrary: someSources.map((loses) => ({ loses, fallback: "free" })) },
  { weight: 2, arbitrary: someSources.map((loses) => ({ loses })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom<readonly Source[]>([], ["top-up"], ["plan"]), fc.integer({ min: 0, max: 3 }))
      .map(([loses, keepsAtMost]) => ({ loses, keepsAtMost, fallback: "free" })),
  },
);

const trial: fc.Arbitrary<Trial> = fc.oneof(
  fc.constantFrom(nothing, full),
  fc.integer({ min: 1, max: 12 }).map((credits) => giving(credits)),
);

const usual: readonly Source[] = ["plan", "rollover", "add-on", "promotion", "adjustment", "top-up"];
const burnDown = fc.constantFrom<readonly Source[]>(
  usual,
  usual,
  ["rollover", "plan", "add-on", "promotion", "adjustment", "top-up"],
  ["top-up", "adjustment", "plan", "add-on", "rollover", "promotion"],
);

const lasting: fc.Arbitrary<Leftovers> = fc.oneof(
  fc.constant(expire),
  upTo.map((limit) => rollOver({ upTo: limit })),
  fc.constant(rollOver({})),
);
const ageing: fc.Arbitrary<Leftovers> = fc
  .tuple(fc.option(upTo, { nil: undefined }), fc.integer({ min: 1, max: 3 }))
  .map(([limit, cycles]) => rollOver({ cycles, ...(limit !== undefined && { upTo: limit }) }));

/** What most plans do with leftovers, and what the large one does. */
const leftovers = fc.oneof(
  { weight: 3, arbitrary: fc.record({ word: fc.constant("limited"), all: lasting, large: lasting }) },
  { weight: 2, arbitrary: fc.record({ word: fc.constant("ageing"), all: ageing, large: fc.oneof(ageing, lasting) }) },
  fc.constant({ word: "kept", all: keep, large: keep }),
);

export interface Ruled {
  readonly policy: Policy;
  /** Credits come back; where not, what must not come back may happen. */
  readonly comesBack: boolean;
}

export const anyPolicy: fc.Arbitrary<Ruled> = fc
  .record({
    leftovers,
    rollover: fc.option(rollover, { nil: undefined }),
    downgrading: fc.option(downgrading, { nil: undefined, freq: 2 }),
    cancelling,
    trial,
    burnDown,
    grace: fc.constantFrom(72, 72, 24, 0),
    days: fc.boolean(),
    isUpfront: fc.boolean(),
    waits: fc.constantFrom<readonly Source[]>([], [], ["top-up"], ["top-up", "add-on"]),
    isLost: fc.boolean(),
    isShortLived: fc.boolean(),
    comesBack: fc.boolean(),
    openAtOnce: fc.integer({ min: 1, max: 3 }),
  })
  .map((rules) => ({
    comesBack: rules.comesBack,
    policy: ruledBy(rules),
  }));

interface Rules {
  readonly leftovers: { readonly word: string; readonly all: Leftovers; readonly large: Leftovers };
  readonly rollover: Rollover | undefined;
  readonly downgrading: Downgrading | undefined;
  readonly cancelling: Policy["cancelling"];
  readonly trial: Trial;
  readonly burnDown: readonly Source[];
  readonly grace: number;
  readonly days: boolean;
  readonly isUpfront: boolean;
  readonly waits: readonly Source[];
  readonly isLost: boolean;
  readonly isShortLived: boolean;
  readonly openAtOnce: number;
}

function ruledBy({ leftovers: { word, all, large }, ...rules }: Rules): Policy {
  // What was carried over for a number of cycles and is not lost with a membership never ends: see the findings.
  const isAgeing = word === "ageing";
  const lastsFor = (n: number) => (rules.isShortLived ? forMonths(n) : forever);
  return policy("mixed", {
    version: "2026-01-01",
    currency: "EUR",
    cycle: rules.days ? { days: 30 } : { months: 1 },
    grace: hours(rules.grace),
    leftovers: all,
    trial: rules.trial,
    planChange: { up: "newCycle", down: "atCycleEnd" },
    cancelling: isAgeing ? { ...rules.cancelling, loses: ["plan", "rollover"] } : rules.cancelling,
    onlyWhileSubscribed: rules.waits,
    burnDown: rules.burnDown,
    cohorts: { early: signedUpBefore(iso(EARLY)) },
    plans: {
      free: { allowance: 4, price: {}, ...(isAgeing && { leftovers: expire }) },
      small: { allowance: 10, price: { month: 9_00, year: 90_00 } },
      other: { allowance: 10, price: { month: 11_00, year: 110_00 } },
      large: { allowance: 25, price: { month: 19_00, year: 190_00 }, leftovers: large },
    },
    packs: {
      forever: { credits: 9, price: 10_00, lasts: forever },
      quarter: { credits: 7, price: 8_00, lasts: lastsFor(3), for: members("early") },
      month: { credits: 5, price: 5_00, lasts: lastsFor(1), needs: "subscription" },
    },
    addOns: {
      extra: { credits: 6, price: { month: 6_00 }, lasts: forever },
      seasonal: { credits: 8, price: { month: 6_00 }, lasts: lastsFor(2) },
    },
    services: {
      song: costs(3, { early: 2 }),
      image: costsBy("quality", { standard: 1, high: 4 }),
      studio: onlyOn(["large", "other"], costs(5)),
      upscale: free,
      session: booked(costs(5)),
    },
    bookings: {
      openAtOnce: rules.openAtOnce,
      lengths: [1, 2, 3],
      cancelled: [givesBack(percent(100), moreThan(hours(48))), givesBack(percent(50), moreThan(hours(1)))],
    },
    ...(rules.rollover && { rollover: rules.rollover }),
    ...(rules.downgrading && { downgrading: rules.downgrading }),
    ...(rules.isUpfront && { yearly: "upfront" as const }),
    ...(rules.isLost && { recredit: lost }),
  });
}
