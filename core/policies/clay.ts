import { atCycleEnd, costs, forever, hours, keep, months, newCycle, nothing, policy } from "../words.ts";

/**
 * A data product that keeps what is unused, and cuts what is stored to twice the new plan's credits after a downgrade or the
 * end. A paid year gives everything at once. A policy that shows the language; the numbers are ours.
 */
export const clay = policy("clay", {
  version: "2026-01-01",
  currency: "USD",
  cohorts: {},

  cycle: months(1),
  leftovers: keep,
  yearly: "upfront",
  grace: hours(72),
  trial: nothing,

  downgrading: { keepsAtMost: 2 },
  planChange: { up: newCycle, down: atCycleEnd },
  cancelling: { loses: [], keepsAtMost: 2, fallback: "free" },
  onlyWhileSubscribed: [],

  plans: {
    free: { allowance: 100, price: {} },
    starter: { allowance: 2_000, price: { month: 149_00, year: 1_608_00 } },
    explorer: { allowance: 10_000, price: { month: 349_00, year: 3_768_00 } },
    pro: { allowance: 50_000, price: { month: 800_00, year: 8_640_00 } },
  },
  packs: { pack_1000: { credits: 1_000, price: 100_00, lasts: forever } },
  addOns: {},

  services: { enrichment: costs(1), "ai-research": costs(5) },

  burnDown: ["plan", "rollover", "add-on", "promotion", "adjustment", "top-up"],
});
