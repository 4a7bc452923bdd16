import {
  calendarMonth,
  costs,
  costsBy,
  day,
  everyone,
  expire,
  FINDINGS,
  type FindingCode,
  forever,
  free,
  hours,
  lintPolicy,
  MAX_CREDITS,
  members,
  minutes,
  months,
  nothing,
  onlyOn,
  type Policy,
  policy,
  rollOver,
  SOURCES,
  signedUpBefore,
  yearlyBoughtBefore,
} from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, test } from "vitest";
import { days } from "../support/instants.ts";
import { NONSENSE_IN_USE, NONSENSE_WITHOUT } from "../support/nonsense.ts";

/** A policy that has every word and makes sense; each case changes one thing. */
const good: Policy = policy("good", {
  version: "2026-01-01",
  currency: "USD",
  cancelling: { loses: [] },
  onlyWhileSubscribed: [],
  addOns: {},
  cohorts: { early: signedUpBefore("2021-01-01"), legacy: signedUpBefore("2023-01-01") },
  cycle: months(1),
  leftovers: expire,
  grace: hours(72),
  trial: nothing,
  planChange: { up: "atRenewal", down: "atCycleEnd" },
  plans: {
    basic: { allowance: 100, price: { month: 9_00, year: 90_00 } },
    "pro-2": { allowance: 500, price: { month: 29_00 }, leftovers: rollOver({ upTo: 500 }) },
  },
  rollover: {
    counting: "account",
    for: members("legacy"),
    forPaymentsFrom: day("2022-01-05"),
    notFor: yearlyBoughtBefore("2022-07-01", members("early")),
  },
  packs: {
    pack_50: { credits: 50, price: 6_00, lasts: forever },
    pack_200: { credits: 200, price: 20_00, lasts: forever, for: members("legacy"), needs: "subscription" },
  },
  services: {
    song: costs(10, { early: 0, legacy: 8 }),
    video: onlyOn(["pro-2"], costsBy("quality", { low: 5, high: 50 }, { legacy: { low: 5, high: 20 } })),
    preview: free,
  },
  pools: ["pro-2"],
  quotes: { lasts: hours(24) },
  burnDown: SOURCES,
});

const plan = (name: string, change: Partial<Policy["plans"][string]>): Partial<Policy> => ({
  plans: { ...good.plans, [name]: { allowance: 100, price: { month: 9_00 }, ...good.plans[name], ...change } },
});
const pack = (id: string, change: Partial<Policy["packs"][string]> = {}): Partial<Policy> => ({
  packs: { ...good.packs, [id]: { credits: 50, price: 6_00, lasts: forever, ...good.packs[id], ...change } },
});
const service = (name: string, cost: Policy["services"][string]): Partial<Policy> => ({
  services: { ...good.services, [name]: cost },
});
const rollover = (change: Partial<Policy["rollover"]>): Partial<Policy> => ({
  rollover: { counting: "account", for: members("legacy"), ...good.rollover, ...change },
});
/** Where nothing is paid yearly, cycles may be long. */
const monthly = plan("basic", { price: { month: 9_00 } });
/** Nobody can buy Basic; in the versions before it had these prices. */
const unsold = (...before: Policy["plans"][string]["price"][]): Partial<Policy> => ({
  ...plan("basic", { price: {} }),
  earlier: before.map((price, index) => ({
    ...good,
    ...plan("basic", { price }),
    version: `2025-0${before.length - index}-01`,
  })),
});
const neverDeclared = { ...rollover({ for: members("gone") }) };

/** One change, what it is found as, and where. */
const NONSENSE: [FindingCode, string, Partial<Policy>][] = [
  ["allowance_missing", "plans.basic.allowance", plan("basic", { allowance: 0 })],
  ["allowance_missing", "plans.basic.allowance", plan("basic", { allowance: -5 })],
  ["allowance_missing", "plans.basic.allowance", plan("basic", { allowance: 2.5 })],
  ["allowance_missing", "plans.basic.allowance", plan("basic", { allowance: MAX_CREDITS + 1 })],
  ["cap_below_allowance", "plans.pro-2.leftovers.upTo", plan("pro-2", { leftovers: rollOver({ upTo: 499 }) })],
  ["cap_below_allowance", "plans.basic.leftovers.upTo", { leftovers: rollOver({ upTo: 99 }) }],
  ["cap_not_whole", "plans.pro-2.leftovers.upTo", plan("pro-2", { leftovers: rollOver({ upTo: 600.5 }) })],
  ["cap_not_whole", "plans.pro-2.leftovers.upTo", plan("pro-2", { leftovers: rollOver({ upTo: -1 }) })],
  ["limit_of_nothing", "plans.pro-2", plan("pro-2", { allowance: 0 })],
  ["rollover_unreachable", "rollover", plan("pro-2", { leftovers: expire })],
  ["plan_without_price", "plans.basic.price", plan("basic", { price: {} })],
  ["price_not_money", "plans.basic.price.month", plan("basic", { price: { month: 0 } })],
  ["price_not_money", "plans.basic.price.year", plan("basic", { price: { month: 9_00, year: 89.99 } })],
  ["price_not_money", "packs.pack_50.price", pack("pack_50", { price: -1 })],
  ["plan_without_use", "plans.basic", service("song", onlyOn(["pro-2"], costs(10, { early: 0, legacy: 8 })))],
  ["pack_gives_nothing", "packs.pack_50.credits", pack("pack_50", { credits: 0 })],
  ["pack_gives_nothing", "packs.pack_50.credits", pack("pack_50", { credits: 0.5 })],
  ["pack_misnamed", "packs.pack_50", pack("pack_50", { credits: 60 })],
  ["pack_misnamed", "packs.fifty", pack("fifty")],
  ["lookup_key_twice", "packs.basic_year", pack("basic_year")],
  ["service_without_price", "services.mix.choices", service("mix", costsBy("length", {}))],
  ["cost_not_whole", "services.mix.credits", service("mix", costs(-1))],
  ["cost_not_whole", "services.mix.credits", service("mix", costs(0.5))],
  ["cost_not_whole", "services.mix.choices.long", service("mix", costsBy("length", { short: 1, long: Number.NaN }))],
  ["cost_not_whole", "services.mix.cohorts.legacy.credits", service("mix", costs(3, { legacy: 1.5 }))],
  ["choices_differ", "services.mix.cohorts.legacy", service("mix", costsBy("q", { a: 1, b: 2 }, { legacy: { a: 0 } }))],
  [
    "choices_differ",
    "services.mix.cohorts.legacy",
    service("mix", { ...costs(3), cohorts: { legacy: costsBy("q", { a: 1 }) } }),
  ],
  ["rule_without_effect", "services.mix.cohorts.legacy", service("mix", costs(3, { legacy: 3 }))],
  [
    "rule_without_effect",
    "services.mix.cohorts.legacy",
    service("mix", costsBy("q", { a: 1, b: 2 }, { legacy: { b: 2, a: 1 } })),
  ],
  ["nothing_to_spend_on", "services", { services: { song: { ...free, cohorts: { early: costs(1) } } } }],
  ["source_never_spent", "burnDown", { burnDown: SOURCES.slice(1) }],
  ["source_twice", "burnDown", { burnDown: [...SOURCES, "plan"] }],
  ["plan_unknown", "services.mix.plans", service("mix", onlyOn(["pro-2", "team"], costs(1)))],
  ["plan_unknown", "pools", { pools: ["pro-2", "toString"] }],
  ["plans_missing", "services.mix.plans", service("mix", onlyOn([], costs(1)))],
  ["cohort_unknown", "services.mix.cohorts.vip", service("mix", costs(3, { vip: 2 }))],
  ["cohort_unknown", "services.mix.cohorts.vip", service("mix", costs(3, { legacy: 2, vip: 1 }))],
  ["cohort_unknown", "packs.pack_50.for", pack("pack_50", { for: members("vip") })],
  ["cohort_unknown", "rollover.for", neverDeclared],
  ["cohort_unknown", "rollover.notFor.by", rollover({ notFor: yearlyBoughtBefore("2022-07-01", members("toString")) })],
  ["cohort_unused", "cohorts.vip", { cohorts: { ...good.cohorts, vip: signedUpBefore("2020-01-01") } }],
  ["cohort_shadowed", "services.mix.cohorts.early", service("mix", costs(3, { legacy: 2, early: 1 }))],
  [
    "cohort_shadowed",
    "services.mix.cohorts.twin",
    {
      cohorts: { ...good.cohorts, twin: signedUpBefore("2023-01-01") },
      ...service("mix", costs(3, { legacy: 2, twin: 1 })),
    },
  ],
  ["date_never", "rollover.forPaymentsFrom", rollover({ forPaymentsFrom: day("2022-13-05") })],
  ["date_never", "rollover.forPaymentsFrom", rollover({ forPaymentsFrom: Number.POSITIVE_INFINITY })],
  ["date_never", "rollover.notFor.boughtBefore", rollover({ notFor: yearlyBoughtBefore("July", members("early")) })],
  ["date_never", "cohorts.legacy.signedUpBefore", { cohorts: { ...good.cohorts, legacy: signedUpBefore("soon") } }],
  ["version_not_date", "version", { version: "v2" }],
  ["version_not_date", "version", { version: "2026-02-30" }],
  ["currency_unknown", "currency", { currency: "usd" }],
  ["currency_unknown", "currency", { currency: "USDT" }],
  ["currency_unknown", "currency", { currency: "$USD" }],
  ["id_not_key", "name", { name: "Good Music" }],
  ["id_not_key", "plans.pro_3", plan("pro_3", {})],
  ["id_not_key", "services.Song", service("Song", costs(1))],
  ["id_not_key", "services.-song", service("-song", costs(1))],
  ["cycle_not_whole", "cycle", { cycle: months(0) }],
  ["cycle_not_whole", "cycle", { cycle: days(1.5) }],
  ["cycle_too_long", "cycle", { cycle: months(2) }],
  ["cycle_too_long", "cycle", { cycle: days(34) }],
  ["quote_not_whole", "quotes.lasts", { quotes: { lasts: 0 } }],
  ["quote_not_whole", "quotes.lasts", { quotes: { lasts: minutes(-10) } }],
  ["quote_not_whole", "quotes.lasts", { quotes: { lasts: 0.5 } }],
  ["quote_not_whole", "quotes.lasts", { quotes: { lasts: Number.POSITIVE_INFINITY } }],
  ["quote_too_long", "quotes.lasts", { quotes: { lasts: hours(24) + 1 } }],
  ["grace_not_whole", "grace", { grace: -1 }],
  ["grace_not_whole", "grace", { grace: Number.NaN }],
  ["grace_too_long", "grace", { grace: hours(28 * 24) }],
  ["grace_too_long", "grace", { cycle: days(3) }],
  ["grace_too_long", "grace", { cycle: calendarMonth, grace: hours(24) }],
  ["grace_too_long", "grace", { ...monthly, cycle: { calendarMonths: 2 }, grace: hours(29 * 24) }],
];

describe("a policy that compiles and is nonsense is told what is", () => {
  test.each(NONSENSE)("%s, at %s", (code, where, change) => {
    expect(lintPolicy({ ...good, ...change })).toEqual([
      { code, where, says: expect.stringMatching(/^\S.+\. \S/) as string },
    ]);
  });

  test("everything that can be found is found in one of them", () => {
    const all = [...NONSENSE, ...NONSENSE_IN_USE, ...NONSENSE_WITHOUT];
    expect(new Set(all.map(([code]) => code))).toEqual(new Set(Object.keys(FINDINGS)));
  });

  test("all that is wrong is told at once, in words", () => {
    expect(lintPolicy({ ...good, currency: "", grace: hours(-1), burnDown: [] })).toHaveLength(2 + SOURCES.length);
    const [cap] = lintPolicy({ ...good, ...plan("pro-2", { leftovers: rollOver({ upTo: 250 }) }) });
    expect(cap?.says).toBe(
      "It is 250, of an allowance of 500. Not even one unused allowance would fit under the limit.",
    );
  });

  test.each<[string, Partial<Policy>]>([
    ["It is 28 days, of a cycle of 28", { grace: hours(28 * 24) }],
    ["It is 0", plan("pro-2", { leftovers: rollOver({ cycles: 0 }) })],
    ["It is 0 times", plan("pro-2", { leftovers: rollOver({ upTo: { timesAllowance: 0 } }) })],
    [
      "It asks for q (a), and everyone for no option",
      service("mix", { ...costs(3), cohorts: { legacy: costsBy("q", { a: 1 }) } }),
    ],
    [
      "It asks for q (a), and everyone for q (a, b)",
      service("mix", costsBy("q", { b: 1, a: 2 }, { legacy: { a: 1 } })),
    ],
  ])("%s", (what, change) => {
    expect(lintPolicy({ ...good, ...change })).toEqual([
      expect.objectContaining({ says: expect.stringContaining(`${what}. `) as string }),
    ]);
  });

  test("a limit is found where it stands", () => {
    const where = (leftovers: Policy["leftovers"]) =>
      lintPolicy({ ...good, ...plan("pro-2", { leftovers }) }).map((finding) => finding.where);
    expect(where(rollOver({ cycles: 0.5 }))).toEqual(["plans.pro-2.leftovers.cycles"]);
    expect(where(rollOver({ upTo: { timesAllowance: 0 } }))).toEqual(["plans.pro-2.leftovers.upTo"]);
  });

  test("a plan that was never sold is told, whatever versions there have been", () => {
    expect(lintPolicy({ ...good, ...unsold({}, {}) })).toMatchObject([
      { code: "plan_without_price", where: "plans.basic.price" },
    ]);
  });
});

describe("what makes sense is left in peace", () => {
  test.each([good, omnia, musiversal, neume].map((each) => [each.name, each] as const))("%s", (_, each) => {
    expect(lintPolicy(each)).toEqual([]);
  });

  test.each<[string, Partial<Policy>]>([
    ["[O2] a cycle of 30 days", { cycle: days(30) }],
    ["twelve cycles of 33 days begin within a year", { cycle: days(33) }],
    ["long cycles, where nothing is paid yearly", { cycle: months(3), ...plan("basic", { price: { month: 9_00 } }) }],
    ["[O5] leftovers that stay", { leftovers: { leftovers: "keep" } }],
    ["a service that is free by choice", { services: { video: costsBy("quality", { low: 0, high: 5 }) } }],
    ["no grace", { grace: 0 }],
    ["what rolls over for everyone, and always", { rollover: { counting: "account", for: everyone } }],
    ["a day of grace, almost, where cycles are calendar months", { cycle: calendarMonth, grace: hours(24) - 1 }],
    ["29 days, almost, where they are two", { ...monthly, cycle: { calendarMonths: 2 }, grace: hours(29 * 24) - 1 }],
    ["a plan that one of the versions before has sold", unsold({ month: 9_00 }, {})],
    ["almost a cycle of grace", { grace: hours(28 * 24) - 1 }],
    ["a limit of exactly the allowance, for all", { leftovers: rollOver({ upTo: 100 }) }],
    ["[M8] Studio 50 with 250", { ...plan("pro-2", { allowance: 50, leftovers: rollOver({ upTo: 250 }) }) }],
  ])("%s", (_, change) => {
    expect(lintPolicy({ ...good, ...change })).toEqual([]);
  });
});
