import { expect, it } from "vitest";
import { type Awaited, lookAgainMs, looked } from "../../web/src/hooks/confirmation.ts";

const done: Awaited = { is: "awaited", before: "creator", since: 1_000 };

it.each([
  [1_000, 250],
  [1_250, 250],
  [1_500, 500],
  [2_000, 1_000],
  [3_000, 2_000],
  [30_999, 2_000],
])("what was done at 1,000 is looked for at %i, and %i ms later again", (now, ms) => {
  expect(lookAgainMs(done, now)).toBe(ms);
});

it("it is awaited as long as nothing has changed, and late after thirty seconds: then nothing hurries", () => {
  expect(looked(done, "creator", 30_999)).toBe(done);
  const late = looked(done, "creator", 31_000);
  expect(late).toEqual({ ...done, is: "late" });
  expect(lookAgainMs(late, 31_000)).toBeUndefined();
  expect(looked(late, "creator", 90_000)).toBe(late);
});

it("it is told by the first change, early or late, and looked again until nothing moves any more", () => {
  const late = looked(done, "creator", 31_000);
  for (const awaited of [done, late]) {
    const plan = looked(awaited, "pro", 40_000);
    expect(plan).toMatchObject({ is: "told", seen: "pro", since: 40_000 });
    const credits = looked(plan, "pro, 2000", 40_250);
    expect(lookAgainMs(credits, 40_250)).toBe(250);
    const settled = looked(credits, "pro, 2000", 40_500);
    expect(settled).toMatchObject({ is: "told", isSettled: true });
    expect(lookAgainMs(settled, 40_500)).toBeUndefined();
    expect(looked(settled, "free", 90_000)).toBe(settled);
  }
});

it("what went back to what it was has been told, too", () => {
  const there = looked(done, "pro", 2_000);
  expect(looked(there, "creator", 2_250)).toMatchObject({ is: "told", isSettled: true });
});
