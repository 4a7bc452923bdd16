import { omnia } from "@passbook/core/policies/omnia";
import { beforeAll, describe, expect, it } from "vitest";
import { sold } from "../../functions/stripe/prices.ts";
import { ada } from "../support/gateway-event.ts";
import { bought } from "../support/omnia-story.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";

interface Catalogue {
  readonly plans: readonly { id: string; credits: number; prices: readonly { lookupKey: string }[] }[];
  readonly packs: readonly { id: string; credits: number; lookupKey: string }[];
  readonly services: readonly { id: string; credits: number; option?: string; choices?: Record<string, number> }[];
  readonly rules: readonly string[];
}

let passbook: TestPassbook;
let catalogue: Catalogue;
beforeAll(async () => {
  passbook = await testPassbook();
  catalogue = (await passbook.call("GET /catalog")).body as Catalogue;
});

describe("The catalogue", () => {
  it("is open to everybody, may be kept for a minute, and touches no account", async () => {
    const { status, headers } = await passbook.call("GET /catalog");
    expect(status).toBe(200);
    expect(headers).toEqual({ "content-type": "application/json", "cache-control": "public, max-age=60" });
    expect(await passbook.items()).toEqual({});
  });

  it("[O1] lists the plans with their prices by month and year", () => {
    expect(catalogue).toMatchObject({ policy: "omnia", version: "2026-01-01", currency: "EUR" });
    expect(catalogue.plans[0]).toEqual({ id: "free", credits: 50, prices: [] });
    expect(catalogue.plans[1]).toEqual({
      id: "creator",
      credits: 500,
      prices: [
        { interval: "month", amount: 9_90, lookupKey: "omnia_creator_month" },
        { interval: "year", amount: 99_00, lookupKey: "omnia_creator_year" },
      ],
    });
  });

  it("[O6] lists the packs", () => {
    expect(catalogue.packs).toEqual([
      { id: "pack_1000", credits: 1_000, amount: 19_00, lookupKey: "omnia_pack_1000" },
      { id: "pack_5000", credits: 5_000, amount: 79_00, lookupKey: "omnia_pack_5000" },
    ]);
  });

  it("names the prices by the lookup keys that are understood when they are paid", () => {
    const named = [...catalogue.plans.flatMap(({ prices }) => prices), ...catalogue.packs];
    expect(named.map(({ lookupKey }) => lookupKey)).toEqual([...sold(omnia).keys()]);
  });

  it("[O4] [O13] tells what each service costs, by option where there is one, and what is free", () => {
    const cost = (id: string) => catalogue.services.find((service) => service.id === id);
    expect(cost("avatar")).toEqual({ id: "avatar", credits: 50 });
    expect(cost("image")).toEqual({ id: "image", credits: 10, option: "quality", choices: { standard: 10, high: 20 } });
    expect(cost("upscale")).toEqual({ id: "upscale", credits: 0 });
  });

  it("charges for every service and choice what it tells", async () => {
    await passbook.given("ada", bought("pack_5000", "2026-01-31"));
    for (const { id, credits, option, choices = {} } of catalogue.services) {
      const wanted = [
        [{}, credits],
        ...Object.entries(choices).map(([choice, n]) => [{ [String(option)]: choice }, n]),
      ];
      for (const [options, cost] of wanted) {
        const key = JSON.stringify([id, options]);
        const { body } = await passbook.call("POST /accounts/ada/spends", {
          token: ada,
          key,
          body: { service: id, options },
        });
        expect(body).toMatchObject({ spend: { service: id, credits: cost } });
      }
    }
  });

  it("says its rules in sentences", () => {
    expect(catalogue.rules).toContain(
      "The plan creator gives 500 credits every month and costs EUR 9.90 a month or EUR 99.00 a year.",
    );
    for (const rule of catalogue.rules) expect(rule).toMatch(/^[\w-].*\.$/);
  });
});
