import { describe, expect, test } from "vitest";
import { beside, eventsIn, hasFixtures, recorded } from "../../support/fixtures.ts";
import { violations } from "../schema/violations.ts";

describe.skipIf(!hasFixtures)(`what Stripe's types say is what Stripe sends${beside}`, () => {
  test.each([...recorded()])(
    "%s, recorded from an older version, has no field and no kind that they do not",
    (_, object) => {
      expect(violations(object, "shape")).toEqual([]);
    },
  );

  test.each([...eventsIn("events-endive")])("%s is to the letter what they say", (_, event) => {
    expect(violations(event)).toEqual([]);
  });

  test.each([...eventsIn("events-2020")])("%s, of a version of years ago, is not", (_, event) => {
    expect(violations(event)).not.toEqual([]);
  });
});
