import { atCycleEnd, costs, expire, forever, hours, months, newCycle, nothing, onlyOn, policy } from "../words.ts";

/** Neume, "Subscription and Top-Up Credits Explained". What the page gives is marked *; the rest is one edit away. */
export const neume = policy("neume", {
  version: "2026-01-01",
  currency: "USD",

  cohorts: {},

  cycle: months(1), //   * "each month, your account is automatically replenished"
  leftovers: expire, //  * "expires at the end of the billing cycle", "no rollover"
  grace: hours(72), //     Stripe charges about an hour after the period's end, and again if the card is declined
  trial: nothing,

  planChange: { up: newCycle, down: atCycleEnd },
  cancelling: { loses: ["plan", "rollover", "top-up"] }, // * "no expiry as long as you maintain an active subscription"
  onlyWhileSubscribed: ["top-up"],

  plans: {
    basic: { allowance: 100, price: { month: 9_00 } },
    plus: { allowance: 500, price: { month: 29_00 } },
    pro: { allowance: 2_000, price: { month: 79_00 } },
  },

  // * "You can buy them as needed without changing your subscription plan"; without a subscription there is nothing to top up.
  packs: {
    pack_50: { credits: 50, price: 6_00, lasts: forever, needs: "subscription" },
    pack_200: { credits: 200, price: 20_00, lasts: forever, needs: "subscription" },
    pack_1000: { credits: 1_000, price: 80_00, lasts: forever, needs: "subscription" },
  },

  addOns: {},

  services: {
    song: costs(10), //            * "creating AI-generated music"
    "voice-conversion": costs(5), // * "converting vocals"
    "stem-split": costs(3), //     * "splitting stems"
    "song-studio": onlyOn(["plus", "pro"], costs(20)), // * "premium features with certain subscription tiers"
  },

  burnDown: ["plan", "rollover", "add-on", "promotion", "adjustment", "top-up"], // plan credits end first, so they pay first

  readings: [
    {
      page: "Which credits pay first is not said.",
      taken: "The plan's: they end first.",
      otherwise: '`burnDown: ["top-up", "plan" … ]`',
    },
  ],
});
