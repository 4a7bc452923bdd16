import { describe, expect, it } from "vitest";
import { billing, months, pricing, proration } from "../support/billing.ts";
import { omniaPrices, planPaid } from "../support/omnia-events.ts";
import { balanceOf } from "../support/webhook.ts";

describe("A month that becomes a year", () => {
  const yearly = { plan: "creator", interval: "year" } as const;
  const changedOn = { ...yearly, from: "2026-02-10T12:00:00Z", until: "2027-01-31T12:00:00Z" };

  it("[X7] with a new anchor is a paid year from then on; the month's rest is money alone", async () => {
    const paid = planPaid({ ...changedOn, until: "2027-02-10T12:00:00Z" });
    const rest = { amount: -6_00, pricing: pricing(omniaPrices.get("omnia_creator_month")), parent: proration(paid) };
    const { on } = await months(planPaid(), billing(paid, rest, {}));
    expect(await on("2026-02-11")).toBe(500);
    expect(await on("2026-03-11")).toBe(500);
    expect(await on("2027-01-11")).toBe(500);
    expect(await on("2027-02-14")).toBe(0);
  });

  it("[X7] [O2] with its anchor unchanged, two prorations and no more, is a year's allowances exactly once", async () => {
    const paid = planPaid(changedOn);
    const parent = proration(paid);
    const rest = { amount: -6_00, pricing: pricing(omniaPrices.get("omnia_creator_month")), parent };
    const { passbook, on } = await months(planPaid(), billing(paid, rest, { parent }));
    const given = async () => {
      const items = Object.values(await passbook.items()) as { type?: string }[];
      return items.filter(({ type }) => type === "granted").length;
    };
    expect([await on("2026-02-11"), await given()]).toEqual([500, 1]);
    expect(await on("2026-03-01")).toBe(500);
    expect(await on("2027-01-30")).toBe(500);
    expect(await on("2027-02-04")).toBe(0);
  });

  it("polar#10482: a larger plan's prorated money never gives its full credits for the running cycle", async () => {
    const paid = planPaid({ plan: "team", from: "2026-02-27T12:00:00Z", until: "2026-02-28T12:00:00Z" });
    const { passbook } = await months(planPaid(), billing(paid, { parent: proration(paid), amount: 50 }));
    expect(await balanceOf(passbook)).toBe(500);
  });
});
