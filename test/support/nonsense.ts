import {
  booked,
  costs,
  type FindingCode,
  forever,
  givesBack,
  hours,
  moreThan,
  type Policy,
  percent,
} from "@passbook/core";
import { omnia } from "./omnia-story.ts";

/** OmniaStudio with bookings, an add-on, a yearly plan and a version before this one: each case changes one thing. */
export const sensible: Policy = {
  ...omnia,
  version: "2026-03-01",
  services: { ...omnia.services, session: booked(costs(30)) },
  bookings: {
    openAtOnce: 3,
    lengths: [1, 2],
    cancelled: [givesBack(percent(100), moreThan(hours(48))), givesBack(percent(50), moreThan(hours(24)))],
  },
  addOns: { extra: { credits: 100, price: { month: 3_00 }, lasts: forever } },
  earlier: [omnia],
};

const bookings = (change: Partial<NonNullable<Policy["bookings"]>>): Partial<Policy> => ({
  bookings: { openAtOnce: 3, lengths: [1], cancelled: [], ...sensible.bookings, ...change },
});
const windows = (...cancelled: [number, number][]): Partial<Policy> =>
  bookings({ cancelled: cancelled.map(([share, notice]) => givesBack(percent(share), moreThan(hours(notice)))) });
const extra = (change: Partial<Policy["addOns"][string]>): Partial<Policy> => ({
  addOns: { extra: { credits: 100, price: { month: 3_00 }, lasts: forever, ...change } },
});
const cancelling = (change: Partial<Policy["cancelling"]>): Partial<Policy> => ({
  cancelling: { ...sensible.cancelling, ...change },
});
const before = (...changes: Partial<Policy>[]): Partial<Policy> => ({
  earlier: changes.map((change) => ({ ...omnia, ...change })),
});
const { bookings: _, ...unbookable } = sensible;
const { pro, ...withoutPro } = sensible.plans as Record<"pro", Policy["plans"][string]>;

/** One change of `sensible`, what it is found as, and where. */
export const NONSENSE_IN_USE: readonly (readonly [FindingCode, string, Partial<Policy>])[] = [
  ["bookings_unused", "bookings", { services: omnia.services }],
  ["none_open", "bookings.openAtOnce", bookings({ openAtOnce: 0 })],
  ["none_open", "bookings.openAtOnce", bookings({ openAtOnce: 1.5 })],
  ["lengths_without_one", "bookings.lengths", bookings({ lengths: [] })],
  ["lengths_without_one", "bookings.lengths", bookings({ lengths: [2, 3] })],
  ["lengths_without_one", "bookings.lengths", bookings({ lengths: [1, 1.5] })],
  ["lengths_without_one", "bookings.lengths", bookings({ lengths: [1, 2, 2] })],
  ["share_not_percent", "bookings.cancelled.0.percent", windows([101, 48])],
  ["share_not_percent", "bookings.cancelled.0.percent", windows([-1, 48])],
  ["share_not_percent", "bookings.cancelled.0.percent", windows([33.3, 48])],
  ["notice_not_whole", "bookings.cancelled.0.moreThan", windows([50, -1])],
  ["notice_not_whole", "bookings.cancelled.0.moreThan", windows([50, Number.NaN])],
  ["window_hidden", "bookings.cancelled.0", windows([50, 48], [100, 24])],
  ["window_hidden", "bookings.cancelled.1", windows([100, 24], [50, 48])],
  ["window_hidden", "bookings.cancelled.1", windows([100, 24], [50, 24])],
  ["window_hidden", "bookings.cancelled.1", windows([100, 24], [100, 24])],
  ["window_hidden", "bookings.cancelled.0", windows([50, 24], [100, 24])],
  ["window_hidden", "bookings.cancelled.0", windows([50, 48], [50, 24])],
  ["price_not_money", "addOns.extra.price.month", extra({ price: { month: 0 } })],
  ["add_on_gives_nothing", "addOns.extra.credits", extra({ credits: 0 })],
  ["add_on_gives_nothing", "addOns.extra.credits", extra({ credits: 0.5 })],
  ["add_on_without_price", "addOns.extra.price", extra({ price: {} })],
  ["price_not_money", "addOns.extra.price.month", extra({ price: { month: 2.99 } })],
  [
    "add_on_beside_nothing",
    "addOns.extra.price.year",
    { ...extra({ price: { year: 30_00 } }), plans: { ...sensible.plans, ...monthly(sensible.plans) } },
  ],
  ["id_not_key", "addOns.Extra", { addOns: { Extra: { credits: 100, price: { month: 3_00 }, lasts: forever } } }],
  ["plan_unknown", "cancelling.fallback", { ...cancelling({ fallback: "toString" }), ...freeIsSold() }],
  ["fallback_priced", "cancelling.fallback", { ...cancelling({ fallback: "creator" }), ...freeIsSold() }],
  ["multiple_not_whole", "cancelling.keepsAtMost", cancelling({ keepsAtMost: 1.5 })],
  ["multiple_not_whole", "downgrading.keepsAtMost", { downgrading: { keepsAtMost: -1 } }],
  ["keeps_of_nothing", "cancelling.keepsAtMost", { cancelling: { loses: [], keepsAtMost: 2 }, ...freeIsSold() }],
  ["lost_twice", "cancelling.loses", cancelling({ loses: ["plan", "rollover", "plan"] })],
  ["lost_twice", "downgrading.loses", { downgrading: { loses: ["plan", "plan"] } }],
  ["version_not_date", "earlier.0.version", before({ version: "v1" })],
  ["version_twice", "earlier.0.version", before({ version: "2026-03-01" })],
  ["version_twice", "earlier.1.version", before({}, {})],
  ["version_out_of_order", "earlier.0.version", before({ version: "2026-04-01" })],
  ["version_out_of_order", "earlier.1.version", before({}, { version: "2026-02-01" })],
  ["version_of_another", "earlier.0.name", before({ name: "neume" })],
  ["version_of_another", "earlier.0.currency", before({ currency: "USD" })],
  ["sold_and_gone", "plans.pro", { plans: withoutPro }],
  ["sold_and_gone", "addOns.extra", { addOns: {}, ...before({ addOns: sensible.addOns }) }],
  ["sold_and_gone", "earlier.0.plans.pro", before({ version: "2026-02-01", plans: withoutPro }, {})],
];

/** What makes no sense by what is missing. */
export const NONSENSE_WITHOUT: readonly (readonly [FindingCode, string, Policy])[] = [
  ["bookings_missing", "services.session.booking", unbookable],
];

/** What looks odd and is meant. */
export const SENSE: readonly (readonly [string, Partial<Policy>])[] = [
  ["as it is", {}],
  ["[X7] a smaller plan at the end of the paid time, where nothing is paid yearly", { plans: monthly(sensible.plans) }],
  ["[M6] cancelling gives nothing back", bookings({ cancelled: [] })],
  ["[M6] any notice at all", windows([100, 0])],
  ["a plan that is not sold any more and was", { plans: { ...sensible.plans, pro: { ...pro, price: {} } } }],
  ["[O9] what is kept at the end, of a plan to fall back to", cancelling({ loses: [], keepsAtMost: 2 })],
];

function monthly(plans: Policy["plans"]): Policy["plans"] {
  return Object.fromEntries(
    Object.entries(plans).map(([name, plan]) => [name, { ...plan, price: name === "free" ? {} : { month: 1_00 } }]),
  );
}

function freeIsSold(): Partial<Policy> {
  return { plans: { ...sensible.plans, free: { allowance: 50, price: { month: 1_00 } } } };
}
