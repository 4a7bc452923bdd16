import {
  costs,
  costsBy,
  expire,
  forever,
  free,
  hours,
  months,
  nothing,
  type Policy,
  policy,
  policyVersion,
  SOURCES,
  type Source,
} from "@passbook/core";
import { policies } from "@passbook/core/policies";
import { describe, expect, test } from "vitest";
import { omnia } from "../support/omnia-story.ts";

const { name: product, ...rules } = omnia;

describe("a policy is data", () => {
  test("every entry can name it and its version", () => {
    expect(policyVersion(policy("neume", { ...rules, version: "2027-05-01" }))).toBe("neume@2027-05-01");
  });

  test("it can be stored and read back without a loss", () => {
    expect(JSON.parse(JSON.stringify(omnia))).toEqual(omnia);
  });

  test("it is found by its own name", () => {
    for (const [name, found] of Object.entries(policies)) expect(found.name).toBe(name);
    expect(policies[product]).toBe(omnia);
  });

  test("its words answer plain data", () => {
    expect([months(3), hours(72), costs(5), free, costsBy("size", { s: 1 }), expire, forever, nothing]).toEqual([
      { months: 3 },
      259_200_000,
      { credits: 5 },
      { credits: 0 },
      { option: "size", choices: { s: 1 } },
      { leftovers: "expire" },
      { lifetime: "forever" },
      { trial: "none" },
    ]);
  });
});

describe("the burn-down order names every source once", () => {
  test.each<[string, readonly Source[]]>([
    ["as usual", SOURCES],
    ["the other way round", SOURCES.toReversed()],
  ])("[N7] %s", (_, burnDown) => {
    expect(policy("neume", { ...rules, burnDown }).burnDown).toEqual(burnDown);
  });

  test.each<[string, readonly Source[]]>([
    ["leaves one out", SOURCES.slice(1)],
    ["names one twice", [...SOURCES, "plan"]],
    ["names one twice instead of another", [...SOURCES.slice(1), "top-up"]],
    ["is empty", []],
  ])("[N7] one that %s is refused: credits could never be spent", (_, burnDown) => {
    expect(() => policy("neume", { ...rules, burnDown })).toThrow(TypeError);
    expect(() => policy("neume", { ...rules, burnDown })).toThrow(
      "neume: the burn-down order must name each of plan, rollover,",
    );
  });
});

describe("OmniaStudio", () => {
  const allowances = (each: Policy) => Object.entries(each.plans).map(([plan, { allowance }]) => [plan, allowance]);

  test("[O1] its plans", () => {
    expect(allowances(omnia)).toEqual([
      ["free", 50],
      ["creator", 500],
      ["pro", 2_000],
      ["team", 6_000],
      ["enterprise", 20_000],
    ]);
    expect(omnia.plans["creator"]?.price.year).toBe(99_00);
  });

  test("[O6] its packs", () => {
    expect(Object.entries(omnia.packs).map(([pack, { credits, lasts }]) => [pack, credits, lasts])).toEqual([
      ["pack_1000", 1_000, { lifetime: "forever" }],
      ["pack_5000", 5_000, { lifetime: "forever" }],
    ]);
  });

  test("[O2] its cycle is a month, [X1] its grace 72 hours, [X8] its trials give nothing", () => {
    expect(omnia).toMatchObject({
      cycle: { months: 1 },
      grace: 72 * 3_600_000,
      trial: { trial: "none" },
      currency: "EUR",
    });
  });
});
