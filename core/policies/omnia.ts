import {
  atRenewal,
  atTermEnd,
  costs,
  costsBy,
  debt,
  endOfCycle,
  expire,
  forever,
  free,
  hours,
  minutes,
  months,
  nothing,
  policy,
} from "../words.ts";

/** OmniaStudio, "Subscription and credits". What the page gives is marked *; the rest is ours, and one edit away. Money is in cents: `9_90` is 9.90. */
export const omnia = policy("omnia", {
  version: "2026-01-01",
  currency: "EUR",

  cycle: months(1), //   * "every 30 days … whether your plan is monthly or annual": read as every month, on the day of the first
  leftovers: expire, //  * the FAQ: "Plan credits expire at monthly renewal"; elsewhere the page says that they stay: `keep`
  grace: hours(72), //     Stripe charges about an hour after the period's end, and again if the card is declined
  trial: nothing,

  // * A larger plan's credits come with the next renewal: inside a paid year with the next month's credits, when the difference
  // is charged. A smaller plan begins when the time that was paid for is over: of a year at its end. What runs stays.
  planChange: { up: atRenewal, down: atTermEnd },
  downgrading: { loses: [] },
  // * "you'll return to the free plan", and have its credits at once. Packs stay, and can be spent.
  cancelling: { loses: ["plan", "rollover"], fallback: "free" },
  onlyWhileSubscribed: [],
  // * "Remaining credits are not refunded". A refund of a payment takes back its share of what that payment gave and nothing
  // else; what of that was spent is owed, and the next credits pay it.
  shortfall: debt,

  cohorts: {},

  plans: {
    free: { allowance: 50, price: {} }, // * without a subscription
    creator: { allowance: 500, price: { month: 9_90, year: 99_00 } }, // * the 500 and the 99.00
    pro: { allowance: 2_000, price: { month: 29_00, year: 290_00 } },
    team: { allowance: 6_000, price: { month: 79_00, year: 790_00 } },
    enterprise: { allowance: 20_000, price: { month: 249_00, year: 2_490_00 } },
  },

  packs: {
    pack_1000: { credits: 1_000, price: 19_00, lasts: forever }, // * but for the price
    pack_5000: { credits: 5_000, price: 79_00, lasts: forever }, // * but for the price
  },

  addOns: {},

  services: {
    image: costsBy("quality", { standard: 10, high: 20 }),
    audio: costs(20),
    avatar: costs(50),
    video: costsBy("quality", { standard: 60, high: 100 }),
    "background-removal": free, // *
    upscale: free, //             *
    "local-edit": free, //        *
  },
  pools: ["team", "enterprise"], // * "create a team with a shared credit pool", of Enterprise
  quotes: { lasts: minutes(10) }, // for so long, and once, the price that is shown is the price that is charged
  recredit: endOfCycle, // where the credits' own time is over they come back until the running cycle ends

  // Of one kind those pay first that end first. The page does not say; so the plan's credits, which end, go before the packs'.
  burnDown: ["plan", "rollover", "add-on", "promotion", "adjustment", "top-up"],

  readings: [
    {
      page: '"Every 30 days", and "your monthly quota".',
      taken: "Every month, on the day of the month on which the subscription began.",
      otherwise: "`cycle: { days: 30 }`",
    },
    {
      page: 'Remaining credits "stay in your balance when a billing cycle ends (they don\'t expire)", and "plan credits expire at monthly renewal".',
      taken: "They expire: that is the page's own answer to the question. Packs never do.",
      otherwise: "`leftovers: keep`",
    },
    {
      page: '"If your account is Enterprise, you can create a team with a shared credit pool."',
      taken:
        "So can the plan Team. Who the members are is the product's to say, before or after the payment; when the plan ends they stay, and spend what the pool has left.",
      otherwise: '`pools: ["enterprise"]`',
    },
  ],
});
