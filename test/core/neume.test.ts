import { neume } from "@passbook/core/policies/neume";
import { describe, expect, test } from "vitest";
import { expired, givenPolicy, granted, spent } from "../support/given.ts";
import { bought, month, takes, uses } from "../support/omnia-story.ts";

const given = (...history: Parameters<typeof givenPolicy>[1][]) => givenPolicy(neume, ...history);
const paid = (plan: string, from = "2026-02-01", until = "2026-03-01") => month(from, until, { plan });
const march = (plan: string) => paid(plan, "2026-03-01", "2026-04-01");

describe("what are Neume credits", () => {
  test.each([
    ["song", 10],
    ["voice-conversion", 5],
    ["stem-split", 3],
  ])("[N1] every song generation, voice conversion and stem split costs credits: %s %i", (service, credits) => {
    given(paid("basic"))
      .when(uses(service, "2026-02-03"))
      .emits({ reason: service, movements: [spent(credits)], balance: 100 - credits });
  });

  test("[N1] none of its services is free", () => {
    for (const [, cost] of Object.entries(neume.services)) expect(cost).not.toEqual({ credits: 0 });
  });
});

describe("subscription credits", () => {
  test.each([
    ["basic", 100],
    ["plus", 500],
    ["pro", 2_000],
  ])("[N2] each month your account is replenished with a set number of credits: %s with %i", (plan, credits) => {
    given()
      .when(paid(plan))
      .emits({ movements: [granted(credits)], balance: credits });
    given(paid(plan), takes(credits, "2026-02-10"))
      .when(march(plan))
      .emits({ movements: [granted(credits)], balance: credits });
  });

  test("[N2] they expire at the end of the billing cycle: no rollover", () => {
    given(paid("plus"), takes(123, "2026-02-10"))
      .when(march("plus"))
      .emits({ reason: "renewal", movements: [expired(377), granted(500)], balance: 500, bySource: { plan: 500 } });
  });

  test("[N2] [X1] without a payment they expire three days after its end", () => {
    given(paid("plus")).when("2026-03-03T23:59:59Z").leaves({ plan: 500 });
    given(paid("plus"))
      .when("2026-03-04")
      .emits({ at: "2026-03-04", movements: [expired(500)], balance: 0 });
  });
});

describe("a larger plan that is bought in the second of the first one", () => {
  // By their names the prices would stand in the other order.
  const [basic, pro] = [
    { ...paid("basic"), price: "price_z", amount: 9_00 },
    { ...paid("pro"), price: "price_a", amount: 79_00 },
  ];

  test("[X7] [X2] takes its place, whichever is told first", () => {
    given(basic).when(pro).leaves({ plan: 2_000 });
    given(pro).when(basic).leaves({ plan: 2_000 });
  });

  test("[X7] what was spent of the first between the two stays spent, and the rest of it ends", () => {
    given(basic, takes(30, "2026-02-01"))
      .when(pro)
      .emits({ bySource: { plan: 2_000 } });
  });
});

describe("top-up credits", () => {
  test("[N3] they are bought as needed, without changing the plan, and outlive the cycle", () => {
    given(paid("basic"), bought("pack_200", "2026-02-10")).when(march("basic")).leaves({ plan: 100, "top-up": 200 });
  });

  test("[N7] which credits pay first: the plan's, because they end first", () => {
    given(paid("basic"), bought("pack_50", "2026-02-10"))
      .when(uses("song", "2026-02-11", { quantity: 12 }))
      .emits({ movements: [spent(100), spent(20, "top-up")], bySource: { "top-up": 30 } });
  });
});

describe("the help page's sentences can be read off the policy", () => {
  test("[N4] the balance is broken down into subscription credits and top-up credits", () => {
    given(paid("basic"))
      .when(bought("pack_50", "2026-02-10"))
      .emits({ balance: 150, bySource: { plan: 100, "top-up": 50 } });
  });
});
