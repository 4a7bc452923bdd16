import { everyone, keep, type Policy, rollOver } from "@passbook/core";
import { at } from "./instants.ts";
import { omnia } from "./omnia-story.ts";

/** OmniaStudio, and variations of it that treat leftovers, ends and refunds differently. */
export const policies: readonly Policy[] = [
  omnia,
  { ...omnia, leftovers: keep, planChange: { up: "difference", down: "atCycleEnd" } },
  { ...omnia, leftovers: rollOver({ upTo: 700 }), rollover: { counting: "account", for: everyone } },
  {
    ...omnia,
    leftovers: rollOver({ upTo: 900 }),
    rollover: { counting: "rollover", for: everyone, forPaymentsFrom: at("2026-03-01") },
    cancelling: { loses: ["plan", "rollover", "top-up", "adjustment"] },
    onlyWhileSubscribed: ["top-up"],
    shortfall: "forgive",
    planChange: { up: "prorated", down: "atCycleEnd" },
  },
  { ...omnia, leftovers: rollOver({ cycles: 2 }), downgrading: { loses: ["plan", "rollover"] } },
  {
    ...omnia,
    leftovers: keep,
    yearly: "upfront",
    downgrading: { keepsAtMost: 2 },
    cancelling: { loses: [], keepsAtMost: 2, fallback: "free" },
  },
];
