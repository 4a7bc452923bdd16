import { afterAll, expect } from "vitest";
import type { Crashed } from "./matrix.ts";

/** Prints what a file of scenarios has come to. */
export function counted() {
  const all: Crashed[] = [];
  afterAll(() => {
    const [sites, crashes] = [all.flatMap((one) => one.sites), all.reduce((sum, one) => sum + one.crashes, 0)];
    const kinds = Object.entries(Object.groupBy(sites, (site) => site.replace(/_\w{10,}/, "_…")));
    const listed = kinds.map(([kind, calls = []]) => `${calls.length} ${kind}`).join(", ");
    console.info(`${all.length} scenarios, ${sites.length} call sites, ${crashes} crashes: ${listed}`);
  });
  return (crashed: Crashed): void => {
    all.push(crashed);
    expect(crashed.failures).toEqual([]);
  };
}
