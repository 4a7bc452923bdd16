import type { Leftovers, Policy } from "@passbook/core";
import type { Happening } from "../../support/journal.ts";
import type { Doing } from "./any-life.ts";
import type { Ruled } from "./any-policy.ts";

// What random stories leave out, because the engine is known not to do it as required yet: `findings.test.ts` tells why.

const DAYS_OF_A_SHORT_MONTH = 28;

/** Whether this is not to be done under these rules. */
export function isOpen({ policy, comesBack, ...ruled }: Ruled, doing: Doing): boolean {
  if (process.env["ALL"])
    return comesBack
      ? doing.does === "pays" && doing.after > DAYS_OF_A_SHORT_MONTH * 24
      : doing.does === "use" && doing.isBack;
  const { downgrading, cancelling } = policy;
  switch (doing.does) {
    case "pause":
      // What is kept, or carried over for a number of cycles, where a payment does not come in time.
      return ruled.isPrompt;
    case "give up":
      // What comes back to a cycle whose grace has ended early.
      return ruled.isPrompt || comesBack;
    case "pays":
      if (comesBack && doing.givesUpAfter > 0) return true;
      if (ruled.isPrompt) return doing.after < 0 || doing.after > 24 || doing.givesUpAfter > 0;
      // Neither a downgrade nor an end finds what was paid when its own period was over, but by its source.
      return (
        (downgrading !== undefined || !cancelling.loses.includes("plan")) && doing.after > DAYS_OF_A_SHORT_MONTH * 24
      );
    case "subscribe":
      return doing.trialDays > 0 && canTakeFree(policy) && comesBack;
    case "cancel":
      return canTakeFree(policy) && !comesBack;
    case "change":
      // What comes back after a downgrade's cut.
      return downgrading !== undefined && comesBack;
    case "use":
      if (!doing.isBack) return doing.ends && !ruled.isShortLived;
      // What comes back after the last cycle of what was carried over for a number of them.
      if (!comesBack || isAgeing(policy)) return true;
      // What comes back to a pack or an adjustment that has ended, and is not lost.
      return ruled.isShortLived && policy.recredit?.recredit !== "lost";
    default:
      return false;
  }
}

/** The end of a subscription that was never paid for takes what is left of Free: there is no such trial, or no such end. */
function canTakeFree({ trial, cancelling }: Policy): boolean {
  return "trial" in trial && trial.trial === "none" && cancelling.fallback !== undefined;
}

/** A hold that ends with the subscription: what comes back at that very instant outlives it. */
export function endsTogether(happening: Happening, story: readonly Happening[]): boolean {
  if (happening.type !== "PlaceHold" || process.env["ALL"]) return false;
  const { expiresAt } = happening;
  return story.some(
    (told) => told.type === "ChangeSubscription" && (told.endedAt === expiresAt || told.cancelAt === expiresAt),
  );
}

function isAgeing({ leftovers, plans }: Policy): boolean {
  const ages = (rule: Leftovers | undefined) => rule?.leftovers === "rollOver" && rule.cycles !== undefined;
  return ages(leftovers) || Object.values(plans).some((plan) => ages(plan.leftovers));
}
