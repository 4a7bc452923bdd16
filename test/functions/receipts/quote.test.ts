import { costs, costsBy, decide, type Instant, type Policy, quote, type ServiceRequest } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import fc from "fast-check";
import { expect, it } from "vitest";
import { receiptKeys } from "../../../functions/receipts/keys.ts";
import { readQuote, signQuote } from "../../../functions/receipts/quote.ts";
import { at } from "../../support/instants.ts";
import { play } from "../../support/journal.ts";
import { month, signedUp } from "../../support/omnia-story.ts";
import { forAll } from "../../support/properties.ts";
import { RECEIPT_KEY } from "../../support/receipt-keys.ts";

const NOON = at("2026-02-10T12:00:00Z");
const keys = receiptKeys([RECEIPT_KEY]);

/** The largest plan of each, many times over. */
const PRODUCTS: readonly (readonly [Policy, string])[] = [
  [omnia, "enterprise"],
  [neume, "pro"],
  [musiversal, "studio-100"],
];

/** Something that a product sells, with the options that it has; now and then with one that it has not. */
function requestOf(policy: Policy): fc.Arbitrary<ServiceRequest> {
  const services = Object.entries(policy.services).map(([service, cost]): fc.Arbitrary<ServiceRequest> => {
    const choices = "option" in cost ? Object.keys(cost.choices) : ["high"];
    const quality = fc.option(fc.constantFrom(...choices), { nil: undefined, freq: "option" in cost ? 3 : 1 });
    const request = { quantity: cost.booking ? fc.constant(1) : fc.integer({ min: 1, max: 40 }), quality };
    const booking = { length: fc.integer({ min: 1, max: 4 }), ahead: fc.integer({ min: 1, max: 100 }) };
    return fc.record({ ...request, ...booking }).map(({ quantity, quality: chosen, length, ahead }) => ({
      service,
      quantity,
      options: { ...(chosen !== undefined && !cost.booking && { quality: chosen }), ...(cost.booking && { length }) },
      ...(cost.booking && { startsAt: NOON + ahead * 3_600_000 }),
    }));
  });
  return fc.oneof(...services);
}

const life = fc.constantFrom(...PRODUCTS).chain(([policy, plan]) =>
  fc.record({
    policy: fc.constant(policy),
    plan: fc.constant(plan),
    wanted: requestOf(policy),
    isLegacy: fc.boolean(),
    movesCohort: fc.boolean(),
    newPrice: fc.integer({ min: 0, max: 5_000 }),
    waits: fc.integer({ min: 0, max: 700_000 }),
  }),
);

/** Everything costs something else from the next day's deployment on, in another way. */
function repriced(policy: Policy, credits: number): Policy {
  const services = Object.keys(policy.services).map((name, n) => [
    name,
    n % 2 === 0 ? costs(credits) : costsBy("tempo", { slow: credits, fast: credits + 1 }),
  ]);
  return { ...policy, version: "2026-02-10", services: Object.fromEntries(services), earlier: [policy] };
}

it("[O13] whatever service of whatever product, what was quoted is charged, whatever the prices have become, until it expires", () => {
  const seen = { charged: 0, free: 0, expired: 0, refused: 0 };
  forAll(life, ({ policy, plan, wanted, isLegacy, movesCohort, newPrice, waits }) => {
    const paid = month("2026-02-01", "2026-03-01", { plan, quantity: 20 });
    const since = signedUp(isLegacy ? "2022-06-01" : "2024-06-01", "2026-02-01");
    const asked = quote(policy, play(policy, [paid, since]).account, wanted, NOON);
    if (asked.decision === "rejected") {
      seen.refused += 1;
      expect(asked.rejection.code).toBe("invalid_request");
      return;
    }
    const token = signQuote(keys, { account: "ada", id: "q1", wanted, now: NOON }, asked.quote);
    const read = readQuote(keys, "ada", token);
    if ("problems" in read) throw new Error("none of ours");
    expect(read.value.for).toEqual(wanted);

    const moved = movesCohort ? [{ ...since, request: "moved", signedUpAt: at("2023-06-01") }] : [];
    const { account } = play(policy, [paid, since, ...moved]);
    const now: Instant = NOON + waits;
    const spend = { type: "Spend", now, request: "pay", by: "ada", ...read.value } as const;
    const decision = decide(repriced(policy, newPrice), account, spend);
    if (now >= asked.quote.expiresAt) {
      seen.expired += 1;
      expect(decision).toMatchObject({ decision: "rejected", rejection: { problems: [{ message: "has expired" }] } });
    } else if (asked.quote.credits === 0) {
      seen.free += 1;
      expect(decision).toEqual({ decision: "free" });
    } else {
      seen.charged += 1;
      const lots = decision.decision === "accepted" ? decision.entry.movements : [];
      expect(lots.map(({ lot, source, credits }) => ({ lot, source, credits }))).toEqual(asked.quote.lots);
      expect(lots.reduce((sum, { credits }) => sum + credits, 0)).toBe(asked.quote.credits);
      expect(asked.quote.credits).toBe(costOf(asked.quote.breakdown));
    }
  });
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
});

function costOf({ unitCredits, length, quantity }: { unitCredits: number; length: number; quantity: number }): number {
  return unitCredits * length * quantity;
}
