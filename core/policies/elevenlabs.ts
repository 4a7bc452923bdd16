import { atCycleEnd, costs, expire, forever, hours, months, newCycle, nothing, policy, rollOver } from "../words.ts";

/**
 * A voice product whose unused credits roll over for two cycles: at most three allowances are held. Nothing rolls over on
 * its free plan, and what rolled over is lost by a downgrade or by cancelling. A policy that shows the language; the numbers are ours.
 */
export const elevenlabs = policy("elevenlabs", {
  version: "2026-01-01",
  currency: "USD",
  cohorts: {},

  cycle: months(1),
  leftovers: rollOver({ cycles: 2 }),
  grace: hours(72),
  trial: nothing,

  downgrading: { loses: ["plan", "rollover"] },
  planChange: { up: newCycle, down: atCycleEnd },
  cancelling: { loses: ["plan", "rollover"], fallback: "free" },
  onlyWhileSubscribed: [],

  plans: {
    free: { allowance: 10_000, price: {}, leftovers: expire },
    starter: { allowance: 30_000, price: { month: 5_00, year: 50_00 } },
    creator: { allowance: 100_000, price: { month: 22_00, year: 220_00 } },
    pro: { allowance: 500_000, price: { month: 99_00, year: 990_00 } },
  },
  packs: { pack_25000: { credits: 25_000, price: 7_50, lasts: forever } },
  addOns: {},

  services: { character: costs(1) },

  // What rolled over ends before the plan's own.
  burnDown: ["rollover", "plan", "add-on", "promotion", "adjustment", "top-up"],
});
