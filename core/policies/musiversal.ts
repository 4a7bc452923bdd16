import { day } from "../calendar.ts";
import {
  booked,
  costs,
  endOfCycle,
  everyone,
  expire,
  forever,
  givesBack,
  hours,
  members,
  months,
  moreThan,
  nothing,
  percent,
  policy,
  rollOver,
  signedUpBefore,
  yearlyBoughtBefore,
} from "../policy.ts";

/** Musiversal Studio, "About the credits system". What the page gives is marked *; the rest is one edit away. */
export const musiversal = policy("musiversal", {
  version: "2026-01-01",
  currency: "USD",

  cohorts: { legacy: signedUpBefore("2023-01-01") }, // * "signed up before 2023"

  cycle: months(1),
  grace: hours(72), // Stripe charges about an hour after the period's end, and again if the card is declined
  trial: nothing,

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
    counting: "account", //                                        * "a count of 6X … is not yet met in your account"
    for: everyone, //                                              * "available for all plans", although the section is the legacy one
    forPaymentsFrom: day("2022-01-05"), //                         *
    notFor: yearlyBoughtBefore("2022-07-01", members("legacy")), // *
  },

  packs: { pack_1: { credits: 1, price: 55_00, lasts: forever } },

  services: {
    session: booked(costs(1)), //          *
    "stem-mastering": booked(costs(2)), // *
    mixing: booked(costs(3)), //           *
  },
  bookings: {
    openAtOnce: 30, //     *
    lengths: [1, 2, 3], // * "double or triple"
    cancelled: [givesBack(percent(100), moreThan(hours(48)))], // *
  },
  recredit: endOfCycle,

  burnDown: ["plan", "rollover", "add-on", "promotion", "adjustment", "top-up"],
});
