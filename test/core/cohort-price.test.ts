import { costs, costsBy, emptyAccount, type Instant, type Policy, price, signedUpBefore } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { describe, expect, test } from "vitest";
import { books } from "../support/booking-story.ts";
import { givenPolicy, spent } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { month, signedUp, takes } from "../support/omnia-story.ts";

const given = (...history: Parameters<typeof givenPolicy>[1][]) => givenPolicy(musiversal, ...history);
const studio = month("2026-02-01", "2026-03-01", { plan: "studio-10" });
const mixing = books("2026-02-10", "2026-02-03", { service: "mixing" });

const costOf = (
  policy: Policy,
  service: string,
  signedUpAt: Instant | null,
  options: Record<string, string> = {},
  quantity = 1,
) => price(policy, { ...emptyAccount("ada"), signedUpAt }, { service, quantity, options });

describe("cost per service", () => {
  test.each([
    ["session", 1],
    ["stem-mastering", 2],
    ["mixing", 3],
  ])("[M3] %s costs %i", (service, credits) => {
    given(studio)
      .when(books("2026-02-10", "2026-02-03", { service }))
      .emits({ movements: [spent(credits)] });
  });
});

describe("this may vary for legacy users", () => {
  test("[M7] mixing costs 2 for those who signed up before 2023, and 3 for the others", () => {
    given(studio, signedUp("2022-12-31T23:59:59Z", "2026-02-02"))
      .when(mixing)
      .emits({ movements: [spent(2)] });
    given(studio, signedUp("2023-01-01", "2026-02-02"))
      .when(mixing)
      .emits({ movements: [spent(3)] });
  });

  test("[M7] of whom nobody has said when they signed up is no legacy user", () => {
    given(studio)
      .when(mixing)
      .emits({ movements: [spent(3)] });
  });

  test("[M4] [M7] by the length, as for everyone; what a refusal says is missing, too", () => {
    const long = books("2026-02-10", "2026-02-03", { service: "mixing", length: 3 });
    given(studio, signedUp("2022-06-01", "2026-02-02"))
      .when(long)
      .emits({ movements: [spent(6)] });
    given(studio, signedUp("2022-06-01", "2026-02-02"), takes(5, "2026-02-02"))
      .when(long)
      .refuses({ needed: 6, short: 1 });
  });

  test("[M3] [M7] an unknown service is refused to them as to everyone", () => {
    expect(costOf(musiversal, "mastering", at("2022-06-01"))).toEqual({
      problems: [{ field: "service", message: "is not one of session, stem-mastering, mixing" }],
    });
  });
});

describe("a cohort's price has the same words as everyone's", () => {
  const policy: Policy = {
    ...musiversal,
    cohorts: { early: signedUpBefore("2021-01-01"), legacy: signedUpBefore("2023-01-01") },
    services: {
      video: costsBy("quality", { standard: 60, high: 100 }, { legacy: { standard: 50, high: 0 } }),
      song: costs(9, { early: 0, legacy: 5 }),
      take: costs(9, { legacy: 5, early: 0 }),
    },
  };

  test.each([
    [null, {}, 60],
    ["2022-06-01", {}, 50],
    ["2022-06-01", { quality: "high" }, 0],
  ])("[M7] by an option: signed up %s, %j costs %i", (signedUpOn, options, credits) => {
    expect(costOf(policy, "video", signedUpOn === null ? null : at(signedUpOn), options)).toEqual({ credits });
  });

  test.each([
    ["song", "2020-06-01", 0],
    ["take", "2020-06-01", 5],
    ["song", "2022-06-01", 5],
    ["song", "2024-06-01", 9],
  ])("[M7] of several cohorts the first that is named counts: %s for %s costs %i", (service, signedUpOn, credits) => {
    expect(costOf(policy, service, at(signedUpOn))).toEqual({ credits });
  });

  test("[M7] its words answer plain data", () => {
    expect(costs(3, { legacy: 2 })).toEqual({ credits: 3, cohorts: { legacy: { credits: 2 } } });
    expect(JSON.parse(JSON.stringify(policy))).toEqual(policy);
  });
});
