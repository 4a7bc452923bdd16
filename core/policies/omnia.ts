import {
  atRenewal,
  atTermEnd,
  costs,
  costsBy,
  endOfCycle,
  expire,
  forever,
  free,
  hours,
  months,
  nothing,
  policy,
} from "../words.ts";

/** OmniaStudio, "Subscription and credits". What the page gives is marked *; the rest is one edit away. */
export const omnia = policy("omnia", {
  version: "2026-01-01",
  currency: "EUR",

  cycle: months(1), //   * "every 30 days … whether your plan is monthly or annual"
  leftovers: expire, //  * the FAQ: "Plan credits expire at monthly renewal"; elsewhere the page says that they stay: `keep`
  grace: hours(72), //     Stripe charges about an hour after the period's end, and again if the card is declined
  trial: nothing,

  planChange: { up: atRenewal, down: atTermEnd },
  cancelling: { loses: ["plan", "rollover"], fallback: "free" }, // * "you'll return to the free plan"; top-ups stay
  onlyWhileSubscribed: [],

  cohorts: {},

  plans: {
    free: { allowance: 50, price: {} }, // * without a subscription
    creator: { allowance: 500 /* * */, price: { month: 9_90, year: 99_00 /* * */ } },
    pro: { allowance: 2_000, price: { month: 29_00, year: 290_00 } },
    team: { allowance: 6_000, price: { month: 79_00, year: 790_00 } },
    enterprise: { allowance: 20_000, price: { month: 249_00, year: 2_490_00 } },
  },

  packs: {
    pack_1000: { credits: 1_000 /* * */, price: 19_00, lasts: forever /* * */ },
    pack_5000: { credits: 5_000 /* * */, price: 79_00, lasts: forever /* * */ },
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
  recredit: endOfCycle,

  burnDown: ["plan", "rollover", "add-on", "promotion", "adjustment", "top-up"],

  readings: [
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
