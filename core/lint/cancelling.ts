import type { Source } from "../account.ts";
import { isCredits } from "../credits.ts";
import type { Policy } from "../policy.ts";
import { type Finding, found } from "./finding.ts";

/** What an end takes and leaves: a plan to fall back to that exists and is free, sources that are lost once. */
export function lintCancelling(policy: Policy): Finding[] {
  const { loses, keepsAtMost } = policy.cancelling;
  const hasNoFallback = keepsAtMost !== undefined && policy.cancelling.fallback === undefined;
  return [
    ...lintFallback(policy),
    ...found(hasNoFallback, "keeps_of_nothing", "cancelling.keepsAtMost", `It is ${keepsAtMost}`),
    ...lintKept("cancelling.keepsAtMost", keepsAtMost),
    ...lintLost("cancelling.loses", loses),
    ...lintKept("downgrading.keepsAtMost", policy.downgrading?.keepsAtMost),
    ...lintLost("downgrading.loses", policy.downgrading?.loses ?? []),
  ];
}

function lintFallback({ cancelling: { fallback }, plans }: Policy): Finding[] {
  if (fallback === undefined) return [];
  const plan = Object.hasOwn(plans, fallback) ? plans[fallback] : undefined;
  const [where, what] = ["cancelling.fallback", `It names ${JSON.stringify(fallback)}`];
  if (!plan) return found(true, "plan_unknown", where, what);
  return found(Object.keys(plan.price).length > 0, "fallback_priced", where, what);
}

function lintKept(where: string, times: number | undefined): Finding[] {
  return found(times !== undefined && !isCredits(times), "multiple_not_whole", where, `It is ${times}`);
}

function lintLost(where: string, loses: readonly Source[]): Finding[] {
  const twice = loses.filter((source, index) => loses.indexOf(source) < index);
  return twice.flatMap((source) => found(true, "lost_twice", where, `It names ${source} again`));
}
