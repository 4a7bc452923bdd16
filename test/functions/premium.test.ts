import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { describe, expect, it } from "vitest";
import { ada } from "../support/gateway-event.ts";
import { month } from "../support/omnia-story.ts";
import { testPassbook } from "../support/test-passbook.ts";

const paid = month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "basic" });
const studio = { token: ada, key: "premium", body: { service: "song-studio" } };

describe("A premium service", () => {
  it("[N6] is refused with 403, the plans that may use it, and nothing written", async () => {
    const passbook = await testPassbook({ policy: neume });
    await passbook.given("ada", paid);
    const before = await passbook.items();
    const refused = await passbook.call("POST /accounts/ada/spends", studio);
    expect(refused).toMatchObject({ status: 403, headers: { "content-type": "application/problem+json" } });
    expect(refused.body).toEqual({
      type: "urn:passbook:problem:plan_required",
      title: "Your plan does not include this",
      status: 403,
      detail: "This needs the plan plus or pro.",
      code: "plan_required",
      plans: ["plus", "pro"],
    });
    expect(await passbook.items()).toEqual(before);
  });

  it("[N6] a refused key is not remembered: on a plan that includes it, it pays", async () => {
    const passbook = await testPassbook({ policy: neume });
    await passbook.given("ada", paid);
    expect(await passbook.call("POST /accounts/ada/spends", studio)).toMatchObject({ status: 403 });
    await passbook.given("ada", { ...paid, plan: "plus", item: "another" });
    expect(await passbook.call("POST /accounts/ada/spends", studio)).toMatchObject({
      status: 201,
      body: { spend: { credits: 20 } },
    });
  });

  it("[N6] [N3] the catalogue tells which plans may use it, and which packs need one", async () => {
    const { body } = await (await testPassbook({ policy: neume })).call("GET /catalog");
    expect(body).toMatchObject({
      services: expect.arrayContaining([
        { id: "song", credits: 10 },
        { id: "song-studio", credits: 20, plans: ["plus", "pro"] },
      ]),
      packs: expect.arrayContaining([
        { id: "pack_50", credits: 50, amount: 6_00, lookupKey: "neume_pack_50", needs: "subscription" },
      ]),
    });
  });
});

describe("The catalogue of cohorts", () => {
  it("[M7] tells what legacy users pay, and what is sold to them alone", async () => {
    const { body } = await (await testPassbook({ policy: musiversal })).call("GET /catalog");
    expect(body).toMatchObject({
      services: expect.arrayContaining([
        { id: "mixing", credits: 3, cohorts: { legacy: { credits: 2 } }, lengths: [1, 2, 3] },
      ]),
      packs: expect.arrayContaining([
        { id: "pack_5", credits: 5, amount: 225_00, lookupKey: "musiversal_pack_5", cohort: "legacy" },
      ]),
    });
  });
});
