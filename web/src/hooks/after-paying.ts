import type { BySource } from "@passbook/client";

interface Paying {
  readonly balance: number;
  readonly bySource: BySource;
  readonly lots: readonly { readonly source: keyof BySource; readonly credits: number }[];
}

/** What is left once so many credits have been paid: lots pay in the order in which they stand. */
export function afterPaying<T extends Paying>(before: T, credits: number): T {
  let due = Math.min(credits, before.balance);
  const bySource: { -readonly [source in keyof BySource]: number } = { ...before.bySource };
  const lots = before.lots.map((lot) => {
    const paid = Math.min(due, lot.credits);
    due -= paid;
    const left = (bySource[lot.source] ?? 0) - paid;
    if (left > 0) bySource[lot.source] = left;
    else if (paid > 0) Reflect.deleteProperty(bySource, lot.source);
    return paid === 0 ? lot : { ...lot, credits: lot.credits - paid };
  });
  return { ...before, balance: Math.max(0, before.balance - credits), bySource, lots };
}
