import { boundary, DAY, type Interval } from "../calendar.ts";
import type { Policy } from "../policy.ts";
import { ALLOWANCES } from "../term.ts";
import { type Finding, found } from "./finding.ts";
import { isVersion } from "./versions.ts";

/** The cycle and what waits for it. */
export function lintTime(policy: Policy): Finding[] {
  return [...lintVersion(policy), ...lintCycle(policy), ...lintGrace(policy)];
}

function lintVersion({ version }: Policy): Finding[] {
  return found(!isVersion(version), "version_not_date", "version", `It is ${JSON.stringify(version)}`);
}

function lintCycle({ cycle, plans }: Policy): Finding[] {
  if (!isWhole(cycle)) return found(true, "cycle_not_whole", "cycle", `It is ${JSON.stringify(cycle)}`);
  const isPaidYearly = Object.values(plans).some(({ price }) => price.year !== undefined);
  const isLost = isPaidYearly && boundary(0, cycle, ALLOWANCES.year - 1) >= A_YEAR;
  return found(isLost, "cycle_too_long", "cycle", `It is ${JSON.stringify(cycle)}, and plans are paid yearly`);
}

function lintGrace({ grace, cycle }: Policy): Finding[] {
  if (!Number.isSafeInteger(grace) || grace < 0) return found(true, "grace_not_whole", "grace", `It is ${grace}`);
  const isLonger = isWhole(cycle) && grace >= shortest(cycle);
  return found(
    isLonger,
    "grace_too_long",
    "grace",
    `It is ${grace / DAY} days, of a cycle of ${shortest(cycle) / DAY}`,
  );
}

function isWhole(cycle: Interval): boolean {
  const [n = 0] = Object.values<number>(cycle);
  return Number.isSafeInteger(n) && n > 0;
}

/** A month has at least 28 days. */
function shortest(cycle: Interval): number {
  if ("days" in cycle) return cycle.days * DAY;
  // Begun on the last of a month, a calendar month's first cycle is over within a day.
  return "months" in cycle ? cycle.months * 28 * DAY : ((cycle.calendarMonths - 1) * 28 + 1) * DAY;
}

const A_YEAR = 365 * DAY;
