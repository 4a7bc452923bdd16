import { expect, it, vi } from "vitest";
import { firstLoad, pageParts } from "../../bench/page-size.ts";

it("the first load is at most 90 kB of JavaScript, gzipped, without the chart and without the local bar", async () => {
  vi.stubEnv("NODE_ENV", "production");
  const parts = await pageParts();
  expect(firstLoad(parts)).toBeLessThanOrEqual(90_000);
  const later = parts.filter(({ isFirst }) => !isFirst).map(({ name }) => name);
  expect(later).toContain("balance-chart");
  expect(parts.some(({ code }) => code.includes("/local/clock"))).toBe(false);
}, 60_000);
