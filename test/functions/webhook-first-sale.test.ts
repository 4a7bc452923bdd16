import { musiversal } from "@passbook/core/policies/musiversal";
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { billing, months, pricing, proration } from "../support/billing.ts";
import { omniaPrices, planPaid } from "../support/omnia-events.ts";
import { unix } from "../support/stripe-objects.ts";
import { balanceOf, deliver, ignoredBy, passbookBeside } from "../support/webhook.ts";

// What is new in the middle of a billing period is billed by a proration alone. Half of February is left.

const FEBRUARY = { from: "2026-02-01T12:00:00Z", until: "2026-03-01T12:00:00Z" };
const HALF = { ...FEBRUARY, from: "2026-02-15T12:00:00Z" };
const half = planPaid(HALF);
const parent = proration(half);
const credit = (change: object = {}) => ({ amount: -1_00, parent, ...change });

describe("A plan whose first money is a proration", () => {
  it("[X7] gives for the rest of its period, and in full with the next one", async () => {
    const next = planPaid({ from: FEBRUARY.until, until: "2026-04-01T12:00:00Z" });
    const { on } = await months(billing(half, { parent }), next);
    expect(await on("2026-03-02")).toBe(500);
    const { on: before } = await months(billing(half, { parent }));
    expect(await before("2026-02-16")).toBe(250);
  });

  it("[X7] is new beside a credit for somebody else's price, or for another time", async () => {
    const others = credit({ pricing: pricing({ id: "price_of_others" }) });
    const earlier = credit({ period: { start: unix(FEBRUARY.from), end: unix(FEBRUARY.until) } });
    const { passbook, stripe } = await passbookBeside({ "/v1/prices/price_of_others": { metadata: {} } });
    passbook.time.now = half.created * 1000;
    expect(await deliver(passbook, billing(half, others, earlier, { parent }))).toEqual([200]);
    expect(stripe.asked).toEqual(["GET /v1/prices/price_of_others"]);
    expect(await balanceOf(passbook)).toBe(250);
  });

  it("[X7] [X4] is none in exchange for a plan that nobody has paid: the credit was never money", async () => {
    const pro = { parent, amount: 10_00, pricing: pricing(omniaPrices.get("omnia_pro_month")) };
    const { passbook } = await months(billing(half, credit(), pro));
    expect(await balanceOf(passbook)).toBe(0);
  });

  it("of no money is nothing", async () => {
    const { passbook } = await months(billing(half, { parent, amount: 0 }));
    expect(ignoredBy(passbook)).toEqual(Array(2).fill("has no full period of a plan of ours"));
  });
});

describe("An add-on whose first money is a proration", () => {
  const invoice = (...before: object[]) =>
    billing(half, ...before, { parent, amount: 90_00, pricing: pricing({ id: "price_extra" }) });
  const left = async (event: Stripe.InvoicePaidEvent) => {
    const { passbook } = await passbookBeside({}, musiversal);
    await passbook.table.writePriceName("price_extra", "musiversal_addon_extra_month");
    await passbook.table.writePriceName("price_studio", "musiversal_studio-10_month");
    passbook.time.now = half.created * 1000;
    expect(await deliver(passbook, event, event)).toEqual([200, 200]);
    return balanceOf(passbook);
  };

  it("[M2] gives for the rest of its period, rounded down", async () => {
    expect(await left(invoice())).toBe(2);
  });

  it("[M2] [X7] that makes way for a plan is no plan: that one is new", async () => {
    const extra = credit({ pricing: pricing({ id: "price_extra" }) });
    expect(await left(billing(half, extra, { parent, amount: 90_00, pricing: pricing({ id: "price_studio" }) }))).toBe(
      5,
    );
  });

  it("[M2] more of what there was begins with the renewal", async () => {
    expect(await left(invoice(credit({ pricing: pricing({ id: "price_extra" }) })))).toBe(0);
  });
});

describe("What is metered", () => {
  const meter = {
    lookup_key: "omnia_creator_month",
    metadata: {},
    recurring: { interval: "month", usage_type: "metered" },
  };
  const usage = { amount: 91_84, quantity: 9_184, pricing: pricing({ id: "price_meter" }) };

  it("gives nothing, whatever it is called, and breaks nothing beside it", async () => {
    const { passbook } = await passbookBeside({ "/v1/prices/price_meter": meter });
    const paid = planPaid(FEBRUARY);
    passbook.time.now = paid.created * 1000;
    expect(await deliver(passbook, billing(paid, usage), billing(paid, usage, {}))).toEqual([200, 200]);
    expect(await balanceOf(passbook)).toBe(500);
    expect(ignoredBy(passbook)).toEqual(["has no full period of a plan of ours"]);
  });
});
