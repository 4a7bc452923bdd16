import { lintPolicy } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { NONSENSE_IN_USE, NONSENSE_WITHOUT, SENSE, sensible } from "../support/nonsense.ts";

const says = expect.stringMatching(/^\S.+\. \S/) as string;

describe("bookings, add-ons, ends and versions that compile and are nonsense are told what is", () => {
  test.each(NONSENSE_IN_USE)("%s, at %s", (code, where, change) => {
    expect(lintPolicy({ ...sensible, ...change })).toEqual([{ code, where, says }]);
  });

  test.each(NONSENSE_WITHOUT)("%s, at %s", (code, where, policy) => {
    expect(lintPolicy(policy)).toEqual([{ code, where, says }]);
  });
});

describe("what makes sense is left in peace", () => {
  test.each(SENSE)("%s", (_, change) => {
    expect(lintPolicy({ ...sensible, ...change })).toEqual([]);
  });
});
