import { emptyAccount, MAX_CREDITS, type Policy, price } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { omnia } from "../support/omnia-story.ts";

const anybody = emptyAccount("ada");

type Options = Readonly<Record<string, string | number>>;

describe("what a service costs", () => {
  test.each<[string, number, Options, number]>([
    ["image", 1, {}, 10],
    ["image", 1, { quality: "standard" }, 10],
    ["image", 1, { quality: "high" }, 20],
    ["image", 7, { quality: "high" }, 140],
    ["audio", 1, {}, 20],
    ["avatar", 3, {}, 150],
    ["video", 1, {}, 60],
    ["video", 2, { quality: "high" }, 200],
    ["upscale", 1_000, {}, 0],
  ])("[O13] %s × %i with %j costs %i", (service, quantity, options, credits) => {
    expect(price(omnia, anybody, { service, quantity, options })).toEqual({ credits });
  });

  test("a choice may be a number, as JSON sends it", () => {
    const policy: Policy = { ...omnia, services: { session: { option: "length", choices: { 1: 1, 2: 2, 3: 3 } } } };
    expect(price(policy, anybody, { service: "session", quantity: 1, options: { length: 3 } })).toEqual({ credits: 3 });
  });
});

describe("nothing is priced by guess", () => {
  const services = "image, audio, avatar, video, background-removal, upscale, local-edit";
  test.each<[string, Options, string, string]>([
    ["hologram", {}, "service", `is not one of ${services}`],
    ["", {}, "service", `is not one of ${services}`],
    ["toString", {}, "service", `is not one of ${services}`],
    ["__proto__", {}, "service", `is not one of ${services}`],
    ["image", { quality: "ultra" }, "options.quality", "is not one of standard, high"],
    ["image", { quality: "constructor" }, "options.quality", "is not one of standard, high"],
    ["image", { size: "high" }, "options.size", "is not an option of image"],
    ["audio", { quality: "high" }, "options.quality", "is not an option of audio"],
    ["upscale", { quality: "high" }, "options.quality", "is not an option of upscale"],
  ])("[M3] %s with %j: %s %s", (service, options, field, message) => {
    expect(price(omnia, anybody, { service, quantity: 1, options })).toEqual({ problems: [{ field, message }] });
  });

  test("[M3] everything that is wrong is told at once", () => {
    expect(
      price(omnia, anybody, { service: "image", quantity: 1, options: { quality: "ultra", size: 1, length: 2 } }),
    ).toMatchObject({
      problems: [{ field: "options.quality" }, { field: "options.size" }, { field: "options.length" }],
    });
  });

  test.each([
    ["the largest amount is a price", MAX_CREDITS / 10, { credits: MAX_CREDITS }],
    [
      "one image more is not",
      MAX_CREDITS / 10 + 1,
      { problems: [{ field: "quantity", message: "costs more than 10¹² credits" }] },
    ],
    [
      "nor is what no double can count",
      1e300,
      { problems: [{ field: "quantity", message: "is not a whole number from 1" }] },
    ],
    ["nothing", 0, { problems: [{ field: "quantity", message: "is not a whole number from 1" }] }],
    ["less", -1, { problems: [{ field: "quantity", message: "is not a whole number from 1" }] }],
    ["a part", 0.5, { problems: [{ field: "quantity", message: "is not a whole number from 1" }] }],
  ])("[X10] %s", (_, quantity, priced) => {
    expect(price(omnia, anybody, { service: "image", quantity, options: {} })).toEqual(priced);
  });

  test("an option without choices is a mistake of the policy, not a price", () => {
    const policy: Policy = { ...omnia, services: { image: { option: "quality", choices: {} } } };
    expect(() => price(policy, anybody, { service: "image", quantity: 1, options: {} })).toThrow(
      new RangeError("quality has no choices"),
    );
  });
});
