import type { ChangeSubscription } from "@passbook/core";
import type { Happening } from "../../support/journal.ts";

const SECOND_MS = 1_000;

/**
 * At one instant state comes before money, what is paid when its own period is over after what begins a cycle (X1), and all of
 * it before what people do.
 */
function rank(happening: Happening): number {
  const { type } = happening;
  if (type === "ChangeSubscription") return 0;
  if (type === "GrantAllowance" && happening.until <= happening.paidAt) return 1.5;
  return type === "GrantAllowance" || type === "GrantAddOn" || type === "GrantPack" ? 1 : 2;
}

function isSameMoment(one: ChangeSubscription, other: Happening): boolean {
  return other.type === one.type && other.toldAt === one.toldAt && other.subscription === one.subscription;
}

/**
 * Everything in the order of its own instant. Of two states of one instant the last one counts, as it would be retrieved. A
 * fact may be told some seconds later, where nothing comes between: facts that come later than that are another test's.
 */
export function inOrder(all: readonly Happening[], seconds: readonly number[]): Happening[] {
  const last = all.filter(
    (one, index) =>
      one.type !== "ChangeSubscription" || !all.slice(index + 1).some((other) => isSameMoment(one, other)),
  );
  const sorted = last.toSorted((a, b) => a.now - b.now || rank(a) - rank(b));
  return sorted.map((happening, index) => {
    const next = sorted[index + 1];
    const isAlone = next === undefined || next.now > happening.now + 60 * SECOND_MS;
    const late = isAlone && rank(happening) < 2 ? (seconds[index % Math.max(1, seconds.length)] ?? 0) : 0;
    return { ...happening, now: happening.now + late * SECOND_MS };
  });
}
