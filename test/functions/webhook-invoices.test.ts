import { musiversal } from "@passbook/core/policies/musiversal";
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { billing, months, pricing } from "../support/billing.ts";
import { omniaPrices, planPaid } from "../support/omnia-events.ts";
import { changed, unix } from "../support/stripe-objects.ts";
import { listOf } from "../support/tiny-stripe.ts";
import { balanceOf, deliver, ignoredBy, passbookBeside } from "../support/webhook.ts";

// What Stripe was seen to bill, from the first invoice to the last, as an account lives it.

/** The line's parent, of another item of the same subscription. */
function beside(event: Stripe.InvoicePaidEvent) {
  const item = event.data.object.lines.data[0]?.parent?.subscription_item_details;
  return { type: "subscription_item_details", subscription_item_details: { ...item, subscription_item: "si_2" } };
}

describe("An invoice", () => {
  const trial = { start: unix("2026-01-31T12:00:00Z"), end: unix("2026-02-14T12:00:00Z") };
  it.each<[string, object, number]>([
    ["[X8] of a trial gives nothing", { amount: 0, period: trial }, 0],
    ["[X8] of an item that was emptied gives nothing", { quantity: 0, amount: 0 }, 0],
    ["[X8] of ten seats gives ten allowances", { quantity: 10, amount: 99_00 }, 5_000],
    ["of a credit that looks like a plan gives nothing", { amount: -9_90 }, 0],
  ])("%s", async (_, line, balance) => {
    const { passbook } = await months(billing(planPaid(), line));
    expect(await balanceOf(passbook)).toBe(balance);
  });

  it("[X8] that a coupon brings to 0 gives all that its line says", async () => {
    const { passbook } = await months(changed(planPaid(), { total: 0, amount_paid: 0, amount_due: 0 }));
    expect(await balanceOf(passbook)).toBe(500);
  });

  it("mozilla/fxa#19606: without lines, made by hand on a subscription, is nothing", async () => {
    const { passbook } = await months(billing(changed(planPaid(), { billing_reason: "manual", total: 0 })));
    expect(ignoredBy(passbook)).toEqual(Array(2).fill("has no full period of a plan of ours"));
  });

  it("kodiak#346: is for the time that its line says, whatever period the invoice itself has", async () => {
    const old = { period_start: unix("2025-12-31T12:00:00Z"), period_end: unix("2026-01-31T12:00:00Z") };
    const { on } = await months(changed(planPaid(), old));
    expect(await on("2026-02-27")).toBe(500);
  });

  it("with more lines than the event carries is read from Stripe, whole", async () => {
    const paid = planPaid();
    const [line] = paid.data.object.lines.data;
    const other = { ...line, id: "il_2", pricing: pricing(omniaPrices.get("omnia_pro_month")), parent: beside(paid) };
    const { passbook, stripe } = await passbookBeside({
      [`/v1/invoices/${paid.data.object.id}/lines?limit=100`]: listOf([line, other]),
    });
    const cut = changed(paid, { lines: { ...paid.data.object.lines, has_more: true } });
    expect(await deliver(passbook, cut)).toEqual([200]);
    expect(await balanceOf(passbook)).toBe(2_500);
    expect(stripe.asked).toHaveLength(1);
  });

  it("that is recovered after the next period was paid leaves the newer credits as they are", async () => {
    const february = { from: "2026-02-28T12:00:00Z", until: "2026-03-31T12:00:00Z" };
    const march = { from: "2026-03-31T12:00:00Z", until: "2026-04-30T12:00:00Z" };
    const { on } = await months(planPaid(), planPaid(march), planPaid({ ...february, paidAt: "2026-04-02T12:00:00Z" }));
    expect(await on("2026-04-03")).toBe(1_000);
    expect(await on("2026-05-04")).toBe(0);
  });

  it("[M2] grants an add-on beside a plan by its own line, once", async () => {
    const { passbook } = await passbookBeside({}, musiversal);
    await passbook.table.writePriceName("price_studio", "musiversal_studio-10_month");
    await passbook.table.writePriceName("price_extra", "musiversal_addon_extra_month");
    const paid = planPaid();
    const addOn = { pricing: pricing({ id: "price_extra" }), parent: beside(paid) };
    const both = billing(paid, { pricing: pricing({ id: "price_studio" }) }, addOn);
    expect(await deliver(passbook, both, both)).toEqual([200, 200]);
    expect(await balanceOf(passbook)).toBe(15);
  });
});
