import {
  atCycleEnd,
  costs,
  debt,
  endOfCycle,
  expire,
  forever,
  hours,
  minutes,
  months,
  newCycle,
  nothing,
  onlyOn,
  percentOfAllowance,
  policy,
} from "../words.ts";

/** Neume, "Subscription and Top-Up Credits Explained". What the page gives is marked *; the rest is ours, and one edit away. Money is in cents: `9_90` is 9.90. */
export const neume = policy("neume", {
  version: "2026-01-01",
  currency: "USD",

  cohorts: {},

  cycle: months(1), //   * "each month, your account is automatically replenished"
  leftovers: expire, //  * "expires at the end of the billing cycle", "no rollover"
  grace: hours(72), //     Stripe charges about an hour after the period's end, and again if the card is declined
  trial: nothing,

  // A larger plan begins at once, with a payment and a cycle of its own; a smaller one with the next cycle.
  planChange: { up: newCycle, down: atCycleEnd },
  downgrading: { loses: [] },
  // * "no expiry as long as you maintain an active subscription": when it has ended they end too, as the time that was paid for is
  // over. While a card is declined they can be spent; while the subscription is unpaid or paused they wait, and nothing is lost.
  cancelling: { loses: ["plan", "rollover", "top-up"] },
  onlyWhileSubscribed: ["top-up"],
  // A refund takes back its share of what its own payment gave; what of that was spent is owed, and the next credits pay it.
  shortfall: debt,

  plans: {
    basic: { allowance: 100, price: { month: 9_00 } },
    plus: { allowance: 500, price: { month: 29_00 } },
    pro: { allowance: 2_000, price: { month: 79_00 } },
  },

  // `forever`: until they are spent, or the subscription ends (`cancelling`).
  // * "You can buy them as needed without changing your subscription plan"; without a subscription there is nothing to top up.
  packs: {
    pack_50: { credits: 50, price: 6_00, lasts: forever, needs: "subscription" },
    pack_200: { credits: 200, price: 20_00, lasts: forever, needs: "subscription" },
    pack_1000: { credits: 1_000, price: 80_00, lasts: forever, needs: "subscription" },
  },

  addOns: {},

  services: {
    song: costs(10), //            "creating AI-generated music" costs *; how much each does is ours
    "voice-conversion": costs(5), // "converting vocals" *
    "stem-split": costs(3), //     "splitting stems" *
    "song-studio": onlyOn(["plus", "pro"], costs(20)), // * "premium features with certain subscription tiers": which, and the 20 a use, are ours
  },

  quotes: { lasts: minutes(10) }, // for so long, and once, the price that is shown is the price that is charged
  low: percentOfAllowance(10), // * "credits are running low": when that is, is ours
  recredit: endOfCycle, // where the credits' own time is over they come back until the running cycle ends

  burnDown: ["plan", "rollover", "add-on", "promotion", "adjustment", "top-up"], // plan credits end first, so they pay first

  readings: [
    {
      page: "Which credits pay first is not said.",
      taken: "The plan's: they end first.",
      otherwise: '`burnDown: ["top-up", "plan" … ]`',
    },
  ],
});
