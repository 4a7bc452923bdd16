import { day } from "../calendar.ts";
import {
  atCycleEnd,
  booked,
  costs,
  debt,
  endOfCycle,
  everyone,
  everything,
  expire,
  forever,
  givesBack,
  hours,
  members,
  minutes,
  months,
  moreThan,
  newCycle,
  nothing,
  percent,
  policy,
  rollOver,
  signedUpBefore,
  yearlyBoughtBefore,
} from "../words.ts";

/** Musiversal Studio, "About the credits system". What the page gives is marked *; the rest is ours, and one edit away. Money is in cents: `9_90` is 9.90. */
export const musiversal = policy("musiversal", {
  version: "2026-01-01",
  currency: "USD",

  // A larger plan begins at once, with a payment and a cycle of its own; a smaller one with the next payment.
  planChange: { up: newCycle, down: atCycleEnd },
  // * "No credits are lost" by a smaller plan. With 500 stored and 100 unused, from Studio 100 to Studio 50: the 500 stay,
  // though the new limit is 300; the 100 are over the limit and end; 50 new ones come.
  downgrading: { loses: [] },
  // * "any credits stored will be lost at the end of your final billing period": not at the click but when the time that was
  // paid for is over, of a year at its end; all kinds of credits, bought ones too. What is booked stays booked.
  cancelling: { loses: everything },
  onlyWhileSubscribed: [], // while a payment is awaited or the plan is paused, credits can be spent
  // A refund takes back its share of what its own payment gave; what of that was spent is owed, and the next credits pay it.
  shortfall: debt,

  cohorts: { legacy: signedUpBefore("2023-01-01") }, // * "signed up before 2023"

  cycle: months(1),
  grace: hours(72), // Stripe charges about an hour after the period's end, and again if the card is declined
  trial: nothing,

  // What is unused at a new payment rolls over up to the plan's limit: with 55 stored and 9 unused on Studio 10, 5 of the 9
  // do, which makes 60, and 4 end. Then come the 10 new ones, which are not counted: 70.
  leftovers: expire, // of plans that say nothing else
  plans: {
    "studio-2": { allowance: 2, price: { month: 99_00, year: 999_00 } }, // * no rollover
    "studio-5": { allowance: 5, price: { month: 199_00, year: 1_999_00 }, leftovers: rollOver({ upTo: 30 }) }, // *
    "studio-10": { allowance: 10, price: { month: 349_00, year: 3_499_00 }, leftovers: rollOver({ upTo: 60 }) }, // *
    // * The page's example says 250; its rule, stated four times, says 6 × 50.
    "studio-50": { allowance: 50, price: { month: 1_499_00, year: 14_999_00 }, leftovers: rollOver({ upTo: 300 }) },
    "studio-100": { allowance: 100, price: { month: 2_699_00, year: 26_999_00 }, leftovers: rollOver({ upTo: 600 }) }, // *
  },
  rollover: {
    counting: "account", //                                        * "a count of 6X … is not yet met in your account": of whatever kind
    for: everyone, //                                              * "available for all plans", although the section is the legacy one
    forPaymentsFrom: day("2022-01-05"), //                         *
    notFor: yearlyBoughtBefore("2022-07-01", members("legacy")), // *
  },

  // `forever`: until they are spent, or the membership ends (`cancelling`).
  packs: {
    pack_1: { credits: 1, price: 55_00, lasts: forever }, // On Demand, also without a plan
    pack_5: { credits: 5, price: 225_00, lasts: forever, for: members("legacy") }, //   * "Top-up Credits", of the legacy section
    pack_20: { credits: 20, price: 800_00, lasts: forever, for: members("legacy") }, // *
  },

  addOns: { extra: { credits: 5, price: { month: 189_00 }, lasts: forever } }, // beside monthly plans

  services: {
    session: booked(costs(1)), //                *
    "stem-mastering": booked(costs(2)), //       *
    mixing: booked(costs(3, { legacy: 2 })), //  3 *; "this may vary for Legacy users": the 2 is ours
  },
  bookings: {
    openAtOnce: 30, //     *
    lengths: [1, 2, 3], // * "double or triple", at twice or three times the credits
    cancelled: [givesBack(percent(100), moreThan(hours(48)))], // * with 48 hours' notice or less, nothing
  },
  quotes: { lasts: minutes(10) }, // for so long, and once, the price that is shown is the price that is charged
  recredit: endOfCycle, // where the credits' own time is over they come back until the running cycle ends

  burnDown: ["plan", "rollover", "add-on", "promotion", "adjustment", "top-up"],

  readings: [
    {
      page: "From Studio 100 to Studio 50 the limit goes from 600 to 250, in an example. The rule, stated four times, is 6 times the plan: 300.",
      taken: "The rule.",
      otherwise: '`"studio-50": { … rollOver({ upTo: 250 }) }`',
    },
    {
      page: 'Credit rollover stands under "For Legacy users", and is "available for all plans", some legacy ones excepted.',
      taken: "It is for everyone; top-ups are what only legacy users can buy.",
      otherwise: '`rollover: { for: members("legacy") … }`',
    },
    {
      page: 'The limit is a count "in your account", and that of "rolled over credits".',
      taken: "All credits of the account count.",
      otherwise: '`rollover: { counting: "rollover" … }`',
    },
  ],
});
