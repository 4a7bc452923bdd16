import type { BySource } from "@passbook/client";

export type Source = keyof BySource;

/** In the order in which they are told, everywhere. */
export const SOURCES = ["plan", "rollover", "add-on", "promotion", "adjustment", "top-up"] as const satisfies Source[];

/** The sources of which there is something, with how much. */
export function presentIn(bySource: BySource): [Source, number][] {
  return SOURCES.flatMap((source): [Source, number][] => {
    const credits = bySource[source] ?? 0;
    return credits > 0 ? [[source, credits]] : [];
  });
}

/** All of it together. */
export function totalOf(bySource: BySource): number {
  return presentIn(bySource).reduce((total, [, credits]) => total + credits, 0);
}
